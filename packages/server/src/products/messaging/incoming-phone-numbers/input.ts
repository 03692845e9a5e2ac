// What requests about phone numbers may hold.
import { z } from 'zod';
import { bool, checked, oneOf, sid, text, url } from '#http/parameters.ts';
import { isPhoneNumber } from '#kernel/phone.ts';

const method = () => oneOf(['GET', 'POST']).nullish();
const address = () => url().nullish();

/** Settings that are kept and given back, and have no effect on messages. */
const kept = {
  SmsApplicationSid: sid('AP').nullish(),
  StatusCallback: address(),
  StatusCallbackMethod: method(),
  VoiceApplicationSid: sid('AP').nullish(),
  VoiceCallerIdLookup: bool().nullish(),
  VoiceFallbackMethod: method(),
  VoiceFallbackUrl: address(),
  VoiceMethod: method(),
  VoiceUrl: address(),
  VoiceReceiveMode: oneOf(['voice', 'fax']).nullish(),
  EmergencyStatus: oneOf(['Active', 'Inactive']).nullish(),
  EmergencyAddressSid: sid('AD').nullish(),
  TrunkSid: sid('TK').nullish(),
  IdentitySid: sid('RI').nullish(),
  AddressSid: sid('AD').nullish(),
  BundleSid: sid('BU').nullish(),
};

/** The names of those settings. */
export const KEPT_NAMES = Object.keys(kept) as (keyof typeof kept)[];

/** Those settings as a request gave them. */
export type KeptSettings = { [Name in keyof typeof kept]?: z.output<(typeof kept)[Name]> };

const common = {
  FriendlyName: text(64).nullish(),
  SmsUrl: address(),
  SmsMethod: method(),
  SmsFallbackUrl: address(),
  SmsFallbackMethod: method(),
  ...kept,
};

export const numberCreate = z.object({
  ...common,
  PhoneNumber: checked(z.string(), 21421, isPhoneNumber).nullish(),
  AreaCode: z
    .string()
    .regex(/^[2-9]\d{2}$/, 'it is not a three-digit area code')
    .nullish(),
});

export const numberUpdate = z.object({
  ...common,
  AccountSid: sid('AC').nullish(),
});

export const numberFilters = z.object({
  PhoneNumber: text(64).nullish(),
  FriendlyName: text(64).nullish(),
});
