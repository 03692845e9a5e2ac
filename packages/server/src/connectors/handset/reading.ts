// What the page shows of a phone: its threads, the texts of one of them, and who can be written to.
import type { Reader } from '#storage/database.ts';
import type { HandsetMessageRow, HandsetPhoneRow } from '#storage/schema/delivery.ts';

const PHONE_LIMIT = 100;
const CONTACT_LIMIT = 200;

/** A phone and the last text on it. */
export interface PhoneSummary {
  readonly phone: HandsetPhoneRow;
  readonly last: HandsetMessageRow | undefined;
}

/** The account's phones, the one that was active last first. */
export async function listPhones(db: Reader, accountSid: string): Promise<PhoneSummary[]> {
  const phones = await db
    .selectFrom('handset_phones as phone')
    .selectAll()
    .select(({ selectFrom }) =>
      selectFrom('handset_messages as message')
        .select('message.sid')
        .whereRef('message.account_sid', '=', 'phone.account_sid')
        .whereRef('message.phone_address', '=', 'phone.address')
        .where('message.arrives_at', 'is', null)
        .orderBy('message.sid', 'desc')
        .limit(1)
        .as('last_sid'),
    )
    .where('account_sid', '=', accountSid)
    .orderBy('date_active', 'desc')
    .orderBy('address', 'desc')
    .limit(PHONE_LIMIT)
    .execute();
  const lastSids = phones.flatMap((phone) => (phone.last_sid === null ? [] : [phone.last_sid]));
  if (lastSids.length === 0) return phones.map((phone) => ({ phone, last: undefined }));
  const messages = await db.selectFrom('handset_messages').selectAll().where('sid', 'in', lastSids).execute();
  const bySid = new Map(messages.map((message) => [message.sid, message]));
  return phones.map((phone) => ({ phone, last: bySid.get(phone.last_sid ?? '') }));
}

/** The last text of each thread of a phone, newest first. */
export async function listThreads(
  db: Reader,
  accountSid: string,
  phone: string,
): Promise<HandsetMessageRow[]> {
  return db
    .selectFrom('handset_messages')
    .selectAll()
    .where('sid', 'in', (choose) =>
      choose
        .selectFrom('handset_messages')
        .select(({ fn }) => fn.max<string>('sid').as('sid'))
        .where('account_sid', '=', accountSid)
        .where('phone_address', '=', phone)
        .where('arrives_at', 'is', null)
        .groupBy('contact_address'),
    )
    .orderBy('sid', 'desc')
    .execute();
}

/** Texts of a thread in the order they were written: the last `limit` of them, or of those before `before`. */
export async function listMessages(
  db: Reader,
  thread: { accountSid: string; phone: string; contact: string; before: string | null; limit: number },
): Promise<{ messages: HandsetMessageRow[]; hasEarlier: boolean }> {
  let query = db
    .selectFrom('handset_messages')
    .selectAll()
    .where('account_sid', '=', thread.accountSid)
    .where('phone_address', '=', thread.phone)
    .where('contact_address', '=', thread.contact)
    .where('arrives_at', 'is', null);
  if (thread.before !== null) query = query.where('sid', '<', thread.before);
  const found = await query
    .orderBy('sid', 'desc')
    .limit(thread.limit + 1)
    .execute();
  return {
    messages: found.slice(0, thread.limit).reverse(),
    hasEarlier: found.length > thread.limit,
  };
}

/** The numbers of the contact centre that people can write to. */
export async function listContacts(
  db: Reader,
  accountSid: string,
): Promise<{ phone_number: string; friendly_name: string }[]> {
  return db
    .selectFrom('own_numbers')
    .select(['phone_number', 'friendly_name'])
    .where('account_sid', '=', accountSid)
    .orderBy('sid')
    .limit(CONTACT_LIMIT)
    .execute();
}
