// What the server has stored of the workspace under test, and how the model is compared with it.
import type { Reader } from '#storage/database.ts';
import type { ReservationRow, TaskRow, WorkerChannelRow, WorkerRow } from '#storage/schema/taskrouter.ts';
import type { TaskTransferRow } from '#storage/schema/transfers.ts';
import { heldBy, isWaiting, type Route, type Task, type World } from './world.ts';

/** The rows of a workspace that routing moves. */
export interface Snapshot {
  readonly tasks: readonly TaskRow[];
  readonly reservations: readonly ReservationRow[];
  readonly transfers: readonly TaskTransferRow[];
  readonly workers: readonly WorkerRow[];
  readonly channels: readonly WorkerChannelRow[];
}

/** Reads the rows, in the order of their creation. */
export async function readSnapshot(db: Reader, workspaceSid: string): Promise<Snapshot> {
  const rowsOf = (table: 'tasks' | 'reservations' | 'task_transfers' | 'workers' | 'worker_channels') =>
    db
      .selectFrom(table as 'tasks')
      .selectAll()
      .where('workspace_sid', '=', workspaceSid)
      .orderBy('sid')
      .execute() as Promise<unknown>;
  const [tasks, reservations, transfers, workers, channels] = await Promise.all([
    rowsOf('tasks'),
    rowsOf('reservations'),
    rowsOf('task_transfers'),
    rowsOf('workers'),
    rowsOf('worker_channels'),
  ]);
  return { tasks, reservations, transfers, workers, channels } as Snapshot;
}

/** Where a row says its task is. */
export function routeOf(row: TaskRow): Route | null {
  const { filter_index: filter, target_index: target, workflow_entered_at: enteredAt } = row;
  if (filter === null || target === null || enteredAt === null) return null;
  const { timeouts_passed: timeoutsPassed, is_timed_out: timedOut } = row;
  return { filter, target, enteredAt, timeoutsPassed, isTimedOut: timedOut === 1 };
}

/** One line for each fact that routing decides, the same for the model and for the server where they agree. */
type Facts = Map<string, string>;

/** Names for reservations that the model has before it knows their SIDs. */
export function offerNames(offers: readonly { readonly task: string; readonly worker: string }[]): string[] {
  const counts = new Map<string, number>();
  return offers.map(({ task, worker }) => {
    const pair = `reservation of ${task} for ${worker}`;
    const number = (counts.get(pair) ?? 0) + 1;
    counts.set(pair, number);
    return `${pair} #${number}`;
  });
}

/** The same of rows. */
export function offerNamesOf({ reservations }: Snapshot): string[] {
  return offerNames(reservations.map((row) => ({ task: row.task_sid, worker: row.worker_sid })));
}

function taskFacts(
  {
    status,
    reason,
    channel,
    queueSid,
    priority,
  }: Pick<Task, 'status' | 'reason' | 'channel' | 'queueSid' | 'priority'>,
  direct: string | null,
  transfer: string | null,
  route: Route | null,
): string {
  const waiting = isWaiting({ status }) ? { route, direct } : {};
  return JSON.stringify({ status, reason, channel, queueSid, priority, transfer, ...waiting });
}

function factsOfModel(world: World): Facts {
  const facts: Facts = new Map();
  for (const task of world.tasks) {
    const direct = task.directWorker ?? task.directQueue;
    facts.set(`task ${task.sid}`, taskFacts(task, direct, task.transfer?.sid ?? null, task.route));
  }
  const names = offerNames(world.reservations);
  for (const [at, one] of world.reservations.entries()) facts.set(names[at]!, one.status);
  for (const worker of world.workers) {
    const { activity, statusChangedAt } = worker;
    facts.set(`worker ${worker.sid}`, JSON.stringify({ activity, statusChangedAt }));
    for (const [channel, { capacity, isOpen }] of worker.channels) {
      const held = heldBy(world, worker, channel);
      facts.set(`channel ${channel} of ${worker.sid}`, JSON.stringify({ capacity, isOpen, held }));
    }
  }
  return facts;
}

function factsOfServer(world: World, snapshot: Snapshot): Facts {
  const facts: Facts = new Map();
  for (const row of snapshot.tasks) {
    const shown = {
      status: row.assignment_status,
      reason: row.reason,
      channel: row.task_channel_sid,
      queueSid: row.task_queue_sid,
      priority: row.priority,
    };
    const direct = row.routing_target?.startsWith('WW') ? null : row.routing_target;
    facts.set(`task ${row.sid}`, taskFacts(shown, direct, row.transfer_sid, routeOf(row)));
  }
  const names = offerNamesOf(snapshot);
  for (const [at, row] of snapshot.reservations.entries()) facts.set(names[at]!, row.reservation_status);
  for (const row of snapshot.workers) {
    const { activity_sid: activity, date_status_changed: statusChangedAt } = row;
    facts.set(`worker ${row.sid}`, JSON.stringify({ activity, statusChangedAt }));
  }
  for (const row of snapshot.channels) {
    if (!world.channels.includes(row.task_channel_sid)) continue;
    facts.set(
      `channel ${row.task_channel_sid} of ${row.worker_sid}`,
      JSON.stringify({ capacity: row.capacity, isOpen: row.available === 1, held: row.assigned_tasks }),
    );
  }
  return facts;
}

/** Where the server differs from the model, a few lines each. */
export function differences(world: World, snapshot: Snapshot): string[] {
  const expected = factsOfModel(world);
  const found = factsOfServer(world, snapshot);
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((name) => {
    const [wanted, actual] = [expected.get(name), found.get(name)];
    if (wanted === actual) return [];
    return [`${name}\n    expected ${wanted ?? 'nothing'}\n    found    ${actual ?? 'nothing'}`];
  });
}
