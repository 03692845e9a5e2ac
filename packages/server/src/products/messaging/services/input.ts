// What requests about messaging services may hold.
import { z } from 'zod';
import { bool, int, oneOf, text, url } from '#http/parameters.ts';

const method = () => oneOf(['GET', 'POST']).nullish();

const settings = {
  InboundRequestUrl: url().nullish(),
  InboundMethod: method(),
  FallbackUrl: url().nullish(),
  FallbackMethod: method(),
  StatusCallback: url().nullish(),
  StickySender: bool().nullish(),
  MmsConverter: bool().nullish(),
  SmartEncoding: bool().nullish(),
  ScanMessageContent: oneOf(['inherit', 'enable', 'disable']).nullish(),
  FallbackToLongCode: bool().nullish(),
  AreaCodeGeomatch: bool().nullish(),
  ValidityPeriod: int(1, 36_000).nullish(),
  SynchronousValidation: bool().nullish(),
  Usecase: oneOf([
    'notifications',
    'marketing',
    'verification',
    'discussion',
    'poll',
    'undeclared',
  ]).nullish(),
  UseInboundWebhookOnNumber: bool().nullish(),
};

export const serviceCreate = z.object({ FriendlyName: text(64).min(1, 'it is empty'), ...settings });

export const serviceUpdate = z.object({ FriendlyName: text(64).nullish(), ...settings });

/** The settings a request gives. */
export type ServiceInput = z.output<typeof serviceUpdate>;
