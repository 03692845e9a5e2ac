// What the page shows of phones: who they are, their threads, and the texts of one of them.
import type { Reader } from '#storage/database.ts';
import type { HandsetMessageRow, HandsetPhoneRow } from '#storage/schema/delivery.ts';

const ADDRESS_LIMIT = 200;

/** A phone with its addresses, the last text on it, and how many texts nobody has looked at. */
export interface PhoneSummary {
  readonly phone: string;
  readonly rows: readonly HandsetPhoneRow[];
  readonly last: HandsetMessageRow | undefined;
  readonly unread: number;
}

/** The account's phones, the one that was active last first. */
export async function listPhones(db: Reader, accountSid: string): Promise<PhoneSummary[]> {
  const rows = await db
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
    .limit(ADDRESS_LIMIT)
    .execute();
  const [messages, unread] = await Promise.all([
    lastMessages(
      db,
      rows.flatMap((row) => (row.last_sid === null ? [] : [row.last_sid])),
    ),
    countUnread(
      db,
      accountSid,
      rows.map((row) => row.address),
    ),
  ]);
  return [...Map.groupBy(rows, (row) => row.phone)].map(([phone, ofPhone]) => ({
    phone,
    rows: ofPhone,
    last: ofPhone
      .flatMap((row) => messages.get(row.last_sid ?? '') ?? [])
      .reduce<HandsetMessageRow | undefined>(laterOf, undefined),
    unread: ofPhone.reduce((sum, row) => sum + (unread.get(row.address) ?? 0), 0),
  }));
}

const laterOf = (one: HandsetMessageRow | undefined, other: HandsetMessageRow) =>
  one !== undefined && one.sid > other.sid ? one : other;

async function lastMessages(db: Reader, sids: readonly string[]): Promise<Map<string, HandsetMessageRow>> {
  if (sids.length === 0) return new Map();
  const messages = await db.selectFrom('handset_messages').selectAll().where('sid', 'in', sids).execute();
  return new Map(messages.map((message) => [message.sid, message]));
}

function unreadOn(db: Reader, accountSid: string, addresses: readonly string[]) {
  return db
    .selectFrom('handset_messages')
    .select(({ fn }) => fn.countAll<number>().as('unread'))
    .where('account_sid', '=', accountSid)
    .where('phone_address', 'in', addresses)
    .where('direction', '=', 'incoming')
    .where('arrives_at', 'is', null)
    .where('read_at', 'is', null);
}

async function countUnread(
  db: Reader,
  accountSid: string,
  addresses: readonly string[],
): Promise<Map<string, number>> {
  if (addresses.length === 0) return new Map();
  const rows = await unreadOn(db, accountSid, addresses)
    .select('phone_address')
    .groupBy('phone_address')
    .execute();
  return new Map(rows.map((row) => [row.phone_address, Number(row.unread)]));
}

/** All addresses of a phone. */
export async function addressesOf(db: Reader, accountSid: string, phone: string): Promise<string[]> {
  const rows = await db
    .selectFrom('handset_phones')
    .select('address')
    .where('account_sid', '=', accountSid)
    .where('phone', '=', phone)
    .execute();
  return rows.map((row) => row.address);
}

/** The last text of each thread of a phone, newest first, and how many of it are unread. */
export async function listThreads(
  db: Reader,
  accountSid: string,
  addresses: readonly string[],
): Promise<{ last: HandsetMessageRow; unread: number }[]> {
  if (addresses.length === 0) return [];
  const [lasts, counts] = await Promise.all([
    db
      .selectFrom('handset_messages')
      .selectAll()
      .where('sid', 'in', (choose) =>
        choose
          .selectFrom('handset_messages')
          .select(({ fn }) => fn.max<string>('sid').as('sid'))
          .where('account_sid', '=', accountSid)
          .where('phone_address', 'in', addresses)
          .where('arrives_at', 'is', null)
          .groupBy(['phone_address', 'contact_address']),
      )
      .orderBy('sid', 'desc')
      .execute(),
    unreadOn(db, accountSid, addresses)
      .select(['phone_address', 'contact_address'])
      .groupBy(['phone_address', 'contact_address'])
      .execute(),
  ]);
  const nameOf = (row: { phone_address: string; contact_address: string }) =>
    `${row.phone_address} ${row.contact_address}`;
  const unread = new Map(counts.map((row) => [nameOf(row), Number(row.unread)]));
  return lasts.map((last) => ({ last, unread: unread.get(nameOf(last)) ?? 0 }));
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

/** The link of one file of a message on a phone; undefined when there is none. */
export async function findMediaUrl(
  db: Reader,
  accountSid: string,
  { message, index }: { message: string; index: number },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('handset_messages')
    .select('media_urls')
    .where('account_sid', '=', accountSid)
    .where('sid', '=', message)
    .executeTakeFirst();
  return row?.media_urls == null ? undefined : (JSON.parse(row.media_urls) as string[])[index];
}
