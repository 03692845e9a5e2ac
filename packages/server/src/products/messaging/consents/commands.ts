// Reading and recording what customers said of hearing from us. An addition of Parley.
import { z } from 'zod';
import {
  findMessagingService,
  findSender,
  recordOptIn,
  recordOptOut,
  type SenderScope,
  serviceOfAddress,
} from '#delivery/delivery.ts';
import type { Call } from '#http/operations.ts';
import { checked, date, oneOf, text } from '#http/parameters.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ConsentRow } from '#storage/schema/messaging-services.ts';

export const consentCreate = z.object({
  Contact: checked(text(190), 21211, (value) => parseAddress(value) !== null),
  Sender: text(190),
  Status: oneOf(['opt-in', 'opt-out']),
  Source: oneOf(['api', 'import']).nullish(),
  Word: text(160).nullish(),
  DateOfConsent: date().nullish(),
});

export const consentFilters = z.object({
  Contact: text(190).nullish(),
  Sender: text(190).nullish(),
  Status: oneOf(['opt-in', 'opt-out']).nullish(),
});

/** The scope a `Sender` names: a messaging service, or an address with the service it is in. */
async function scopeOf(db: Reader, accountSid: string, sender: string): Promise<SenderScope> {
  if (isSid(sender, 'MG')) {
    const service = await findMessagingService(db, accountSid, sender);
    if (service === undefined) throw apiError(21701, undefined, { parameter: 'Sender' });
    return { ownAddress: null, messagingServiceSid: service.sid };
  }
  if ((await findSender(db, accountSid, sender)) === undefined) {
    throw apiError(21606, 'The sender is none of this account', { parameter: 'Sender' });
  }
  const service = await serviceOfAddress(db, accountSid, sender);
  return { ownAddress: sender, messagingServiceSid: service?.sid ?? null };
}

/** Records a refusal or a wish. Nothing is sent to the customer: who tells us here has told the customer. */
export async function setConsent(
  tx: Transaction,
  { accountSid, input }: Call<z.output<typeof consentCreate>>,
): Promise<ConsentRow> {
  const at = input.DateOfConsent ?? tx.now;
  if (at > tx.now) throw invalidParameter('DateOfConsent', 'it is in the future');
  const scope = await scopeOf(tx.db, accountSid, input.Sender);
  const said = {
    accountSid,
    customerAddress: input.Contact,
    source: input.Source ?? 'api',
    word: input.Word ?? null,
    dateOfConsent: at,
  } as const;
  await (input.Status === 'opt-out' ? recordOptOut(tx, scope, said) : recordOptIn(tx, scope, said));
  return tx.db
    .selectFrom('consents')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('customer_address', '=', input.Contact)
    .where('sender', '=', scope.messagingServiceSid ?? input.Sender)
    .executeTakeFirstOrThrow();
}

/** The account's consent with the SID in the path. */
export function findConsent(db: Reader, accountSid: string, sid: string): Promise<ConsentRow | undefined> {
  return db
    .selectFrom('consents')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where('sid', '=', sid)
    .executeTakeFirst();
}

/** The caller's consents that pass the filters. */
export async function consentQuery(db: Reader, call: Call<z.output<typeof consentFilters>>) {
  const { Contact: contact, Sender: sender, Status: status } = call.input;
  let query = db.selectFrom('consents').selectAll().where('account_sid', '=', call.accountSid);
  if (contact) query = query.where('customer_address', '=', contact);
  if (sender) query = query.where('sender', '=', sender);
  if (status) query = query.where('status', '=', status);
  return { query };
}

/** Everything that was said under the consent in the path, oldest first. */
export async function changeQuery(db: Reader, call: Pick<Call, 'accountSid' | 'params'>) {
  const sid = call.params['ConsentSid'] as string;
  if ((await findConsent(db, call.accountSid, sid)) === undefined) throw notFound(`/Consents/${sid}`);
  return { query: db.selectFrom('consent_changes').selectAll().where('consent_sid', '=', sid) };
}
