// Which open tasks are about which conversation, by the attributes of the task: asked for by conversation.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import { readAttributes } from '#kernel/attributes.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';

const CHANGES = ['task.created', 'task.updated'] as const;
const ENDS = ['task.completed', 'task.canceled', 'task.deleted', 'task.system-deleted'] as const;

type TaskEvent = StoredEvent<(typeof CHANGES)[number] | (typeof ENDS)[number]>;

function conversationOf({ type, data }: TaskEvent): string | null {
  if ((ENDS as readonly string[]).includes(type)) return null;
  const sid = readAttributes(data.attributes)['conversationSid'];
  return typeof sid === 'string' && isSid(sid, 'CH') ? sid : null;
}

/** The last that was heard of each task. */
function latest(events: readonly StoredEvent[]): ReadonlyMap<string, TaskEvent> {
  return new Map((events as readonly TaskEvent[]).map((event) => [event.subjectSid, event]));
}

async function areLinked(db: Reader, taskSids: readonly string[]): Promise<boolean> {
  const link = await db
    .selectFrom('reconciler_conversation_tasks')
    .select('task_sid')
    .where('task_sid', 'in', taskSids)
    .limit(1)
    .executeTakeFirst();
  return link !== undefined;
}

/** Keeps the links; most tasks name no conversation, and nothing is written for them. */
export const conversationLinks: Processor = {
  name: 'reconciler-conversation-tasks',
  handles: [...CHANGES, ...ENDS],
  gathersFor: 100,
  async concerns(db, events) {
    const tasks = latest(events);
    if ([...tasks.values()].some((event) => conversationOf(event) !== null)) return true;
    // A new task that names none has never been linked.
    const others = [...tasks.values()].filter(({ type }) => type !== 'task.created');
    return others.length > 0 && areLinked(db, [...tasks.keys()]);
  },
  async process(tx, events) {
    const tasks = latest(events);
    await tx.db
      .deleteFrom('reconciler_conversation_tasks')
      .where('task_sid', 'in', [...tasks.keys()])
      .execute();
    const links = [...tasks].flatMap(([taskSid, event]) => {
      const thread = conversationOf(event);
      return thread === null
        ? []
        : [{ task_sid: taskSid, account_sid: event.accountSid, thread_sid: thread, date_created: event.at }];
    });
    if (links.length > 0) await tx.db.insertInto('reconciler_conversation_tasks').values(links).execute();
  },
};

/** Those of the conversations that an open task is about. */
export async function conversationsWithTask(
  db: Reader,
  threadSids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (threadSids.length === 0) return new Set();
  const rows = await db
    .selectFrom('reconciler_conversation_tasks')
    .select('thread_sid')
    .distinct()
    .where('thread_sid', 'in', threadSids)
    .execute();
  return new Set(rows.map((row) => row.thread_sid));
}
