// The phones of the simulated network and how they behave.
import type { Reader, Transaction } from '#storage/database.ts';
import type { HandsetPhoneRow } from '#storage/schema/delivery.ts';
import { setArrivalTimers } from './arrivals.ts';
import { signalPhone } from './phone-signal.ts';

/** Twilio's code for a phone that is switched off or out of reach ("Unreachable destination handset"). */
const UNREACHABLE = 30003;
const DEFAULT_DELAY_SECONDS = 10;

interface PhoneName {
  readonly accountSid: string;
  readonly address: string;
}

/** Names a phone in a map. */
export function phoneKey(accountSid: string, address: string): string {
  return `${accountSid} ${address}`;
}

/** The phones with these addresses; those that were never seen are added. */
export async function ensurePhones(
  tx: Transaction,
  names: readonly PhoneName[],
): Promise<Map<string, HandsetPhoneRow>> {
  const distinct = [
    ...new Map(names.map((name) => [phoneKey(name.accountSid, name.address), name])).values(),
  ];
  const known = await findPhones(tx.db, distinct);
  const missing = distinct.filter((name) => !known.has(phoneKey(name.accountSid, name.address)));
  if (missing.length === 0) return known;
  await tx.db
    .insertInto('handset_phones')
    .values(
      missing.map((name) => ({
        account_sid: name.accountSid,
        address: name.address,
        behaviour: 'normal' as const,
        error_code: UNREACHABLE,
        delay_seconds: DEFAULT_DELAY_SECONDS,
        date_active: tx.now,
        date_created: tx.now,
        date_updated: tx.now,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  for (const name of missing) signalPhone(tx, name.accountSid, name.address);
  return findPhones(tx.db, distinct);
}

async function findPhones(db: Reader, names: readonly PhoneName[]): Promise<Map<string, HandsetPhoneRow>> {
  if (names.length === 0) return new Map();
  const rows = await db
    .selectFrom('handset_phones')
    .selectAll()
    .where('account_sid', 'in', [...new Set(names.map((name) => name.accountSid))])
    .where('address', 'in', [...new Set(names.map((name) => name.address))])
    .execute();
  return new Map(rows.map((row) => [phoneKey(row.account_sid, row.address), row]));
}

/** Notes that a text reached or left these phones, and tells those who watch them. */
export async function notePhonesActive(tx: Transaction, names: readonly PhoneName[]): Promise<void> {
  if (names.length === 0) return;
  await tx.db
    .updateTable('handset_phones')
    // No condition on the date: by it SQLite would look through all phones of the account.
    .set((eb) => ({
      date_active: eb.case().when('date_active', '<', tx.now).then(tx.now).else(eb.ref('date_active')).end(),
    }))
    .where('account_sid', 'in', [...new Set(names.map((name) => name.accountSid))])
    .where('address', 'in', [...new Set(names.map((name) => name.address))])
    .execute();
  for (const name of names) signalPhone(tx, name.accountSid, name.address);
}

/** How a phone treats the texts it gets. */
export type Behaviour = Pick<HandsetPhoneRow, 'behaviour' | 'delay_seconds' | 'error_code'>;

/**
 * Changes how a phone behaves, from the next text on. A phone that is no longer slow shows what was still on its
 * way. Undefined when there is no such phone.
 */
export async function changeBehaviour(
  tx: Transaction,
  { accountSid, address }: PhoneName,
  change: Partial<Behaviour>,
): Promise<HandsetPhoneRow | undefined> {
  const phone = await tx.db
    .updateTable('handset_phones')
    .set({ ...change, date_updated: tx.now })
    .where('account_sid', '=', accountSid)
    .where('address', '=', address)
    .returningAll()
    .executeTakeFirst();
  if (phone === undefined) return undefined;
  if (phone.behaviour !== 'slow') await hurryArrivals(tx, { accountSid, address });
  signalPhone(tx, accountSid, address);
  return phone;
}

async function hurryArrivals(tx: Transaction, { accountSid, address }: PhoneName): Promise<void> {
  const hurried = await tx.db
    .updateTable('handset_messages')
    .set({ arrives_at: tx.now })
    .where('account_sid', '=', accountSid)
    .where('phone_address', '=', address)
    .where('arrives_at', 'is not', null)
    .returning('sid')
    .execute();
  if (hurried.length > 0) await setArrivalTimers(tx, [accountSid]);
}
