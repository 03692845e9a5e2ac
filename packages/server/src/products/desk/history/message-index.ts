// The index of messages: what was said, by its words, its time, its customer and who had the conversation then.
import { wordsOf } from '#kernel/words.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import type { CustomerConversationRow, HistoryMessageRow } from '#storage/schema/desk-data.ts';
import type { MessageRow } from '#storage/schema/threads.ts';
import { channelOf, personOf } from '../customers/person.ts';
import { conversationsOf } from './conversation-book.ts';
import { type Contact, enterContacts } from './customer-book.ts';
import { messageNumber, otherNumber } from './number.ts';

const ROWS_A_STATEMENT = 200;
const ATTEMPTS = 12;

/** A message about to be indexed, with the time it was said. */
interface Indexed extends HistoryMessageRow {
  readonly at: number;
}

type Said = Pick<
  MessageRow,
  'sid' | 'account_sid' | 'thread_sid' | 'author' | 'body' | 'subject' | 'date_created'
>;
type Text = Pick<
  CarrierMessageRow,
  'sid' | 'account_sid' | 'from_address' | 'to_address' | 'direction' | 'body' | 'date_created'
>;

/** Of several customers it is the one who said it, else the first. */
function customerOf(
  { author }: Said,
  rows: readonly CustomerConversationRow[],
): CustomerConversationRow | undefined {
  return rows.find(({ customer_address }) => customer_address === author) ?? rows[0];
}

function indexedMessage(message: Said, rows: readonly CustomerConversationRow[]): Indexed {
  const theirs = customerOf(message, rows);
  return {
    number: messageNumber(message.sid, message.date_created),
    account_sid: message.account_sid,
    message_sid: message.sid,
    thread_sid: message.thread_sid,
    customer: theirs?.address ?? null,
    worker_sid: theirs?.worker_sid ?? null,
    channel: theirs?.channel ?? 'chat',
    words: wordsOf(`${message.subject ?? ''} ${message.body ?? ''}`).join(' '),
    at: message.date_created,
  };
}

/** The customer's side of a text. */
function farSide({ direction, from_address, to_address }: Text): string {
  return direction === 'inbound' ? from_address : to_address;
}

function indexedText(text: Text): Indexed {
  const address = farSide(text);
  return {
    number: messageNumber(text.sid, text.date_created),
    account_sid: text.account_sid,
    message_sid: text.sid,
    thread_sid: null,
    customer: personOf(address),
    worker_sid: null,
    channel: channelOf(address),
    words: wordsOf(text.body ?? '').join(' '),
    at: text.date_created,
  };
}

async function insertAll(tx: Transaction, rows: readonly Indexed[]): Promise<number> {
  const columns = rows.map(({ at: _, ...row }) => row);
  return insertRows(tx, 'history_messages', columns, 'ON CONFLICT DO NOTHING');
}

async function withoutIndexed(db: Reader, rows: readonly Indexed[]): Promise<Indexed[]> {
  const sids = rows.map(({ message_sid }) => message_sid);
  const known = await db
    .selectFrom('history_messages')
    .select('message_sid')
    .where('message_sid', 'in', sids)
    .execute();
  const indexed = new Set(known.map(({ message_sid }) => message_sid));
  return rows.filter(({ message_sid }) => !indexed.has(message_sid));
}

/** What is indexed already stays; where only the number was taken, another one is found. */
async function writeIndex(tx: Transaction, indexed: readonly Indexed[]): Promise<void> {
  for (let at = 0; at < indexed.length; at += ROWS_A_STATEMENT) {
    let rows: readonly Indexed[] = indexed.slice(at, at + ROWS_A_STATEMENT);
    for (let attempt = 0; (await insertAll(tx, rows)) < rows.length && attempt < ATTEMPTS; attempt += 1) {
      const missing = await withoutIndexed(tx.db, rows);
      rows = missing.map((row) => ({ ...row, number: otherNumber(row.at, attempt) }));
      if (rows.length === 0) break;
    }
  }
}

/** Indexes messages of conversations, and notes when their customers were last in touch. */
export async function indexMessages(tx: Transaction, messages: readonly Said[]): Promise<void> {
  if (messages.length === 0) return;
  const conversations = await conversationsOf(tx.db, [
    ...new Set(messages.map(({ thread_sid }) => thread_sid)),
  ]);
  const byThread = Map.groupBy(conversations, ({ thread_sid }) => thread_sid);
  await writeIndex(
    tx,
    messages.map((message) => indexedMessage(message, byThread.get(message.thread_sid) ?? [])),
  );
  const contacts = messages.flatMap(({ thread_sid, date_created: at }) =>
    (byThread.get(thread_sid) ?? []).map((row): Contact => {
      return {
        accountSid: row.account_sid,
        address: row.address,
        customerAddress: null,
        at,
        name: null,
        title: null,
      };
    }),
  );
  await enterContacts(tx, contacts);
}

/** Takes messages out of the index. */
export async function forgetMessages(tx: Transaction, sids: readonly string[]): Promise<void> {
  if (sids.length === 0) return;
  await tx.db.deleteFrom('history_messages').where('message_sid', 'in', sids).execute();
}

/** Takes all messages of conversations out of the index. */
export async function forgetThreads(tx: Transaction, threadSids: readonly string[]): Promise<void> {
  if (threadSids.length === 0) return;
  await tx.db.deleteFrom('history_messages').where('thread_sid', 'in', threadSids).execute();
}

/** Those of the texts that stand in no conversation already: nobody carried them there, or out of there. */
async function standingAlone(db: Reader, texts: readonly Text[]): Promise<Text[]> {
  const outbound = texts.filter(({ direction }) => direction !== 'inbound').map(({ sid }) => sid);
  if (outbound.length === 0) return [...texts];
  const carried = await db
    .selectFrom('receipts')
    .select('channel_message_sid as sid')
    .where('channel_message_sid', 'in', outbound)
    .unionAll(
      db
        .selectFrom('proxy_interactions')
        .select('outbound_resource_sid as sid')
        .$narrowType<{ sid: string }>()
        .where('outbound_resource_sid', 'in', outbound),
    )
    .execute();
  const known = new Set(carried.map(({ sid }) => sid));
  return texts.filter(({ sid }) => !known.has(sid));
}

/**
 * Indexes texts that belong to no conversation, and notes with whom they were exchanged. `inConversations` are texts
 * that came in and are known to have been put into one.
 */
export async function indexTexts(
  tx: Transaction,
  texts: readonly Text[],
  inConversations: ReadonlySet<string>,
): Promise<void> {
  if (texts.length === 0) return;
  const alone = await standingAlone(
    tx.db,
    texts.filter(({ sid }) => !inConversations.has(sid)),
  );
  await writeIndex(tx, alone.map(indexedText));
  await enterContacts(
    tx,
    texts.map((text) => {
      const customerAddress = farSide(text);
      return {
        accountSid: text.account_sid,
        address: personOf(customerAddress),
        customerAddress,
        at: text.date_created,
        name: null,
        title: null,
      };
    }),
  );
}
