// What requests to the phone network may hold.
import { z } from 'zod';
import type { RawInput } from '#http/form-body.ts';
import { bool, int, list, oneOf, readInput, sid, text } from '#http/parameters.ts';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';

/** Longest text a phone sends: what the contact centre may send too. */
const LONGEST_TEXT = 1_600;

/** Most files that go with one text. */
export const MOST_FILES = 10;

const CHANNEL = /^[a-z]+:/;

/** Numbers may be typed as people write them; channel addresses must be exact. */
function cleaned(typed: string): string {
  return CHANNEL.test(typed) ? typed : typed.replace(/[\s().\-/\u2010-\u2015]/gu, '').replace(/^00/, '+');
}

const address = () =>
  z
    .string()
    .max(200, 'it is longer than 200 characters')
    .transform((typed) => cleaned(typed.trim()))
    .refine(
      (value) => parseAddress(value) !== null,
      'it is not a phone number in international form, such as +1 555 010 0001',
    );

const account = { account: sid('AC').nullish() };

export const ofAccount = z.object(account);
export const addPhone = z.object({ ...account, address: address(), name: text(80).nullish() });
export const setBehaviour = z.object({
  ...account,
  address: address(),
  behaviour: oneOf(['normal', 'slow', 'fail', 'off']).nullish(),
  delaySeconds: int(1, 3_600).nullish(),
  errorCode: int(30_001, 30_999).nullish(),
  channelErrorCode: int(63_001, 63_999).nullish(),
  failNext: int(0, 100).nullish(),
  sendsRead: bool().nullish(),
  name: text(80).nullish(),
});
export const ofPhone = z.object({ ...account, phone: address() });
export const ofThread = z.object({
  ...account,
  phone: address(),
  contact: address(),
  before: sid('HM').nullish(),
  limit: int(1, 200).nullish(),
});
export const typeText = z.object({
  ...account,
  phone: address(),
  contact: address(),
  body: text(LONGEST_TEXT).nullish(),
  files: list(sid('ME'), MOST_FILES).nullish(),
  id: z
    .string()
    .regex(/^[A-Za-z0-9-]{8,64}$/, 'it is not 8 to 64 letters, digits and hyphens')
    .nullish(),
});
export const lookAt = z.object({ ...account, phone: address(), contact: address() });
export const sendFile = z.object({
  ...account,
  phone: address(),
  name: text(255).nullish(),
  type: text(200).nullish(),
});
export const ofMedia = z.object({ ...account, message: sid('HM'), index: int(0, MOST_FILES - 1) });
export const startBusyDay = z.object({
  ...account,
  customers: int(1, 100).nullish(),
  minutes: int(1, 120).nullish(),
  seed: z.union([text(64), z.number().transform(String)]).nullish(),
  contacts: list(address(), 20).nullish(),
});

/** Reads the JSON body. Only JSON is taken: a page of another origin cannot send it without being asked first. */
export function readJson<S extends z.ZodType>(
  schema: S,
  contentType: string | undefined,
  body: unknown,
): z.output<S> {
  if (contentType === undefined || !/^application\/json\s*(;|$)/i.test(contentType)) throw apiError(20415);
  if (body === undefined || body === null) throw invalidParameter('body', 'it must be a JSON object');
  return readInput(schema, body as RawInput);
}
