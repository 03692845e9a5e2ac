// Who phones can write to: the numbers of the contact centre and its addresses on other channels.
import type { Reader } from '#storage/database.ts';

const CONTACT_LIMIT = 200;

/** An address of the contact centre. */
export interface Contact {
  readonly address: string;
  readonly name: string;
  /** Whether somebody is known to take what is written there. */
  readonly isAnswered: boolean;
}

/** Says which of an account's addresses are answered when a customer writes first. */
export type AnsweredAddresses = (db: Reader, accountSid: string) => Promise<ReadonlySet<string>>;

/** The account's numbers, then its addresses on other channels. */
export async function listContacts(
  db: Reader,
  accountSid: string,
  answered: AnsweredAddresses,
): Promise<Contact[]> {
  const [numbers, senders, takers] = await Promise.all([
    db
      .selectFrom('own_numbers')
      .select(['phone_number as address', 'friendly_name as name'])
      .where('account_sid', '=', accountSid)
      .orderBy('sid')
      .limit(CONTACT_LIMIT)
      .execute(),
    db
      .selectFrom('channel_senders')
      .select(['address', 'friendly_name as name'])
      .where('account_sid', '=', accountSid)
      .orderBy('sid')
      .limit(CONTACT_LIMIT)
      .execute(),
    answered(db, accountSid),
  ]);
  const names = new Map(numbers.map(({ address, name }) => [address, name]));
  return [...numbers, ...senders].map(({ address, name }) => ({
    address,
    name: name ?? names.get(address.slice(address.indexOf(':') + 1)) ?? '',
    isAnswered: takers.has(address),
  }));
}
