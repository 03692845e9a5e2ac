// The ShortCode resource of the 2010 API. Here a short code is declared by a request, since none can be bought.
import { z } from 'zod';
import { createOwnNumber, findOwnNumber, isShortCode } from '#delivery/delivery.ts';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { checked, oneOf, text, url } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { rfc2822Date } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { OwnNumberRow } from '#storage/schema/delivery.ts';
import { ACCOUNT_PATH, requireOwnAccount } from '../own-account.ts';
import { leavePool } from '../sender-pool/commands.ts';

const method = () => oneOf(['GET', 'POST']).nullish();
const settings = {
  FriendlyName: text(64).nullish(),
  SmsUrl: url().nullish(),
  SmsMethod: method(),
  SmsFallbackUrl: url().nullish(),
  SmsFallbackMethod: method(),
};
const create = z.object({ ShortCode: checked(z.string(), 21421, isShortCode), ...settings });
const update = z.object(settings);
const filters = z.object({ FriendlyName: text(64).nullish(), ShortCode: text(16).nullish() });

function presentCode(row: OwnNumberRow) {
  return {
    account_sid: row.account_sid,
    api_version: '2010-04-01',
    date_created: rfc2822Date(row.date_created),
    date_updated: rfc2822Date(row.date_updated),
    friendly_name: row.friendly_name,
    short_code: row.phone_number,
    sid: row.sid,
    sms_fallback_method: row.sms_fallback_method,
    sms_fallback_url: row.sms_fallback_url === '' ? null : row.sms_fallback_url,
    sms_method: row.sms_method,
    sms_url: row.sms_url === '' ? null : row.sms_url,
    uri: `/2010-04-01/Accounts/${row.account_sid}/SMS/ShortCodes/${row.sid}.json`,
  };
}

type CodeCall = Pick<Call, 'accountSid' | 'params'>;

async function findCode(db: Reader, call: CodeCall): Promise<OwnNumberRow | undefined> {
  requireOwnAccount(call);
  const sid = call.params['Sid'] as string;
  return sid.startsWith('SC') ? findOwnNumber(db, call.accountSid, sid) : undefined;
}

async function requireCode(db: Reader, call: CodeCall): Promise<OwnNumberRow> {
  const code = await findCode(db, call);
  if (code === undefined) throw notFound(`/Accounts/${call.accountSid}/SMS/ShortCodes/${call.params['Sid']}`);
  return code;
}

async function updateCode(tx: Transaction, call: Call<z.output<typeof update>>): Promise<OwnNumberRow> {
  const code = await requireCode(tx.db, call);
  const { input } = call;
  const changes = {
    friendly_name: input.FriendlyName ?? code.friendly_name,
    sms_url: input.SmsUrl === undefined ? code.sms_url : (input.SmsUrl ?? ''),
    sms_method: input.SmsMethod ?? code.sms_method,
    sms_fallback_url:
      input.SmsFallbackUrl === undefined ? code.sms_fallback_url : (input.SmsFallbackUrl ?? ''),
    sms_fallback_method: input.SmsFallbackMethod ?? code.sms_fallback_method,
    date_updated: tx.now,
  };
  await tx.db.updateTable('own_numbers').set(changes).where('sid', '=', code.sid).execute();
  return { ...code, ...changes };
}

export const ownShortCodes: Resource<OwnNumberRow> = {
  product: 'api',
  path: `${ACCOUNT_PATH}/SMS/ShortCodes.json`,
  memberPath: `${ACCOUNT_PATH}/SMS/ShortCodes/{Sid}.json`,
  key: 'short_codes',
  paging: '2010',
  present: presentCode,
  create: write(create, async (tx, call) => {
    requireOwnAccount(call);
    const { input } = call;
    return createOwnNumber(tx, {
      accountSid: call.accountSid,
      phoneNumber: input.ShortCode,
      friendlyName: input.FriendlyName ?? input.ShortCode,
      smsUrl: input.SmsUrl ?? null,
      smsMethod: input.SmsMethod ?? null,
      smsFallbackUrl: input.SmsFallbackUrl ?? null,
      smsFallbackMethod: input.SmsFallbackMethod ?? null,
    });
  }),
  list: list(filters, async (db, call) => {
    requireOwnAccount(call);
    let query = db
      .selectFrom('own_numbers')
      .selectAll()
      .where('account_sid', '=', call.accountSid)
      .where('sid', '>=', 'SC')
      .where('sid', '<', 'SD');
    const { FriendlyName: name, ShortCode: part } = call.input;
    if (name) query = query.where('friendly_name', '=', name);
    if (part) {
      const pattern = part.replace(/[^0-9*]/g, '').replaceAll('*', '_');
      query = query.where('phone_number', 'like', `%${pattern}%`);
    }
    return { query };
  }),
  fetch: read(findCode),
  update: write(update, updateCode),
  remove: removal(async (tx, call) => {
    const code = await requireCode(tx.db, call);
    await leavePool(tx, code.sid);
    await tx.db.deleteFrom('own_numbers').where('sid', '=', code.sid).execute();
  }),
};
