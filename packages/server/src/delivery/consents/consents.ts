// What customers said of hearing from us: refused, or wanted again, by word or by those who recorded it.
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ConsentRow, ConsentSource, ConsentStatus } from '#storage/schema/messaging-services.ts';
import { moveForward } from '../messages/status-change.ts';
import { cancelWaiting } from '../outbox/outbox.ts';

/** Twilio's code for a recipient who has unsubscribed. */
export const UNSUBSCRIBED = 21610;

/** Whose texts a consent is about: one address of ours, or all of a messaging service. */
export interface SenderScope {
  /** The address the customer wrote to; null when only the service is meant. */
  readonly ownAddress: string | null;
  readonly messagingServiceSid: string | null;
}

/** What a customer said, and how that is known. */
export interface ConsentStatement {
  readonly accountSid: string;
  readonly customerAddress: string;
  readonly status: ConsentStatus;
  readonly source: ConsentSource;
  readonly word?: string | null;
  readonly messageSid?: string | null;
  /** Milliseconds since the epoch; now when it is not given. */
  readonly dateOfConsent?: number | null;
}

/** The addresses of a text. */
interface Addressed {
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Those of the texts whose recipient refuses texts from their sender, or from the messaging service the sender is in:
 * the senders of a service share one list ("Advanced Opt-Out").
 */
export async function optedOutAmong<Text extends Addressed>(
  db: Reader,
  texts: readonly Text[],
): Promise<Set<Text>> {
  if (texts.length === 0) return new Set();
  const senders = [...new Set(texts.map(({ from }) => from))];
  const rows = await db
    .selectFrom('consents')
    .leftJoin('service_senders', (join) =>
      join
        .onRef('service_senders.service_sid', '=', 'consents.sender')
        .on('service_senders.address', 'in', senders),
    )
    .select([
      'consents.account_sid',
      'consents.customer_address',
      'consents.sender',
      'service_senders.address',
    ])
    .where('consents.account_sid', 'in', [...new Set(texts.map(({ accountSid }) => accountSid))])
    .where('consents.customer_address', 'in', [...new Set(texts.map(({ to }) => to))])
    .where('consents.status', '=', 'opt-out')
    .execute();
  const refused = new Set(
    rows.map((row) => `${row.account_sid} ${row.customer_address} ${row.address ?? row.sender}`),
  );
  return new Set(texts.filter(({ accountSid, from, to }) => refused.has(`${accountSid} ${to} ${from}`)));
}

/** Whether the customer refuses texts from this address of ours. */
export async function isOptedOut(
  db: Reader,
  accountSid: string,
  ownAddress: string,
  customerAddress: string,
): Promise<boolean> {
  const refused = await optedOutAmong(db, [{ accountSid, from: ownAddress, to: customerAddress }]);
  return refused.size > 0;
}

/** The addresses a statement counts for: those of the service, and the one the customer wrote to. */
async function addressesOf(tx: Transaction, accountSid: string, scope: SenderScope): Promise<string[]> {
  const own = scope.ownAddress === null ? [] : [scope.ownAddress];
  if (scope.messagingServiceSid === null) return own;
  const rows = await tx.db
    .selectFrom('service_senders')
    .select('address')
    .where('account_sid', '=', accountSid)
    .where('service_sid', '=', scope.messagingServiceSid)
    .execute();
  return [...new Set([...own, ...rows.map(({ address }) => address)])].sort();
}

async function logChanges(tx: Transaction, rows: readonly ConsentRow[]): Promise<void> {
  await insertRows(
    tx,
    'consent_changes',
    rows.map((row) => ({
      sid: newSid('CG'),
      account_sid: row.account_sid,
      consent_sid: row.sid,
      status: row.status,
      source: row.source,
      word: row.word,
      message_sid: row.message_sid,
      date_of_consent: row.date_of_consent,
      date_created: tx.now,
    })),
  );
}

function detailsOf(tx: Transaction, said: ConsentStatement) {
  return {
    status: said.status,
    source: said.source,
    word: said.word ?? null,
    message_sid: said.messageSid ?? null,
    date_of_consent: said.dateOfConsent ?? tx.now,
    date_updated: tx.now,
  };
}

/** Writes what was said about one sender; undefined when that was known. */
function put(tx: Transaction, said: ConsentStatement, sender: string): Promise<ConsentRow | undefined> {
  const details = detailsOf(tx, said);
  return tx.db
    .insertInto('consents')
    .values({
      account_sid: said.accountSid,
      customer_address: said.customerAddress,
      sender,
      sid: newSid('CN'),
      date_created: tx.now,
      ...details,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_sid', 'customer_address', 'sender'])
        .doUpdateSet(details)
        .whereRef('consents.status', '<>', 'excluded.status'),
    )
    .returningAll()
    .executeTakeFirst();
}

function recordChange(tx: Transaction, row: ConsentRow, scope: SenderScope): void {
  appendEvent(tx, {
    type: 'consent.changed',
    accountSid: row.account_sid,
    subjectSid: row.sid,
    data: {
      customerAddress: row.customer_address,
      ownAddress: scope.ownAddress ?? row.sender,
      messagingServiceSid: scope.messagingServiceSid,
      optedOut: row.status === 'opt-out',
      source: row.source,
      word: row.word,
      messageSid: row.message_sid,
    },
  });
}

/**
 * Records a refusal; false when it was recorded before. What still waits to leave for the customer fails with 21610.
 * The address the customer wrote to keeps the refusal when it leaves the service later.
 */
export async function recordOptOut(
  tx: Transaction,
  scope: SenderScope,
  said: Omit<ConsentStatement, 'status'>,
): Promise<boolean> {
  const refusal = { ...said, status: 'opt-out' } as const;
  const { ownAddress, messagingServiceSid } = scope;
  const changed = await put(tx, refusal, messagingServiceSid ?? (ownAddress as string));
  const besides =
    messagingServiceSid !== null && ownAddress !== null ? await put(tx, refusal, ownAddress) : undefined;
  const written = [changed, besides].filter((row) => row !== undefined);
  if (written.length === 0) return false;
  await logChanges(tx, written);
  const { accountSid, customerAddress } = said;
  const addresses = await addressesOf(tx, accountSid, scope);
  const waiting = await cancelWaiting(
    tx,
    addresses.map((from) => ({ account_sid: accountSid, from_address: from, to_address: customerAddress })),
  );
  await moveForward(tx, waiting, 'failed', { errorCode: UNSUBSCRIBED });
  if (changed !== undefined) recordChange(tx, changed, scope);
  return changed !== undefined;
}

/**
 * Ends a refusal, for every sender of the service; false when there was none. That the customer wants texts is
 * recorded either way.
 */
export async function recordOptIn(
  tx: Transaction,
  scope: SenderScope,
  said: Omit<ConsentStatement, 'status'>,
): Promise<boolean> {
  const wish = { ...said, status: 'opt-in' } as const;
  const { accountSid, customerAddress } = said;
  const sender = scope.messagingServiceSid ?? (scope.ownAddress as string);
  const ended = await tx.db
    .updateTable('consents')
    .set(detailsOf(tx, wish))
    .where('account_sid', '=', accountSid)
    .where('customer_address', '=', customerAddress)
    .where('sender', 'in', [...new Set([sender, ...(await addressesOf(tx, accountSid, scope))])])
    .where('status', '=', 'opt-out')
    .returningAll()
    .execute();
  const row = ended.find((consent) => consent.sender === sender) ?? ended[0];
  if (row !== undefined) {
    await logChanges(tx, ended);
    recordChange(tx, row, scope);
    return true;
  }
  const added = await put(tx, wish, sender);
  if (added !== undefined) await logChanges(tx, [added]);
  return false;
}
