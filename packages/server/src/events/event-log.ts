// Writing the event log: events are gathered during a transaction and written with it, in one statement.
import { insertRowsLast } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import { topicOf } from './event-topics.ts';
import type { EventType, NewEvent } from './event-types.ts';

/** Databases limit the parameters of a statement. */
const ROWS_A_STATEMENT = 500;

const gathered = new WeakMap<Transaction, NewEvent[]>();
/** How many events a transaction has written already. */
const written = new WeakMap<Transaction, number>();

/** The signal of a commit that holds events of this type. */
export function eventSignal(type: EventType): string {
  return `event:${type}`;
}

/**
 * Records an event in the caller's transaction: it exists exactly when the change it tells of is committed, and
 * processors are woken after that.
 */
export function appendEvent(tx: Transaction, event: NewEvent): void {
  tx.signal(eventSignal(event.type));
  const waiting = gathered.get(tx);
  if (waiting !== undefined) {
    waiting.push(event);
    return;
  }
  gathered.set(tx, [event]);
  tx.beforeCommit(async () => writeGathered(tx));
}

/** Takes what was recorded in a part of a transaction out of it, for whoever decides that the part counts. */
export function takeEvents(part: Transaction): readonly NewEvent[] {
  const events = gathered.get(part) ?? [];
  gathered.delete(part);
  return events;
}

function writeGathered(tx: Transaction): void {
  const events = gathered.get(tx) ?? [];
  gathered.delete(tx);
  const before = written.get(tx) ?? 0;
  written.set(tx, before + events.length);
  const rows = events.map((event, index) => ({
    ordinal: before + index,
    account_sid: event.accountSid,
    type: event.type,
    subject_sid: event.subjectSid,
    data: JSON.stringify(event.data),
    ...topicOf(event),
    date_created: tx.now,
  }));
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    insertRowsLast(tx, 'events', rows.slice(at, at + ROWS_A_STATEMENT));
  }
}
