// What was said before this server kept a history: gone through once, from the newest on, some rows at a time, by a
// durable timer that the migration sets. What the processor has written meanwhile stays.
import type { Reader, Transaction } from '#storage/database.ts';
import { setTimer, type TimerHandler } from '#timers/timers.ts';
import { enterConversations } from './conversation-book.ts';
import { forgetMessages, indexMessages, indexTexts } from './message-index.ts';
import { readTask, type TaskNews } from './tasks-heard.ts';

/** Kind of the timer; its subject is what is being gone through. */
export const BACKFILL = 'desk-history';

/** Messages come last: they take the texts out again that came in with them. */
const STAGES = ['threads', 'texts', 'messages'] as const;
type Stage = (typeof STAGES)[number];
const CHUNK = 200;
/** Sorts behind every SID. */
const BEHIND_ALL = 'ZZ~';

/** The tasks conversations have had, as far as anything still tells. */
async function earlierTasks(db: Reader, threadSids: readonly string[]): Promise<TaskNews[]> {
  if (threadSids.length === 0) return [];
  const linked = await db
    .selectFrom('reconciler_conversation_tasks')
    .select('task_sid')
    .where('thread_sid', 'in', threadSids)
    .unionAll(
      db
        .selectFrom('flex_channels')
        .select('task_sid')
        .$narrowType<{ task_sid: string }>()
        .where('sid', 'in', threadSids)
        .where('task_sid', 'is not', null),
    )
    .execute();
  const sids = [...new Set(linked.map(({ task_sid }) => task_sid))];
  const agents = await agentsOfInteractions(db, threadSids);
  if (sids.length === 0) return agents;
  const tasks = await db.selectFrom('tasks').selectAll().where('sid', 'in', sids).execute();
  const offers = await db
    .selectFrom('reservations')
    .select(['account_sid', 'task_sid', 'worker_sid'])
    .where('task_sid', 'in', sids)
    .where('reservation_status', 'in', ['accepted', 'wrapping', 'completed'])
    .orderBy('sid')
    .execute();
  return [
    ...agents,
    ...tasks.map((task) => readTask(task.account_sid, task.sid, task.attributes)),
    ...offers.map((offer) => taken(offer.account_sid, offer.task_sid, [], offer.worker_sid)),
  ];
}

function taken(
  accountSid: string,
  taskSid: string,
  threadSids: readonly string[],
  workerSid: string,
): TaskNews {
  return { accountSid, taskSid, threadSids, name: null, disposition: null, workerSid };
}

/** Interactions remember who took their tasks when the tasks are gone. */
async function agentsOfInteractions(db: Reader, threadSids: readonly string[]): Promise<TaskNews[]> {
  const rows = await db
    .selectFrom('flex_interaction_channels as channel')
    .innerJoin('flex_interaction_participants as agent', 'agent.channel_sid', 'channel.sid')
    .select(['channel.account_sid', 'channel.thread_sid', 'agent.task_sid', 'agent.worker_sid'])
    .where('channel.thread_sid', 'in', threadSids)
    .where('agent.type', '=', 'agent')
    .orderBy('agent.sid')
    .execute();
  return rows.flatMap(({ account_sid, thread_sid, task_sid, worker_sid }) =>
    task_sid === null || worker_sid === null ? [] : [taken(account_sid, task_sid, [thread_sid], worker_sid)],
  );
}

async function goThroughThreads(tx: Transaction, before: string): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('threads')
    .select('sid')
    .where('sid', '<', before)
    .orderBy('sid', 'desc')
    .limit(CHUNK)
    .execute();
  const threadSids = rows.map(({ sid }) => sid);
  const tasks = await earlierTasks(tx.db, threadSids);
  await enterConversations(tx, { threadSids, removed: new Map(), tasks, isEarlier: true });
  return threadSids;
}

async function goThroughMessages(tx: Transaction, before: string): Promise<string[]> {
  const messages = await tx.db
    .selectFrom('messages')
    .select([
      'sid',
      'account_sid',
      'thread_sid',
      'author',
      'body',
      'subject',
      'date_created',
      'channel_message_sid',
    ])
    .where('sid', '<', before)
    .orderBy('sid', 'desc')
    .limit(CHUNK)
    .execute();
  await forgetMessages(
    tx,
    messages.flatMap(({ channel_message_sid }) => channel_message_sid ?? []),
  );
  await indexMessages(tx, messages);
  return messages.map(({ sid }) => sid);
}

async function goThroughTexts(tx: Transaction, before: string): Promise<string[]> {
  const texts = await tx.db
    .selectFrom('carrier_messages')
    .select(['sid', 'account_sid', 'from_address', 'to_address', 'direction', 'body', 'date_created'])
    .where('sid', '<', before)
    .orderBy('sid', 'desc')
    .limit(CHUNK)
    .execute();
  await indexTexts(tx, texts, new Set());
  return texts.map(({ sid }) => sid);
}

const GO_THROUGH = { threads: goThroughThreads, messages: goThroughMessages, texts: goThroughTexts } as const;

/** Goes through the next rows, and comes back until there are no more. */
export const backfillHistory: TimerHandler = async (tx, { subject, data }) => {
  const stage = STAGES.find((word) => word === subject);
  if (stage === undefined) return;
  const sids = await GO_THROUGH[stage](tx, String(data['before'] ?? BEHIND_ALL));
  const last = sids.at(-1);
  if (last !== undefined && sids.length === CHUNK) return continueWith(tx, stage, last);
  const next = STAGES[STAGES.indexOf(stage) + 1];
  if (next !== undefined) await continueWith(tx, next, BEHIND_ALL);
};

function continueWith(tx: Transaction, stage: Stage, before: string): Promise<void> {
  return setTimer(tx, { kind: BACKFILL, subject: stage, dueAt: tx.now, data: { before } });
}
