// The phones of the simulated network: an address that was never seen belongs to a phone like any other.
import type { Reader, Transaction } from '#storage/database.ts';
import type { HandsetPhoneRow } from '#storage/schema/delivery.ts';
import { mediumOf, usualFailure } from './failures.ts';
import { phoneOf } from './phone-of.ts';
import { signalPhone } from './phone-signal.ts';

const DEFAULT_DELAY_SECONDS = 10;

/** An address of an account's customer, and whose it is where that is known. */
export interface PhoneName {
  readonly accountSid: string;
  readonly address: string;
  readonly name?: string;
}

/** Names an address in a map. */
export function phoneKey(accountSid: string, address: string): string {
  return `${accountSid} ${address}`;
}

/** What all addresses of a phone have in common. */
type Settings = Pick<
  HandsetPhoneRow,
  'name' | 'behaviour' | 'delay_seconds' | 'fail_next' | 'sends_read' | 'date_active'
>;

/**
 * The rows of these addresses; those that were never seen are added, and behave as the phone does that they are of.
 */
export function ensurePhones(
  tx: Transaction,
  names: readonly PhoneName[],
): Promise<Map<string, HandsetPhoneRow>> {
  return ensure(tx, names, findPhones);
}

/**
 * As `ensurePhones`, and nobody changes them before the transaction ends: what is delivered by how a phone behaves must
 * not miss that it begins to behave otherwise.
 */
export function holdPhones(
  tx: Transaction,
  names: readonly PhoneName[],
): Promise<Map<string, HandsetPhoneRow>> {
  return ensure(tx, names, lockPhones);
}

async function ensure(
  tx: Transaction,
  names: readonly PhoneName[],
  find: typeof findPhones,
): Promise<Map<string, HandsetPhoneRow>> {
  const distinct = [
    ...new Map(names.map((name) => [phoneKey(name.accountSid, name.address), name])).values(),
  ];
  const known = await find(tx.db, distinct);
  const missing = distinct.filter((name) => !known.has(phoneKey(name.accountSid, name.address)));
  if (missing.length === 0) return known;
  const siblings = await findSiblings(tx.db, missing);
  const fresh: Settings = {
    name: null,
    behaviour: 'normal',
    delay_seconds: DEFAULT_DELAY_SECONDS,
    fail_next: 0,
    sends_read: 1,
    date_active: tx.now,
  };
  await tx.db
    .insertInto('handset_phones')
    .values(
      missing.map(({ accountSid, address, name }) => {
        const phone = phoneOf(address);
        const settings = siblings.get(phoneKey(accountSid, phone)) ?? fresh;
        return {
          account_sid: accountSid,
          address,
          phone,
          name: name ?? settings.name,
          behaviour: settings.behaviour,
          error_code: usualFailure(mediumOf(address)),
          delay_seconds: settings.delay_seconds,
          fail_next: settings.fail_next,
          sends_read: settings.sends_read,
          date_active: tx.now,
          date_created: tx.now,
          date_updated: tx.now,
        };
      }),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  for (const { accountSid, address } of missing) signalPhone(tx, accountSid, phoneOf(address));
  return find(tx.db, distinct);
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

/** Writes what is there already, which on both databases waits for who is changing it and makes the next one wait. */
async function lockPhones(db: Reader, names: readonly PhoneName[]): Promise<Map<string, HandsetPhoneRow>> {
  if (names.length === 0) return new Map();
  const rows = await db
    .updateTable('handset_phones')
    .set((eb) => ({ behaviour: eb.ref('behaviour') }))
    .where('account_sid', 'in', [...new Set(names.map((name) => name.accountSid))])
    .where('address', 'in', [...new Set(names.map((name) => name.address))])
    .returningAll()
    .execute();
  return new Map(rows.map((row) => [phoneKey(row.account_sid, row.address), row]));
}

/** Any row of the phones that these addresses are of, by the phone. */
async function findSiblings(db: Reader, names: readonly PhoneName[]): Promise<Map<string, Settings>> {
  const rows = await db
    .selectFrom('handset_phones')
    .selectAll()
    .where('account_sid', 'in', [...new Set(names.map((name) => name.accountSid))])
    .where('phone', 'in', [...new Set(names.map((name) => phoneOf(name.address)))])
    .execute();
  return new Map(rows.map((row) => [phoneKey(row.account_sid, row.phone), row]));
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
  for (const name of names) signalPhone(tx, name.accountSid, phoneOf(name.address));
}
