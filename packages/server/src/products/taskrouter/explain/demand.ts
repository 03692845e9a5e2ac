// What a task asks of workers at the target it has come to, and which of the conditions a worker does not meet.
import {
  compileExplanation,
  distanceOf,
  type Explanation,
  type Failure,
  type JsonObject,
  type JsonValue,
  timeOfDay,
} from '#kernel/expression/expression.ts';
import type { TaskChannelRow, TaskQueueRow } from '#storage/schema/taskrouter.ts';
import type { PlannedTarget } from '../routing/plan.ts';
import type { StaffMember } from './read-staff.ts';

/** A task at a target. */
export interface Demand {
  readonly target: PlannedTarget;
  /** Null for a task sent directly to a worker, and where the queue was removed. */
  readonly queue: TaskQueueRow | null;
  readonly channel: TaskChannelRow;
  readonly document: JsonObject;
  readonly ignoresCapacity: boolean;
  /** Workers who hold the task already: it is being transferred. */
  readonly holders: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The conditions, in the order in which they are told. */
export type ClauseName =
  | 'routing-target'
  | 'holder'
  | 'queue-expression'
  | 'known-worker'
  | 'target-expression'
  | 'activity'
  | 'channel'
  | 'capacity';

/** A condition a worker does not meet. */
export interface FailingClause {
  readonly name: ClauseName;
  /** One sentence for people. */
  readonly message: string;
  readonly facts: Readonly<Record<string, JsonValue>>;
  /** Of an expression: what of it fails. */
  readonly failures: readonly Failure[];
}

/** What keeps one worker from being offered the task. */
export interface Verdict {
  readonly member: StaffMember;
  readonly failing: readonly FailingClause[];
  /** How much would have to be different, at least. */
  readonly distance: number;
}

type Judge = (member: StaffMember) => FailingClause | null;

/** Conditions on who the worker is; the others are on what the worker can take at this moment. */
const OF_PRESENCE: ReadonlySet<ClauseName> = new Set(['activity', 'channel', 'capacity']);

/** Whether the worker is one of those the task is for, available or not. */
export function isMatching({ failing }: Verdict): boolean {
  return failing.every(({ name }) => OF_PRESENCE.has(name));
}

/** Judges workers by a demand; expressions are compiled once. */
export function judgeOf(demand: Demand): (member: StaffMember) => Verdict {
  const judges = [...judgesOfWorker(demand), ...judgesOfPresence(demand)];
  return (member) => {
    const failing = judges.flatMap((judge) => judge(member) ?? []);
    const distance = failing.reduce((sum, clause) => sum + (distanceOf(clause.failures) || 1), 0);
    return { member, failing, distance };
  };
}

function judgesOfWorker(demand: Demand): Judge[] {
  const { target, queue, document: task, holders, now } = demand;
  const judges: Judge[] = [];
  const wanted = target.workerSid;
  if (wanted !== null) {
    judges.push(({ row }) =>
      row.sid === wanted ? null : clause('routing-target', `The task is sent to ${wanted} and no other`),
    );
  }
  if (holders.size > 0) {
    judges.push(({ row }) =>
      holders.has(row.sid) ? clause('holder', 'The worker holds the task already') : null,
    );
  }
  if (queue === null && wanted === null) {
    judges.push(() => clause('queue-expression', 'The queue the task is to wait in does not exist'));
  }
  if (queue !== null && wanted === null) {
    const explain = compileExplanation(queue.target_workers);
    const what = `the queue ${queue.friendly_name}`;
    judges.push(({ state }) =>
      unsatisfied('queue-expression', what, queue.target_workers, explain({ attributes: state.document })),
    );
  }
  const about = ({ state }: StaffMember) => ({
    task,
    worker: state.document,
    taskrouter: timeOfDay(now),
  });
  const known = knownWorkerText(target);
  if (known !== null) {
    const explain: Explanation = compileExplanation(known);
    judges.push((member) => {
      const failures = explain({ attributes: task, named: about(member) });
      return unsatisfied('known-worker', 'the known worker', known, failures);
    });
  }
  const { expression } = target.source;
  if (expression !== null) {
    const explain = compileExplanation(expression);
    judges.push((member) =>
      unsatisfied('target-expression', 'the target', expression, explain({ named: about(member) })),
    );
  }
  return judges;
}

/** The condition of a known worker as an expression; null where the target has none. */
function knownWorkerText({ knownWorker, source }: PlannedTarget): string | null {
  return knownWorker === null ? null : `${source.knownWorker} == worker.${knownWorker.field}`;
}

function judgesOfPresence({ channel, ignoresCapacity }: Demand): Judge[] {
  if (ignoresCapacity) return [];
  const name = channel.unique_name;
  return [
    ({ row }) =>
      row.available === 1
        ? null
        : clause('activity', `${row.activity_name} is no activity in which tasks are offered`, {
            activity_sid: row.activity_sid,
            activity_name: row.activity_name,
          }),
    ({ share }) => {
      if (share?.isAvailable === true && share.capacity > 0) return null;
      const reason =
        share?.isAvailable === true ? `has no capacity for ${name}` : `is not available for ${name}`;
      return clause('channel', `The worker ${reason} tasks`, {
        task_channel_sid: channel.sid,
        task_channel_unique_name: name,
        available: share?.isAvailable ?? false,
        capacity: share?.capacity ?? 0,
      });
    },
    ({ share }) => {
      if (share === null || share.capacity === 0 || share.held < share.capacity) return null;
      return clause('capacity', `The worker holds ${share.held} of ${share.capacity} ${name} tasks`, {
        task_channel_sid: channel.sid,
        task_channel_unique_name: name,
        capacity: share.capacity,
        assigned_tasks: share.held,
      });
    },
  ];
}

function clause(name: ClauseName, message: string, facts: FailingClause['facts'] = {}): FailingClause {
  return { name, message, facts, failures: [] };
}

function unsatisfied(
  name: ClauseName,
  what: string,
  expression: string,
  failures: readonly Failure[],
): FailingClause | null {
  if (failures.length === 0) return null;
  return { name, message: `The worker is not what ${what} asks for`, facts: { expression }, failures };
}
