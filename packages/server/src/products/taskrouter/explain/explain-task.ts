// Explains where a task stands: what it waits for and what each worker lacks, or who has it.
import { setImmediate } from 'node:timers/promises';
import { readAttributes } from '#kernel/attributes.ts';
import { notFound } from '#kernel/errors.ts';
import type { JsonObject } from '#kernel/expression/expression.ts';
import type { Reader } from '#storage/database.ts';
import type { TaskChannelRow, TaskQueueRow, WorkflowRow } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';
import { findTaskView, type TaskView } from '../tasks/find-task.ts';
import { type Demand, isMatching, judgeOf, type Verdict } from './demand.ts';
import { type Muster, muster, orderOf, presenceOf } from './muster.ts';
import { readStaff, type StaffMember } from './read-staff.ts';
import { placeOfTask, type TaskPlace } from './task-place.ts';
import { type Reason, waitingReason } from './waiting-reason.ts';

/** A reservation under which a worker has, or is offered, the task. */
export interface Holding {
  readonly sid: string;
  readonly reservation_status: string;
  readonly worker_sid: string;
  readonly worker_name: string | null;
  readonly date_created: number;
}

/** What a waiting task waits for. */
export interface Waiting {
  readonly place: TaskPlace;
  readonly queue: TaskQueueRow | null;
  readonly muster: Muster;
  /** Tasks of the queue that come before it. */
  readonly ahead: number;
  /** What `skip_if` is at this moment; null where the target has none. */
  readonly skips: boolean | null;
  /** The `workers.` document of `skip_if`. */
  readonly presence: JsonObject;
  /** Every worker, nearest first. */
  readonly verdicts: readonly Verdict[];
}

export interface TaskExplanation {
  readonly task: TaskView;
  readonly reason: Reason;
  readonly holdings: readonly Holding[];
  /** Null for a task that does not wait, or that routing has not come to. */
  readonly waiting: Waiting | null;
}

/** Workers judged before other requests have their turn. */
const AT_ONCE = 500;

const HOLDING = ['pending', 'accepted', 'wrapping', 'completed'] as const;

async function readHoldings(db: Reader, task: TaskView): Promise<Holding[]> {
  return db
    .selectFrom('reservations')
    .leftJoin('workers', 'workers.sid', 'reservations.worker_sid')
    .select([
      'reservations.sid',
      'reservations.reservation_status',
      'reservations.worker_sid',
      'reservations.date_created',
      'workers.friendly_name as worker_name',
    ])
    .where('reservations.task_sid', '=', task.sid)
    .where('reservations.reservation_status', 'in', HOLDING)
    .orderBy('reservations.sid')
    .execute();
}

/** Whoever holds a task that does not wait, in a sentence. */
function settledReason(task: TaskView, holdings: readonly Holding[]): Reason {
  const named = (...statuses: readonly string[]) =>
    holdings
      .filter(({ reservation_status: status }) => statuses.includes(status))
      .map(({ worker_name, worker_sid }) => worker_name ?? worker_sid)
      .join(', ');
  switch (task.assignment_status) {
    case 'reserved':
      return { word: 'offered', sentence: `The task is offered to ${named('pending')}.` };
    case 'assigned':
      return { word: 'assigned', sentence: `The task is worked on by ${named('accepted', 'wrapping')}.` };
    case 'wrapping':
      return { word: 'wrapping', sentence: `The task is wrapped up by ${named('accepted', 'wrapping')}.` };
    case 'canceled':
      return {
        word: 'canceled',
        sentence: `The task was canceled: ${task.reason ?? 'no reason was given'}.`,
      };
    case 'completed':
      return { word: 'completed', sentence: `The task was completed by ${named('completed')}.` };
    default:
      return { word: 'pending', sentence: 'The task waits.' };
  }
}

