// What the server has stored of the workspace under test, and how the model is compared with it or takes it over.
import type { Reader } from '#storage/database.ts';
import type { ReservationRow, TaskRow, WorkerChannelRow, WorkerRow } from '#storage/schema/taskrouter.ts';
import type { Attributes } from './grammar.ts';
import { heldBy, type Reservation, type Task, type Worker, type World } from './world.ts';

/** The rows of a workspace that routing moves. */
export interface Snapshot {
  readonly tasks: readonly TaskRow[];
  readonly reservations: readonly ReservationRow[];
  readonly workers: readonly WorkerRow[];
  readonly channels: readonly WorkerChannelRow[];
}

/** Reads the rows, in the order of their creation. */
export async function readSnapshot(db: Reader, workspaceSid: string): Promise<Snapshot> {
  const rowsOf = <Table extends 'tasks' | 'reservations' | 'workers' | 'worker_channels'>(table: Table) =>
    db
      .selectFrom(table as 'tasks')
      .selectAll()
      .where('workspace_sid', '=', workspaceSid)
      .orderBy('sid')
      .execute() as Promise<unknown>;
  const [tasks, reservations, workers, channels] = await Promise.all([
    rowsOf('tasks'),
    rowsOf('reservations'),
    rowsOf('workers'),
    rowsOf('worker_channels'),
  ]);
  return { tasks, reservations, workers, channels } as Snapshot;
}

/** One line for each fact that routing decides, the same for the model and for the server where they agree. */
type Facts = Map<string, string>;

function offerKeys(offers: readonly { readonly task: string; readonly worker: string }[]): string[] {
  const counts = new Map<string, number>();
  return offers.map(({ task, worker }) => {
    const pair = `reservation of ${task} for ${worker}`;
    const number = (counts.get(pair) ?? 0) + 1;
    counts.set(pair, number);
    return `${pair} #${number}`;
  });
}

function taskFacts({ status, queueSid, priority, reason, channel, route }: Task): string {
  const isLeft = status === 'canceled';
  return JSON.stringify({
    status,
    reason,
    channel,
    ...(isLeft ? {} : { queueSid, priority }),
    ...(isWaiting(status) ? { route } : {}),
  });
}

function factsOfModel(world: World): Facts {
  const facts: Facts = new Map();
  for (const task of world.tasks) facts.set(`task ${task.sid}`, taskFacts(task));
  const keys = offerKeys(world.reservations);
  for (const [at, one] of world.reservations.entries()) facts.set(keys[at]!, one.status);
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

function isWaiting(status: string): boolean {
  return status === 'pending' || status === 'reserved';
}

function routeOf(row: TaskRow): Task['route'] {
  const { filter_index: filter, target_index: target, workflow_entered_at: enteredAt } = row;
  if (filter === null || target === null || enteredAt === null) return null;
  const { timeouts_passed: timeoutsPassed, is_timed_out: timedOut } = row;
  return { filter, target, enteredAt, timeoutsPassed, isTimedOut: timedOut === 1 };
}

function factsOfServer(world: World, snapshot: Snapshot): Facts {
  const facts: Facts = new Map();
  for (const row of snapshot.tasks) facts.set(`task ${row.sid}`, taskFacts(taskOf(world, row, null)));
  const keys = offerKeys(
    snapshot.reservations.map((row) => ({ task: row.task_sid, worker: row.worker_sid })),
  );
  for (const [at, row] of snapshot.reservations.entries()) facts.set(keys[at]!, row.reservation_status);
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

/** Where the server differs from the model, one line each; the model takes over the SIDs of new offers. */
export function differences(world: World, snapshot: Snapshot): string[] {
  const expected = factsOfModel(world);
  const found = factsOfServer(world, snapshot);
  const lines: string[] = [];
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const [wanted, actual] = [expected.get(key), found.get(key)];
    if (wanted !== actual)
      lines.push(`${key}\n    expected ${wanted ?? 'nothing'}\n    found    ${actual ?? 'nothing'}`);
  }
  if (lines.length === 0) takeOverSids(world, snapshot);
  return lines;
}

function takeOverSids(world: World, snapshot: Snapshot): void {
  const rows = snapshot.reservations.map((row) => ({ task: row.task_sid, worker: row.worker_sid }));
  const sids = new Map(offerKeys(rows).map((key, at) => [key, snapshot.reservations[at]!.sid]));
  const keys = offerKeys(world.reservations);
  for (const [at, one] of world.reservations.entries()) one.sid = sids.get(keys[at]!)!;
  for (const worker of world.workers) worker.lastOffer = newestOffer(world.reservations, worker);
}

/** A worker's newest offer may be one of a task that is gone. */
function newestOffer(reservations: readonly Reservation[], worker: Worker): string {
  const known = worker.lastOffer.startsWith('~') ? '' : worker.lastOffer;
  const sids = reservations.filter((one) => one.worker === worker.sid).map(({ sid }) => sid);
  return [known, ...sids].sort().at(-1)!;
}

/** Makes the model what the server is, where a step may rightly end in one of several ways. */
export async function takeOver(world: World, snapshot: Snapshot, db: Reader): Promise<void> {
  const timers = await db.selectFrom('timers').select(['kind', 'subject', 'due_at']).execute();
  const dueAt = new Map(timers.map(({ kind, subject, due_at: due }) => [`${kind} ${subject}`, due]));
  world.tasks = snapshot.tasks.map((row) =>
    taskOf(world, row, dueAt.get(`taskrouter.task ${row.sid}`) ?? null),
  );
  world.reservations = snapshot.reservations.map((row) => ({
    sid: row.sid,
    task: row.task_sid,
    worker: row.worker_sid,
    channel: row.task_channel_sid,
    status: row.reservation_status,
    expiresAt: dueAt.get(`taskrouter.reservation ${row.sid}`) ?? Number.POSITIVE_INFINITY,
  }));
  world.workers = snapshot.workers.map((row) => workerOf(world, snapshot, row));
}

function taskOf(world: World, row: TaskRow, timer: number | null): Task {
  const target = row.routing_target;
  const status = row.assignment_status;
  return {
    sid: row.sid,
    workflowSid: row.workflow_sid,
    directWorker: target?.startsWith('WK') ? target : null,
    directQueue: target?.startsWith('WQ') ? target : null,
    ignoresCapacity: row.ignore_capacity === 1,
    channel: row.task_channel_sid,
    attributes: JSON.parse(row.attributes) as Attributes,
    priority: row.priority,
    startsAt: row.virtual_start_time,
    status,
    reason: row.reason,
    queueSid: row.task_queue_sid,
    route: routeOf(row),
    waitsUntil: row.date_created + row.timeout * 1_000,
    removedAt: isWaiting(status) || status === 'wrapping' ? null : (timer ?? world.now),
  };
}

function workerOf(world: World, snapshot: Snapshot, row: WorkerRow): Worker {
  const channels = snapshot.channels.filter(
    (one) => one.worker_sid === row.sid && world.channels.includes(one.task_channel_sid),
  );
  const known = world.workers.find(({ sid }) => sid === row.sid);
  const worker: Worker = {
    sid: row.sid,
    name: row.friendly_name,
    attributes: JSON.parse(row.attributes) as Attributes,
    activity: row.activity_sid,
    statusChangedAt: row.date_status_changed,
    lastOffer: known?.lastOffer ?? '',
    channels: new Map(
      channels.map((one) => [one.task_channel_sid, { capacity: one.capacity, isOpen: one.available === 1 }]),
    ),
  };
  return { ...worker, lastOffer: newestOffer(world.reservations, worker) };
}
