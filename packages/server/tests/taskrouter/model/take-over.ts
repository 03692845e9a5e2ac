// What the model takes over from the server: the SIDs of new offers after every step, and everything after a step that
// may rightly end in one of several ways.
import type { Reader } from '#storage/database.ts';
import type { TaskRow, WorkerRow } from '#storage/schema/taskrouter.ts';
import type { TaskTransferRow } from '#storage/schema/transfers.ts';
import type { Attributes } from './grammar.ts';
import { offerNames, offerNamesOf, routeOf, type Snapshot } from './snapshot.ts';
import type { Place, Reservation, Task, Transfer, Worker, World } from './world.ts';

/** Gives the offers the model foresaw the SIDs the server gave them. */
export function takeOverSids(world: World, snapshot: Snapshot): void {
  const sids = new Map(offerNamesOf(snapshot).map((name, at) => [name, snapshot.reservations[at]!.sid]));
  const names = offerNames(world.reservations);
  for (const [at, one] of world.reservations.entries()) one.sid = sids.get(names[at]!)!;
  for (const worker of world.workers) worker.lastOffer = newestOffer(world.reservations, worker);
}

/** A worker's newest offer may be one of a task that is gone. */
function newestOffer(reservations: readonly Reservation[], worker: Worker): string {
  const known = worker.lastOffer.startsWith('~') ? '' : worker.lastOffer;
  const sids = reservations.filter((one) => one.worker === worker.sid).map(({ sid }) => sid);
  return [known, ...sids].sort().at(-1)!;
}

/** A timer as it is stored. */
interface StoredTimer {
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
}

type Timers = ReadonlyMap<string, StoredTimer>;

async function readTimers(db: Reader): Promise<Timers> {
  const rows = await db.selectFrom('timers').select(['kind', 'subject', 'due_at', 'data']).execute();
  return new Map(
    rows.map(({ kind, subject, due_at: at, data }) => [`${kind} ${subject}`, { at, data: JSON.parse(data) }]),
  );
}

/** Makes the model what the server is. */
export async function takeOver(world: World, snapshot: Snapshot, db: Reader): Promise<void> {
  const timers = await readTimers(db);
  world.tasks = snapshot.tasks.map((row) => taskOf(row, snapshot, timers));
  world.reservations = snapshot.reservations.map((row) => ({
    sid: row.sid,
    task: row.task_sid,
    worker: row.worker_sid,
    channel: row.task_channel_sid,
    transfer: row.transfer_sid,
    status: row.reservation_status,
    expiresAt: timers.get(`taskrouter.reservation ${row.sid}`)?.at ?? Number.POSITIVE_INFINITY,
  }));
  world.workers = snapshot.workers.map((row) => workerOf(world, snapshot, row));
}

function directTo(target: string | null): Pick<Place, 'directWorker' | 'directQueue'> {
  return {
    directWorker: target?.startsWith('WK') ? target : null,
    directQueue: target?.startsWith('WQ') ? target : null,
  };
}

function taskOf(row: TaskRow, snapshot: Snapshot, timers: Timers): Task {
  const timer = timers.get(`taskrouter.task ${row.sid}`);
  const transfer = snapshot.transfers.find(({ sid }) => sid === row.transfer_sid);
  return {
    sid: row.sid,
    workflowSid: row.workflow_sid,
    queueSid: row.task_queue_sid,
    ...directTo(row.routing_target),
    ignoresCapacity: row.ignore_capacity === 1,
    priority: row.priority,
    channel: row.task_channel_sid,
    attributes: JSON.parse(row.attributes) as Attributes,
    startsAt: row.virtual_start_time,
    status: row.assignment_status,
    reason: row.reason,
    route: routeOf(row),
    timeout: row.timeout * 1_000,
    timer:
      timer === undefined
        ? null
        : { phase: timer.data['phase'] as 'waiting' | 'assigned' | 'ended', at: timer.at },
    transfer: transfer === undefined ? null : transferOf(transfer, timers),
  };
}

function transferOf(row: TaskTransferRow, timers: Timers): Transfer {
  return {
    sid: row.sid,
    mode: row.transfer_mode,
    type: row.transfer_type,
    to: row.transfer_to,
    initiator: row.initiating_reservation_sid,
    previous: {
      workflowSid: row.initiating_workflow_sid,
      queueSid: row.initiating_queue_sid,
      ...directTo(row.previous_routing_target),
      ignoresCapacity: row.previous_ignore_capacity === 1,
      priority: row.previous_priority,
    },
    expiresAt: timers.get(`taskrouter.transfer ${row.sid}`)?.at ?? Number.POSITIVE_INFINITY,
  };
}

function workerOf(world: World, snapshot: Snapshot, row: WorkerRow): Worker {
  const own = snapshot.channels.filter((one) => one.worker_sid === row.sid);
  const channels = own.filter((one) => world.channels.includes(one.task_channel_sid));
  const worker: Worker = {
    sid: row.sid,
    name: row.friendly_name,
    attributes: JSON.parse(row.attributes) as Attributes,
    activity: row.activity_sid,
    statusChangedAt: row.date_status_changed,
    releasedAt: Math.max(0, ...own.map((one) => one.date_released)),
    lastOffer: world.workers.find(({ sid }) => sid === row.sid)?.lastOffer ?? '',
    channels: new Map(
      channels.map((one) => [one.task_channel_sid, { capacity: one.capacity, isOpen: one.available === 1 }]),
    ),
  };
  return { ...worker, lastOffer: newestOffer(world.reservations, worker) };
}