async function countAhead(db: Reader, task: TaskView, queue: TaskQueueRow | null): Promise<number> {
  if (queue === null) return 0;
  const { count } = await db
    .selectFrom('tasks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('task_queue_sid', '=', queue.sid)
    .where('waits', '=', 1)
    .where((eb) =>
      queue.task_order === 'LIFO'
        ? eb('sid', '>', task.sid)
        : eb.or([
            eb('priority', '>', task.priority),
            eb.and([
              eb('priority', '=', task.priority),
              eb.or([
                eb('virtual_start_time', '<', task.virtual_start_time),
                eb.and([eb('virtual_start_time', '=', task.virtual_start_time), eb('sid', '<', task.sid)]),
              ]),
            ]),
          ]),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}

function rowsOf(db: Reader, task: TaskView) {
  const { workspace_sid: workspaceSid } = task;
  return {
    workflow: (): Promise<WorkflowRow | undefined> =>
      db
        .selectFrom('workflows')
        .selectAll()
        .where('sid', '=', task.workflow_sid ?? '')
        .where('workspace_sid', '=', workspaceSid)
        .executeTakeFirst(),
    queue: (sid: string): Promise<TaskQueueRow | undefined> =>
      db
        .selectFrom('task_queues')
        .selectAll()
        .where('sid', '=', sid)
        .where('workspace_sid', '=', workspaceSid)
        .executeTakeFirst(),
    channel: (): Promise<TaskChannelRow> =>
      db
        .selectFrom('task_channels')
        .selectAll()
        .where('sid', '=', task.task_channel_sid)
        .where('workspace_sid', '=', workspaceSid)
        .executeTakeFirstOrThrow(),
  };
}

/**
 * Every worker by what he lacks: the fewest conditions; of as many, those who only have to be free before those who
 * are others than the task asks for; then the least in the conditions, then the order of offers.
 */
async function nearestFirst(demand: Demand, staff: readonly StaffMember[]): Promise<Verdict[]> {
  const judge = judgeOf(demand);
  const verdicts: Verdict[] = [];
  for (let at = 0; at < staff.length; at += AT_ONCE) {
    if (at > 0) await setImmediate();
    verdicts.push(...staff.slice(at, at + AT_ONCE).map(judge));
  }
  const order = orderOf(demand);
  return verdicts.sort(
    (a, b) =>
      a.failing.length - b.failing.length ||
      Number(isMatching(b)) - Number(isMatching(a)) ||
      a.distance - b.distance ||
      order(a.member, b.member),
  );
}

/** Only a task that is being transferred waits while somebody holds it. */
function isHeld({ reservation_status: status }: Holding): boolean {
  return status === 'accepted' || status === 'wrapping';
}

async function explainWaiting(
  db: Reader,
  task: TaskView,
  place: TaskPlace,
  holdings: readonly Holding[],
  now: number,
): Promise<{ waiting: Waiting; reason: Reason }> {
  const rows = rowsOf(db, task);
  const queue = place.target.queueSid === null ? null : ((await rows.queue(place.target.queueSid)) ?? null);
  const channel = await rows.channel();
  const staff = await readStaff(db, channel);
  const ahead = await countAhead(db, task, queue);
  const document = readAttributes(task.attributes) as JsonObject;
  const demand: Demand = {
    target: place.target,
    queue,
    channel,
    document,
    ignoresCapacity: task.ignore_capacity === 1,
    holders: new Set(holdings.filter(isHeld).map(({ worker_sid }) => worker_sid)),
    now,
  };
  const found = muster(demand, staff);
  const presence = presenceOf(found);
  const { skips } = place.target;
  return {
    reason: waitingReason(demand, found, ahead),
    waiting: {
      place,
      queue,
      muster: found,
      ahead,
      skips: skips === null ? null : skips({ named: { workers: presence, task: document } }),
      presence,
      verdicts: await nearestFirst(demand, staff),
    },
  };
}

/**
 * Explains a task of the workspace; 404/20404 when there is none. The number of statements does not depend on how
 * many workers and tasks there are.
 */
export async function explainTask(db: Reader, place: ObjectPlace, now: number): Promise<TaskExplanation> {
  const task = await findTaskView(db, place.accountSid, place.workspaceSid, place.sid);
  if (task === undefined) throw notFound(`/Workspaces/${place.workspaceSid}/Tasks/${place.sid}`);
  const holdings = await readHoldings(db, task);
  if (task.waits !== 1) {
    return { task, reason: settledReason(task, holdings), holdings, waiting: null };
  }
  const workflow = await rowsOf(db, task).workflow();
  const found = placeOfTask(task, workflow?.configuration ?? null);
  if (found === null) {
    const reason = { word: 'not-routed-yet', sentence: 'Routing has not come to the task yet.' };
    return { task, reason, holdings, waiting: null };
  }
  return { task, holdings, ...(await explainWaiting(db, task, found, holdings, now)) };
}
