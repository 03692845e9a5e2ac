// The workers a demand leaves after each of its conditions. It only asks yes or no: what a worker lacks is told by
// `judgeOf`, which takes ten times as long.
import { compileExpression, type JsonObject, timeOfDay } from '#kernel/expression/expression.ts';
import { Presence } from '../routing/presence.ts';
import { ReadyWorkers } from '../routing/ready-workers.ts';
import type { Demand } from './demand.ts';
import type { StaffMember } from './read-staff.ts';

/** Workers in narrowing circles. */
export interface Muster {
  readonly staff: readonly StaffMember[];
  /** Of the queue, whatever else the target asks for; of a task sent to a worker, that worker. */
  readonly inQueue: readonly StaffMember[];
  readonly matching: readonly StaffMember[];
  /** Matching, and in an activity in which tasks are offered. */
  readonly available: readonly StaffMember[];
  /** Available, and taking tasks of the channel. */
  readonly onChannel: readonly StaffMember[];
  /** On the channel, with room for another task. */
  readonly ready: readonly StaffMember[];
}

/** The workers a queue takes, or the one the task is sent to. */
export function membersOf({ target, queue }: Demand, staff: readonly StaffMember[]): readonly StaffMember[] {
  if (target.workerSid !== null) return staff.filter(({ row }) => row.sid === target.workerSid);
  if (queue === null) return [];
  const takes = compileExpression(queue.target_workers);
  return staff.filter(({ state }) => takes({ attributes: state.document }));
}

/** Whether a worker of the queue is one the task is for. */
function suits(demand: Demand, { row, state }: StaffMember): boolean {
  const { target, document: task, holders, now } = demand;
  if (holders.has(row.sid)) return false;
  const named = { task, worker: state.document, taskrouter: timeOfDay(now) };
  if (target.matches !== null && !target.matches({ named })) return false;
  return target.knownWorker === null || target.knownWorker.matches({ attributes: task, named });
}

/** Musters the workers for a demand. `members` are those of its queue, where they are known already. */
export function muster(
  demand: Demand,
  staff: readonly StaffMember[],
  members: readonly StaffMember[] = membersOf(demand, staff),
): Muster {
  const { ignoresCapacity } = demand;
  const matching = members.filter((member) => suits(demand, member));
  const available = matching.filter(({ row }) => ignoresCapacity || row.available === 1);
  const onChannel = available.filter(
    ({ share }) => ignoresCapacity || (share?.isAvailable === true && share.capacity > 0),
  );
  const ready = onChannel.filter(
    ({ share }) => ignoresCapacity || (share !== null && share.held < share.capacity),
  );
  return { staff, inQueue: members, matching, available, onChannel, ready };
}

/** The workers of the queue by activity, as `skip_if` counts them. */
export function presenceOf({ inQueue }: Pick<Muster, 'inQueue'>): JsonObject {
  const presence = new Presence();
  for (const { state } of inQueue) presence.add(state);
  return presence.document();
}

type Order = (a: StaffMember, b: StaffMember) => number;

/** The order in which workers are offered a task at the target of the demand. */
export function orderOf({ channel, target }: Demand): Order {
  const order = new ReadyWorkers(channel.channel_optimized_routing === 1).orderOf(target);
  return (a, b) => order(a.state, b.state);
}

/** The first `count` in an order, without sorting the others. */
export function firstOf(members: readonly StaffMember[], order: Order, count: number): StaffMember[] {
  const first: StaffMember[] = [];
  for (const member of members) {
    const last = first[count - 1];
    if (last !== undefined && order(member, last) >= 0) continue;
    const place = first.findIndex((other) => order(member, other) < 0);
    first.splice(place === -1 ? first.length : place, 0, member);
    first.length = Math.min(first.length, count);
  }
  return first;
}
