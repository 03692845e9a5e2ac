// Keeps the history up with what happens: customers, their conversations, and the index of messages. It works behind
// the event log, in runs of many events with the same few statements each, so that nobody who writes waits for it.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { enterConversations } from './conversation-book.ts';
import { forgetMessages, forgetThreads, indexMessages, indexTexts } from './message-index.ts';
import { changedThreads, PLACE_EVENTS } from './places.ts';
import { TASK_EVENTS, tasksHeard } from './tasks-heard.ts';

const MESSAGE_EVENTS = ['message.added', 'message.updated', 'message.removed'] as const;
const TEXT_EVENTS = ['carrier-message.created', 'carrier-message.received'] as const;

type MessageEvent = StoredEvent<(typeof MESSAGE_EVENTS)[number]>;
type TextEvent = StoredEvent<(typeof TEXT_EVENTS)[number]>;

const isOfMessage = (event: StoredEvent): event is MessageEvent =>
  (MESSAGE_EVENTS as readonly string[]).includes(event.type);
const isOfText = (event: StoredEvent): event is TextEvent =>
  (TEXT_EVENTS as readonly string[]).includes(event.type);

function removedThreads(events: readonly StoredEvent[]): Map<string, number> {
  const gone = events.filter(({ type }) => type === 'thread.removed');
  return new Map(gone.map(({ subjectSid, at }) => [subjectSid, at]));
}

async function followMessages(tx: Transaction, events: readonly MessageEvent[]): Promise<void> {
  if (events.length === 0) return;
  const changed = events.filter(({ type }) => type !== 'message.added').map(({ subjectSid }) => subjectSid);
  // A text that came in is in a conversation from now on.
  const cameIn = events.flatMap(({ data }) => data.inboundMessageSid ?? []);
  await forgetMessages(tx, [...new Set([...changed, ...cameIn])]);
  const messages = await tx.db
    .selectFrom('messages')
    .select(['sid', 'account_sid', 'thread_sid', 'author', 'body', 'subject', 'date_created'])
    .where('sid', 'in', [...new Set(events.map(({ subjectSid }) => subjectSid))])
    .execute();
  await indexMessages(tx, messages);
}

async function followTexts(tx: Transaction, events: readonly StoredEvent[]): Promise<void> {
  const sids = [...new Set(events.filter(isOfText).map(({ subjectSid }) => subjectSid))];
  if (sids.length === 0) return;
  const cameIn = events.filter(isOfMessage).flatMap(({ data }) => data.inboundMessageSid ?? []);
  await indexTexts(tx, await readTexts(tx.db, sids), new Set(cameIn));
}

function readTexts(db: Reader, sids: readonly string[]) {
  return db
    .selectFrom('carrier_messages')
    .select(['sid', 'account_sid', 'from_address', 'to_address', 'direction', 'body', 'date_created'])
    .where('sid', 'in', sids)
    .execute();
}

/** The processor. What it derives comes from the rows as they are, so handling events again changes nothing. */
export const deskHistory: Processor = {
  name: 'desk-history',
  handles: [...PLACE_EVENTS, ...TASK_EVENTS, ...MESSAGE_EVENTS, ...TEXT_EVENTS],
  gathersFor: 250,
  async process(tx, events) {
    const removed = removedThreads(events);
    const threads = await changedThreads(tx.db, events);
    await enterConversations(tx, {
      threadSids: [...threads].filter((sid) => !removed.has(sid)),
      removed,
      tasks: tasksHeard(events),
    });
    await followMessages(tx, events.filter(isOfMessage));
    await followTexts(tx, events);
    await forgetThreads(tx, [...removed.keys()]);
  },
};
