// From events of the log to what webhooks are told: the rows as they are now, with what was true when it happened.
import type { EventType, StoredEvent } from '#events/event-types.ts';
import type { Reader } from '#storage/database.ts';
import type { MessageRow, ParticipantRow, ThreadRow, UserRow } from '#storage/schema/threads.ts';
import { additionOf, type HookFacts } from './hook-facts.ts';

/** The events webhooks can be told of. */
export const TOLD_EVENTS = [
  'thread.added',
  'thread.updated',
  'thread.state-updated',
  'thread.removed',
  'participant.added',
  'participant.updated',
  'participant.read',
  'participant.removed',
  'message.added',
  'message.updated',
  'message.delivery',
  'message.removed',
  'user.added',
  'user.updated',
] as const satisfies readonly EventType[];

export type ToldEvent = StoredEvent<(typeof TOLD_EVENTS)[number]>;

/** SID of the thread an event happened in; null for what happens to users. */
export function threadSidOf(event: ToldEvent): string | null {
  switch (event.type) {
    case 'user.added':
    case 'user.updated':
      return null;
    case 'thread.added':
    case 'thread.updated':
    case 'thread.state-updated':
    case 'thread.removed':
      return event.subjectSid;
    default:
      return event.data.threadSid;
  }
}

/** Rows by SID, as far as they are there still. */
interface Rows {
  readonly threads: ReadonlyMap<string, Partial<ThreadRow>>;
  readonly messages: ReadonlyMap<string, MessageRow>;
  readonly participants: ReadonlyMap<string, ParticipantRow>;
  readonly users: ReadonlyMap<string, UserRow>;
}

async function rowsBySid<Table extends 'threads' | 'messages' | 'participants' | 'users'>(
  db: Reader,
  table: Table,
  sids: readonly (string | null)[],
) {
  const wanted = [...new Set(sids.filter((sid) => sid !== null))];
  if (wanted.length === 0) return [];
  return db
    .selectFrom(table as 'threads')
    .selectAll()
    .where('sid', 'in', wanted)
    .execute();
}

function subjectsOf(events: readonly ToldEvent[], prefix: string): string[] {
  return events.filter(({ type }) => type.startsWith(prefix)).map(({ subjectSid }) => subjectSid);
}

async function readRows(db: Reader, events: readonly ToldEvent[]): Promise<Rows> {
  const threads = new Map<string, Partial<ThreadRow>>();
  for (const event of events)
    if (event.type === 'thread.removed') threads.set(event.subjectSid, event.data.was);
  for (const row of await rowsBySid(db, 'threads', events.map(threadSidOf))) threads.set(row.sid, row);
  const bySid = <Row>(rows: readonly unknown[]) =>
    new Map((rows as ({ sid: string } & Row)[]).map((row) => [row.sid, row as Row]));
  return {
    threads,
    messages: bySid<MessageRow>(await rowsBySid(db, 'messages', subjectsOf(events, 'message.'))),
    participants: bySid<ParticipantRow>(
      await rowsBySid(db, 'participants', subjectsOf(events, 'participant.')),
    ),
    users: bySid<UserRow>(await rowsBySid(db, 'users', subjectsOf(events, 'user.'))),
  };
}

function messageAt(event: StoredEvent<'message.added' | 'message.updated'>, rows: Rows): Partial<MessageRow> {
  const { index, author, body, participantSid } = event.data;
  return {
    ...(rows.messages.get(event.subjectSid) ?? { attributes: '{}' }),
    sid: event.subjectSid,
    message_index: index,
    author,
    body,
    participant_sid: participantSid,
  };
}

type Subject = Pick<HookFacts, 'happening' | 'message' | 'participant' | 'user' | 'state' | 'delivery'>;

function participantAt(event: ToldEvent, identity: string | null, rows: Rows): Partial<ParticipantRow> {
  return { ...rows.participants.get(event.subjectSid), sid: event.subjectSid, identity };
}

function subjectOf(event: ToldEvent, rows: Rows): Subject {
  switch (event.type) {
    case 'thread.added':
      return { happening: 'thread.add' };
    case 'thread.updated':
      return { happening: 'thread.update' };
    case 'thread.removed':
      return { happening: 'thread.remove' };
    case 'thread.state-updated':
      return { happening: 'thread.state', state: event.data };
    case 'participant.added':
      return { happening: 'participant.add', participant: participantAt(event, event.data.identity, rows) };
    case 'participant.updated':
      return {
        happening: 'participant.update',
        participant: participantAt(event, event.data.identity, rows),
      };
    case 'participant.read': {
      const { identity, lastReadIndex, lastReadAt } = event.data;
      const horizon = { last_read_index: lastReadIndex, last_read_at: lastReadAt };
      return {
        happening: 'participant.update',
        participant: { ...participantAt(event, identity, rows), ...horizon },
      };
    }
    case 'participant.removed':
      return { happening: 'participant.remove', participant: event.data.was };
    case 'message.added': {
      const message = messageAt(event, rows);
      return { happening: additionOf(message), message };
    }
    case 'message.updated':
      return { happening: 'message.update', message: messageAt(event, rows) };
    case 'message.removed':
      return { happening: 'message.remove', message: event.data.was };
    case 'message.delivery':
      return { happening: 'delivery.update', message: { sid: event.subjectSid }, delivery: event.data };
    case 'user.added':
    case 'user.updated': {
      const user = {
        ...rows.users.get(event.subjectSid),
        sid: event.subjectSid,
        identity: event.data.identity,
      };
      return { happening: event.type === 'user.added' ? 'user.add' : 'user.update', user };
    }
  }
}

/** What each of these events tells, in their order. */
export async function readFacts(db: Reader, events: readonly ToldEvent[]): Promise<HookFacts[]> {
  const rows = await readRows(db, events);
  return events.map((event) => {
    const threadSid = threadSidOf(event);
    return {
      ...subjectOf(event, rows),
      accountSid: event.accountSid,
      serviceSid: event.data.serviceSid,
      origin: event.data.origin,
      at: event.at,
      thread: threadSid === null ? null : (rows.threads.get(threadSid) ?? { sid: threadSid }),
    };
  });
}
