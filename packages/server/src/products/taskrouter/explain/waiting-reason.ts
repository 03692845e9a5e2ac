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
  if (found.ready.length > 0) {
    return reason('not-routed-yet', `${workers(found.ready)} can take the task; routing comes to it next.`);
  }
  if (found.available.length === 0) {
    return reason(
      'matching-workers-unavailable',
      `${workers(found.matching)} would match, but none is in an activity in which tasks are offered.`,
    );
  }
  if (found.onChannel.length === 0) {
    return reason(
      'matching-workers-off-channel',
      `${workers(found.available)} would match and is available, but none takes ${name} tasks.`,
    );
  }
  const full = `${workers(found.onChannel)} would match, but all hold as many ${name} tasks as they can`;
  return ahead === 0
    ? reason('matching-workers-busy', `${full}.`)
    : reason('waiting-behind', `${full}, and tasks of the queue that come first: ${ahead}.`);
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

function workers({ length }: readonly unknown[]): string {
  return length === 1 ? 'One worker' : `${length} workers`;
}

function reason(word: WaitingReason, sentence: string): Reason<WaitingReason> {
  return { word, sentence };
}
