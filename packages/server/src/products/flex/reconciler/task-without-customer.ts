// Tasks whose conversation is over: whoever has one, or gets it, finds nobody to talk with.
import { threadTopic } from '#events/event-topics.ts';
import { readAttributes } from '#kernel/attributes.ts';
import { isSid } from '#kernel/sid.ts';
import { finishTask } from '#products/taskrouter/taskrouter.ts';
import type { Reader } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { type EndedPlace, endedPlaces } from './customer-places.ts';
import { holdTask } from './hold-task.ts';
import { TASK_WITH_CUSTOMER } from './open-task.ts';
import { defineRule, type Verdict } from './rule.ts';
import { taskPage } from './task-slices.ts';

/** Where a desk looks for the customer of a task: the chat channel and the conversation its attributes name. */
function placesOf({ attributes }: TaskRow): string[] {
  const { channelSid, conversationSid } = readAttributes(attributes);
  return [channelSid, conversationSid].filter(
    (sid): sid is string => typeof sid === 'string' && isSid(sid, 'CH'),
  );
}

/**
 * Those of the places that have been conversations here, which the log knows longer than a task lives. What was never here
 * may be a chat of another system whose work is routed by this one.
 */
async function wereHere(db: Reader, accountSid: string, sids: readonly string[]): Promise<Set<string>> {
  if (sids.length === 0) return new Set();
  const rows = await db
    .selectFrom('events')
    .select('subject_sid')
    .where('topic', 'in', sids.map(threadTopic))
    .where('type', '=', 'thread.added')
    .where('account_sid', '=', accountSid)
    .execute();
  return new Set(rows.map(({ subject_sid }) => subject_sid));
}

function verdict(task: TaskRow, ended: ReadonlyMap<string, EndedPlace>): Verdict[] {
  const places = placesOf(task);
  const [first] = places;
  if (first === undefined || !places.every((sid) => ended.has(sid))) return [];
  const ends = places.map((sid) => ended.get(sid)?.endedAt ?? task.date_created);
  const isConversation = readAttributes(task.attributes)['channelSid'] !== first;
  return [
    {
      subjectSid: task.sid,
      related: { [isConversation ? 'conversation' : 'channel']: first },
      since: Math.max(task.date_created, ...ends),
      fault: `The ${isConversation ? 'conversation' : 'channel'} of the task is ${ended.get(first)?.how}`,
      remedy: 'finish-task',
    },
  ];
}

export const taskWithoutCustomer = defineRule<TaskRow>({
  name: 'task-without-customer',
  page: (db, scope) => taskPage(db, scope, TASK_WITH_CUSTOMER),
  hold: (tx, accountSid, sid) => holdTask(tx, accountSid, sid, TASK_WITH_CUSTOMER),
  async judge(db, rows, { accountSid }) {
    const ended = await endedPlaces(db, accountSid, rows.flatMap(placesOf));
    const gone = [...ended].flatMap(([sid, { how }]) => (how === 'gone' ? [sid] : []));
    const known = await wereHere(db, accountSid, gone);
    const over = new Map([...ended].filter(([sid, { how }]) => how !== 'gone' || known.has(sid)));
    return rows.flatMap((task) => verdict(task, over));
  },
  mend: (tx, { subjectSid, fault }) => finishTask(tx, subjectSid, 'complete', fault),
});
