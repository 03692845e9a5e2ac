// What requests about senders of channels may hold. They are JSON, with names in lower case.
import { z } from 'zod';
import { checked, oneOf, text, url } from '#http/parameters.ts';
import { parseAddress } from '#kernel/phone.ts';

const words = () => text(1_024).nullish();
const address = () => url().nullish();
const method = () => oneOf(['POST', 'PUT']).nullish();

const configuration = z.object({
  waba_id: words(),
  verification_method: oneOf(['sms', 'voice']).nullish(),
  verification_code: words(),
  voice_application_sid: words(),
  account_type: oneOf(['ISV', 'ISVSubAccount']).nullish(),
});

const webhook = z.object({
  callback_url: address(),
  callback_method: method(),
  fallback_url: address(),
  fallback_method: method(),
  status_callback_url: address(),
  status_callback_method: method(),
});

const labelled = (name: string) =>
  z
    .array(z.object({ [name]: text(1_024), label: text(256).nullish() }))
    .max(25, 'it has more than 25 items')
    .nullish();

const profile = z.object({
  name: words(),
  about: words(),
  address: words(),
  description: words(),
  logo_url: words(),
  banner_url: words(),
  privacy_url: words(),
  terms_of_service_url: words(),
  accent_color: words(),
  use_case: oneOf(['PROMOTIONAL', 'TRANSACTIONAL', 'OTP', 'MULTI_USE']).nullish(),
  vertical: words(),
  websites: labelled('website'),
  emails: labelled('email'),
  phone_numbers: labelled('phone_number'),
});

const parts = {
  friendly_name: text(256).nullish(),
  configuration: configuration.nullish(),
  webhook: webhook.nullish(),
  profile: profile.nullish(),
};

const isChannelAddress = (value: string) => {
  const channel = parseAddress(value)?.channel;
  return channel !== undefined && channel !== 'sms';
};

export const senderCreate = z.object({
  sender_id: checked(text(190), 21212, isChannelAddress),
  ...parts,
});

/** `status` takes a sender off its channel and puts it back: nobody else here does. */
export const senderUpdate = z.object({ ...parts, status: oneOf(['ONLINE', 'OFFLINE']).nullish() });

export const senderFilters = z.object({ Channel: text(32).nullish() });

export const CONFIGURATION_KEYS = Object.keys(configuration.shape);
export const WEBHOOK_KEYS = Object.keys(webhook.shape);
export const PROFILE_KEYS = Object.keys(profile.shape);
