// Why a task waits, in one word and one sentence.
import { descend, type JsonValue } from '#kernel/expression/expression.ts';
import type { Demand } from './demand.ts';
import type { Muster } from './muster.ts';

/** What a task can wait for. */
export type WaitingReason =
  /** Routing has not come to it yet. */
  | 'not-routed-yet'
  | 'queue-missing'
  | 'routing-target-missing'
  | 'known-worker-missing'
  | 'known-worker-not-in-queue'
  | 'no-worker-matches'
  /** Those who match are in activities in which nothing is offered. */
  | 'matching-workers-unavailable'
  /** Those who match are available, but take no tasks of the channel. */
  | 'matching-workers-off-channel'
  | 'matching-workers-busy'
  /** They are busy, and other tasks of the queue come first when they are free. */
  | 'waiting-behind';

/** A reason with its sentence. */
export interface Reason<Word extends string = string> {
  readonly word: Word;
  readonly sentence: string;
}

/**
 * Why a task that has come to a target is not offered to anybody. `ahead` is the number of tasks of its queue that
 * come before it.
 */
export function waitingReason(demand: Demand, found: Muster, ahead: number): Reason<WaitingReason> {
  const { queue, target, channel } = demand;
  if (queue === null && target.workerSid === null) {
    return reason('queue-missing', 'The queue the task is to wait in does not exist.');
  }
  const unknown = unknownWorker(demand, found);
  if (unknown !== null) return unknown;
  if (found.matching.length === 0) {
    const where = queue === null ? '' : `; ${found.inQueue.length} are in the queue ${queue.friendly_name}`;
    return reason('no-worker-matches', `None of the ${found.staff.length} workers matches${where}.`);
  }
  const name = channel.unique_name;
  const { matching, available, onChannel, ready } = found;
  if (ready.length > 0) {
    return reason(
      'not-routed-yet',
      `Workers who can take the task: ${ready.length}. Routing comes to it next.`,
    );
  }
  if (available.length === 0) {
    return reason(
      'matching-workers-unavailable',
      `Workers who match: ${matching.length}, none of them in an activity in which tasks are offered.`,
    );
  }
  if (onChannel.length === 0) {
    return reason(
      'matching-workers-off-channel',
      `Workers who match and are available: ${available.length}, none of them taking ${name} tasks.`,
    );
  }
  const full = `Workers who match: ${onChannel.length}, all of them with as many ${name} tasks as they take`;
  return ahead === 0
    ? reason('matching-workers-busy', `${full}.`)
    : reason('waiting-behind', `${full}; tasks of the queue that come first: ${ahead}.`);
}

/** Where one particular worker is asked for who is not there, or not in the queue. */
function unknownWorker(demand: Demand, { staff, inQueue }: Muster): Reason<WaitingReason> | null {
  const { workerSid, knownWorker, source } = demand.target;
  if (workerSid !== null && inQueue.length === 0) {
    return reason('routing-target-missing', `The task is sent to ${workerSid}, who does not exist.`);
  }
  if (knownWorker === null) return null;
  const { attribute } = knownWorker;
  const task = demand.document;
  const value: JsonValue = descend(task, attribute, attribute[0] === 'task' ? 1 : 0);
  if (value === null) {
    return reason('known-worker-missing', `The task names no known worker: ${source.knownWorker} is null.`);
  }
  const named = staff.find(({ state: { document: worker } }) =>
    knownWorker.matches({ attributes: task, named: { task, worker } }),
  );
  if (named === undefined) {
    const shown = JSON.stringify(value);
    return reason('known-worker-missing', `The known worker ${shown} does not exist (warning 40154).`);
  }
  if (inQueue.includes(named)) return null;
  const who = named.row.friendly_name;
  return reason('known-worker-not-in-queue', `The known worker ${who} is not in the queue (warning 40152).`);
}

function reason(word: WaitingReason, sentence: string): Reason<WaitingReason> {
  return { word, sentence };
}
