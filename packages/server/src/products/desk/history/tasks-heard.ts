// What tasks say of conversations: which one they are about, the customer's name, who took them, and how they ended.
import type { StoredEvent } from '#events/event-types.ts';
import { type AttributeDocument, readAttributes } from '#kernel/attributes.ts';
import { isSid } from '#kernel/sid.ts';

export const TASK_EVENTS = [
  'task.created',
  'task.updated',
  'task.wrapup',
  'task.completed',
  'task.canceled',
  'reservation.accepted',
] as const;

type TaskEvent = StoredEvent<(typeof TASK_EVENTS)[number]>;

/** A task, as far as it matters to the history of its conversations. */
export interface TaskNews {
  readonly accountSid: string;
  readonly taskSid: string;
  /** The conversations it is about; none where only its number was heard. */
  readonly threadSids: readonly string[];
  readonly name: string | null;
  readonly disposition: string | null;
  /** Who took it just now. */
  readonly workerSid: string | null;
}

const LONGEST = 256;

function filled(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== ''
    ? value.trim().slice(0, LONGEST).toWellFormed()
    : null;
}

function part(document: AttributeDocument, name: string): AttributeDocument {
  const value = document[name];
  return typeof value === 'object' && value !== null ? (value as AttributeDocument) : {};
}

/** The name attributes give a customer: a name has letters in it, an address is none. */
export function nameIn(document: AttributeDocument): string | null {
  const given = [document['customerName'], part(document, 'customers')['name'], document['name']];
  const names = given.map(filled).filter((name) => name !== null);
  return names.find(isName) ?? null;
}

/** Whether a text can be somebody's name, and is no address. */
export function isName(text: string): boolean {
  return /\p{L}/u.test(text) && !/^\w+:|^[^\s@]+@[^\s@]+$|^[A-Z]{2}[0-9a-f]{32}$/.test(text);
}

/** What attributes of a task say. */
export function readTask(accountSid: string, taskSid: string, attributes: string): TaskNews {
  const document = readAttributes(attributes);
  const conversations = part(document, 'conversations');
  const threadSids = [document['channelSid'], document['conversationSid']].filter(
    (sid): sid is string => typeof sid === 'string' && isSid(sid, 'CH'),
  );
  return {
    accountSid,
    taskSid,
    threadSids: [...new Set(threadSids)],
    name: nameIn(document),
    disposition:
      filled(conversations['outcome']) ??
      filled(conversations['disposition']) ??
      filled(document['disposition']),
    workerSid: null,
  };
}

/** What the events say, in their order. */
export function tasksHeard(events: readonly StoredEvent[]): TaskNews[] {
  const heard = events.filter((event): event is TaskEvent =>
    (TASK_EVENTS as readonly string[]).includes(event.type),
  );
  return heard.map((event) => {
    if (event.type !== 'reservation.accepted') {
      return readTask(event.accountSid, event.subjectSid, event.data.attributes);
    }
    const { taskSid, workerSid } = event.data;
    const nothing = { threadSids: [], name: null, disposition: null };
    return { accountSid: event.accountSid, taskSid, ...nothing, workerSid };
  });
}
