// What the IncomingPhoneNumber resource does: take a number over, change its settings, release it.
import type { z } from 'zod';
import { createOwnNumber, findOwnNumber } from '#delivery/delivery.ts';
import type { Call } from '#http/operations.ts';
import { invalidParameter, missingParameter, notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { OwnNumberRow } from '#storage/schema/delivery.ts';
import { requireOwnAccount } from '../own-account.ts';
import { leavePool } from '../sender-pool/commands.ts';
import { freeNumberIn } from './area-code.ts';
import {
  KEPT_NAMES,
  type KeptSettings,
  type numberCreate,
  type numberFilters,
  type numberUpdate,
} from './input.ts';

/** The given ones among the settings that are only kept; an emptied one is null. */
function keptSettings(input: KeptSettings): Record<string, unknown> {
  return Object.fromEntries(
    KEPT_NAMES.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])),
  );
}

/** Takes a number over for the account; 21422 when somebody has it. */
export async function createNumber(
  tx: Transaction,
  call: Call<z.output<typeof numberCreate>>,
): Promise<OwnNumberRow> {
  requireOwnAccount(call);
  const { input } = call;
  if (!input.PhoneNumber && !input.AreaCode) throw missingParameter('PhoneNumber');
  return createOwnNumber(tx, {
    accountSid: call.accountSid,
    phoneNumber: input.PhoneNumber ?? (await freeNumberIn(tx.db, input.AreaCode as string)),
    friendlyName: input.FriendlyName ?? null,
    smsUrl: input.SmsUrl ?? null,
    smsMethod: input.SmsMethod ?? null,
    smsFallbackUrl: input.SmsFallbackUrl ?? null,
    smsFallbackMethod: input.SmsFallbackMethod ?? null,
    settings: keptSettings(input),
  });
}

/** The account's number with this SID; short codes are another resource. */
export async function findNumber(
  db: Reader,
  accountSid: string,
  sid: string,
): Promise<OwnNumberRow | undefined> {
  return sid.startsWith('PN') ? findOwnNumber(db, accountSid, sid) : undefined;
}

async function requireNumber(db: Reader, call: Pick<Call, 'accountSid' | 'params'>): Promise<OwnNumberRow> {
  requireOwnAccount(call);
  const sid = call.params['Sid'] as string;
  const number = await findNumber(db, call.accountSid, sid);
  if (number === undefined) throw notFound(`/Accounts/${call.accountSid}/IncomingPhoneNumbers/${sid}.json`);
  return number;
}

/** Changes the settings that are given and leaves the others. */
export async function updateNumber(
  tx: Transaction,
  call: Call<z.output<typeof numberUpdate>>,
): Promise<OwnNumberRow> {
  const number = await requireNumber(tx.db, call);
  const { input } = call;
  if (input.AccountSid && input.AccountSid !== call.accountSid) {
    throw invalidParameter('AccountSid', 'numbers do not move between accounts here');
  }
  const settings = { ...(JSON.parse(number.settings) as object), ...keptSettings(input) };
  const changes = {
    friendly_name: input.FriendlyName === undefined ? number.friendly_name : (input.FriendlyName ?? ''),
    sms_url: input.SmsUrl === undefined ? number.sms_url : (input.SmsUrl ?? ''),
    sms_method: input.SmsMethod ?? number.sms_method,
    sms_fallback_url:
      input.SmsFallbackUrl === undefined ? number.sms_fallback_url : (input.SmsFallbackUrl ?? ''),
    sms_fallback_method: input.SmsFallbackMethod ?? number.sms_fallback_method,
    settings: JSON.stringify(settings),
    date_updated: tx.now,
  };
  await tx.db.updateTable('own_numbers').set(changes).where('sid', '=', number.sid).execute();
  return { ...number, ...changes };
}

/** Releases the number: it leaves its messaging service, and can be taken over again, by anybody. */
export async function releaseNumber(tx: Transaction, call: Call): Promise<void> {
  const number = await requireNumber(tx.db, call);
  await leavePool(tx, number.sid);
  await tx.db.deleteFrom('own_numbers').where('sid', '=', number.sid).execute();
}

/** The caller's numbers that pass the filters; `PhoneNumber` may be a part of the number. */
export async function numberQuery(db: Reader, call: Call<z.output<typeof numberFilters>>) {
  requireOwnAccount(call);
  const { PhoneNumber: part, FriendlyName: friendlyName } = call.input;
  let query = db
    .selectFrom('own_numbers')
    .selectAll()
    .where('account_sid', '=', call.accountSid)
    .where('sid', '>=', 'PN')
    .where('sid', '<', 'PO');
  if (part) {
    const pattern = part.replace(/[^0-9*]/g, '').replaceAll('*', '_');
    query = query.where('phone_number', 'like', `%${pattern}%`);
  }
  if (friendlyName) query = query.where('friendly_name', '=', friendlyName);
  return { query };
}
