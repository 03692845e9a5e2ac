// How a phone treats the texts it gets: all its addresses alike, from the next text on.
import { sql } from 'kysely';
import type { Transaction } from '#storage/database.ts';
import type { HandsetPhoneRow } from '#storage/schema/delivery.ts';
import { HELD, setArrivalTimers } from './arrivals.ts';
import { mediumOfCode } from './failures.ts';
import { channelOf, phoneOf } from './phone-of.ts';
import { signalPhone } from './phone-signal.ts';
import { ensurePhones, type PhoneName, phoneKey } from './phones.ts';

/** What can be changed of a phone. */
export type PhoneChange = Partial<
  Pick<HandsetPhoneRow, 'behaviour' | 'delay_seconds' | 'fail_next' | 'sends_read' | 'name'>
>;

/**
 * Changes how a phone behaves. Codes are kept by the kind of address they fail: one of WhatsApp says nothing of texts.
 * What was on its way arrives when the phone now gets it. False when there is no such phone.
 */
export async function changeBehaviour(
  tx: Transaction,
  { accountSid, address }: PhoneName,
  change: PhoneChange,
  errorCodes: readonly number[],
): Promise<boolean> {
  const phone = phoneOf(address);
  const rows = await tx.db
    .updateTable('handset_phones')
    .set({ ...change, date_updated: tx.now })
    .where('account_sid', '=', accountSid)
    .where('phone', '=', phone)
    .returningAll()
    .execute();
  const [first] = rows;
  if (first === undefined) return false;
  for (const code of errorCodes) await setCode(tx, { accountSid, address: phone }, code);
  if (change.behaviour !== undefined) {
    await retime(
      tx,
      accountSid,
      rows.map((row) => row.address),
      first,
    );
  }
  signalPhone(tx, accountSid, phone);
  return true;
}

async function setCode(tx: Transaction, { accountSid, address }: PhoneName, code: number): Promise<void> {
  const medium = mediumOfCode(code);
  const isNumber = channelOf(address) === 'sms';
  // The code waits for the first message on WhatsApp, too.
  if (medium === 'channel' && isNumber) {
    await ensurePhones(tx, [{ accountSid, address: `whatsapp:${address}` }]);
  }
  const isText = sql<boolean>`address LIKE '+%' OR address LIKE 'sms:%'`;
  await tx.db
    .updateTable('handset_phones')
    .set({ error_code: code })
    .where('account_sid', '=', accountSid)
    .where('phone', '=', address)
    .where((eb) => (medium === 'text' ? isText : eb.not(isText)))
    .execute();
}

/** Texts that have not been shown wait as long as the phone, as it is now, lets them wait. */
async function retime(
  tx: Transaction,
  accountSid: string,
  addresses: readonly string[],
  { behaviour, delay_seconds: delay }: HandsetPhoneRow,
): Promise<void> {
  const isSlow = behaviour === 'slow';
  const arrivesAt = behaviour === 'off' ? HELD : isSlow ? tx.now + delay * 1_000 : tx.now;
  let update = tx.db
    .updateTable('handset_messages')
    .set({ arrives_at: arrivesAt })
    .where('account_sid', '=', accountSid)
    .where('phone_address', 'in', addresses)
    .where('arrives_at', 'is not', null);
  // What a slow phone waits for already keeps its time.
  if (isSlow) update = update.where('arrives_at', '=', HELD);
  const moved = await update.returning('sid').execute();
  if (moved.length > 0) await setArrivalTimers(tx, [accountSid]);
}

/** The messages of a batch that fail, by their SID, with the code; phones that fail the next few count them down. */
export async function failuresIn(
  tx: Transaction,
  batch: readonly { readonly sid: string; readonly account_sid: string; readonly to_address: string }[],
  phones: ReadonlyMap<string, HandsetPhoneRow>,
): Promise<Map<string, number>> {
  const failing = new Map<string, number>();
  const counted = new Map<string, number>();
  for (const { sid, account_sid: accountSid, to_address: address } of batch) {
    const row = phones.get(phoneKey(accountSid, address)) as HandsetPhoneRow;
    const key = phoneKey(accountSid, row.phone);
    const used = counted.get(key) ?? 0;
    const isNext = used < row.fail_next;
    if (isNext) counted.set(key, used + 1);
    if (isNext || row.behaviour === 'fail') failing.set(sid, row.error_code);
  }
  await countDown(tx, counted);
  return failing;
}

async function countDown(tx: Transaction, counted: ReadonlyMap<string, number>): Promise<void> {
  if (counted.size === 0) return;
  const names = [...counted.keys()].map((key) => key.split(' ', 2) as [string, string]);
  const used = sql`CASE account_sid || ' ' || phone ${sql.join(
    [...counted].map(([key, count]) => sql`WHEN ${key} THEN ${sql.lit(count)}`),
    sql` `,
  )} ELSE 0 END`;
  await tx.db
    .updateTable('handset_phones')
    .set({ fail_next: sql<number>`CASE WHEN fail_next > ${used} THEN fail_next - ${used} ELSE 0 END` })
    .where('account_sid', 'in', [...new Set(names.map(([accountSid]) => accountSid))])
    .where('phone', 'in', [...new Set(names.map(([, phone]) => phone))])
    .execute();
  for (const [accountSid, phone] of names) signalPhone(tx, accountSid, phone);
}
