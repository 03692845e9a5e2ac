// The pool of a messaging service: phone numbers, short codes, letters and senders of channels.
import { z } from 'zod';
import { findOwnNumber, isAlphaSender } from '#delivery/delivery.ts';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { sid } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import { countryOf, parseAddress } from '#kernel/phone.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { PoolKind, ServiceSenderRow } from '#storage/schema/messaging-services.ts';
import { addToPool, findInPool, poolQuery, removeFromPool } from './commands.ts';
import * as present from './present.ts';

/** Where short codes are: the country is not in their digits. */
const SHORT_CODE_COUNTRY = 'US';

async function addNumber(
  tx: Transaction,
  call: Call,
  numberSid: string,
  kind: 'phone-number' | 'short-code',
): Promise<ServiceSenderRow> {
  const number = await findOwnNumber(tx.db, call.accountSid, numberSid);
  if (number === undefined) {
    const parameter = kind === 'phone-number' ? 'PhoneNumberSid' : 'ShortCodeSid';
    throw apiError(21421, `The account has no number ${numberSid}`, { parameter });
  }
  const country = kind === 'short-code' ? SHORT_CODE_COUNTRY : (countryOf(number.phone_number) ?? '');
  return addToPool(tx, call, { sid: number.sid, kind, address: number.phone_number, country_code: country });
}

function addAlpha(tx: Transaction, call: Call, letters: string, country: string): Promise<ServiceSenderRow> {
  if (!isAlphaSender(letters)) {
    throw invalidParameter('AlphaSender', 'it is not 1 to 11 letters, digits, spaces and +-_&, one a letter');
  }
  return addToPool(tx, call, { sid: newSid('AI'), kind: 'alpha', address: letters, country_code: country });
}

async function addChannel(tx: Transaction, call: Call, senderSid: string): Promise<ServiceSenderRow> {
  const sender = await tx.db
    .selectFrom('channel_senders')
    .selectAll()
    .where('sid', '=', senderSid)
    .where('account_sid', '=', call.accountSid)
    .executeTakeFirst();
  if (sender === undefined) {
    throw apiError(63007, `The account has no sender ${senderSid}`, { parameter: 'Sid' });
  }
  const value = parseAddress(sender.address)?.value ?? '';
  const country = value.startsWith('+') ? (countryOf(value) ?? '') : '';
  return addToPool(tx, call, {
    sid: sender.sid,
    kind: 'channel',
    address: sender.address,
    country_code: country,
  });
}

const reading = (kind: PoolKind) => ({
  fetch: read((db, call) => findInPool(db, call, kind)),
  remove: removal((tx, call) => removeFromPool(tx, call, kind)),
});

const listing = (kind: PoolKind) =>
  list(z.object({}), async (db, call) => ({ query: await poolQuery(db, call, kind) }));

const phoneNumbers: Resource<ServiceSenderRow> = {
  product: 'messaging',
  path: '/v1/Services/{ServiceSid}/PhoneNumbers',
  key: 'phone_numbers',
  present: present.presentPhoneNumber,
  create: write(z.object({ PhoneNumberSid: sid('PN') }), (tx, call) =>
    addNumber(tx, call, call.input.PhoneNumberSid, 'phone-number'),
  ),
  list: listing('phone-number'),
  ...reading('phone-number'),
};

const shortCodes: Resource<ServiceSenderRow> = {
  product: 'messaging',
  path: '/v1/Services/{ServiceSid}/ShortCodes',
  key: 'short_codes',
  present: present.presentShortCode,
  create: write(z.object({ ShortCodeSid: sid('SC') }), (tx, call) =>
    addNumber(tx, call, call.input.ShortCodeSid, 'short-code'),
  ),
  list: listing('short-code'),
  ...reading('short-code'),
};

const alphaSenders: Resource<ServiceSenderRow> = {
  product: 'messaging',
  path: '/v1/Services/{ServiceSid}/AlphaSenders',
  key: 'alpha_senders',
  present: present.presentAlphaSender,
  create: write(z.object({ AlphaSender: z.string() }), (tx, call) =>
    addAlpha(tx, call, call.input.AlphaSender, ''),
  ),
  list: listing('alpha'),
  ...reading('alpha'),
};

const country = () => z.string().regex(/^[A-Za-z]{2}$/, 'it is not an ISO 3166 code of two letters');

const destinationAlphaSenders: Resource<ServiceSenderRow> = {
  product: 'messaging',
  path: '/v1/Services/{ServiceSid}/DestinationAlphaSenders',
  key: 'alpha_senders',
  present: present.presentDestinationAlphaSender,
  create: write(z.object({ AlphaSender: z.string(), IsoCountryCode: country().nullish() }), (tx, call) =>
    addAlpha(tx, call, call.input.AlphaSender, (call.input.IsoCountryCode ?? '').toUpperCase()),
  ),
  list: list(z.object({ IsoCountryCode: country().nullish() }), async (db, call) => {
    const query = await poolQuery(db, call, 'alpha');
    const wanted = call.input.IsoCountryCode?.toUpperCase();
    return { query: wanted === undefined ? query : query.where('country_code', '=', wanted) };
  }),
  ...reading('alpha'),
};

const channelSenders: Resource<ServiceSenderRow> = {
  product: 'messaging',
  path: '/v1/Services/{MessagingServiceSid}/ChannelSenders',
  key: 'senders',
  present: present.presentChannelSender,
  create: write(z.object({ Sid: sid('XE') }), (tx, call) => addChannel(tx, call, call.input.Sid)),
  list: listing('channel'),
  ...reading('channel'),
};

export const senderPool = {
  phoneNumbers,
  shortCodes,
  alphaSenders,
  destinationAlphaSenders,
  channelSenders,
} as const;
