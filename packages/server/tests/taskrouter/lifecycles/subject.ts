// A task with its reservation, brought into a wanted status the way callers and the clock bring it there, and
// everything about it that a refused step must leave as it is.

import type { ReservationStatus, TaskStatus } from '#storage/schema/taskrouter.ts';
import type { TestServer } from '../../support/start-server.ts';
import { type JsonAnswer, requestJson } from '../requests.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';

/** Seconds an offer stays open in the workflow of the template. */
export const OFFER_SECONDS = 120;

/** A task and one of its reservations. */
export interface Subject {
  readonly workspace: Workspace;
  readonly task: string;
  /** The reservation the test is about, and its worker. */
  readonly reservation: string;
  readonly worker: string;
}

/** Where a reservation is reached: under its task or under its worker. */
export type Path = 'task' | 'worker';

/** The API of the reservation. */
export function reservationApi({ workspace, task, worker, reservation }: Subject, path: Path) {
  return path === 'task'
    ? workspace.api().tasks(task).reservations(reservation)
    : workspace.api().workers(worker).reservations(reservation);
}

/** Answers a reservation or moves it on. */
export async function updateReservation(
  subject: Subject,
  path: Path,
  reservationStatus: ReservationStatus,
  workerActivitySid?: string,
): Promise<void> {
  const { workspace, task, worker, reservation } = subject;
  const change = {
    reservationStatus,
    ...(workerActivitySid === undefined ? {} : { workerActivitySid }),
  };
  if (path === 'task') await workspace.api().tasks(task).reservations(reservation).update(change);
  else await workspace.api().workers(worker).reservations(reservation).update(change);
}

/** A task that is on offer to one worker, or to two of whom the first is meant. */
export async function offered(server: TestServer, workers: 1 | 2 = 1): Promise<Subject> {
  const workspace = await makeWorkspace(server);
  if (workers === 2) await workspace.api().taskQueues(workspace.queueSid).update({ maxReservedWorkers: 2 });
  const worker = await workspace.addWorker('anna');
  if (workers === 2) await workspace.addWorker('ben');
  const task = await workspace.addTask({ attributes: '{"n":1}' });
  const [reservation] = await workspace.api().workers(worker).reservations.list();
  return { workspace, task, worker, reservation: reservation!.sid };
}

/** Accepts the offer to the other worker. */
export async function acceptByOther({ workspace, task, reservation }: Subject): Promise<void> {
  const all = await workspace.api().tasks(task).reservations.list();
  const other = all.find(({ sid }) => sid !== reservation)!;
  await workspace.api().tasks(task).reservations(other.sid).update({ reservationStatus: 'accepted' });
}

/** Rejects, and sets the worker aside so that the task is not offered again at once. */
export function rejectAndLeave(subject: Subject, path: Path = 'task'): Promise<void> {
  return updateReservation(subject, path, 'rejected', subject.workspace.activities.Unavailable);
}

/** A reservation in the given status. */
export async function bringReservation(server: TestServer, status: ReservationStatus): Promise<Subject> {
  const subject = await offered(server, status === 'rescinded' ? 2 : 1);
  const { workspace, task } = subject;
  const update = (to: ReservationStatus) => updateReservation(subject, 'task', to);
  if (status === 'rejected') await rejectAndLeave(subject);
  if (status === 'timeout') await server.advance(OFFER_SECONDS * 1_000);
  if (status === 'canceled') await workspace.api().tasks(task).update({ assignmentStatus: 'canceled' });
  if (status === 'rescinded') await acceptByOther(subject);
  if (['accepted', 'wrapping', 'completed'].includes(status)) await update('accepted');
  if (status === 'wrapping' || status === 'completed') await update(status);
  await server.settled();
  return subject;
}

/** The status of the reservation when its only worker was asked and the task has come to the given status. */
const RESERVATION_OF: Record<TaskStatus, ReservationStatus> = {
  pending: 'rejected',
  reserved: 'pending',
  assigned: 'accepted',
  wrapping: 'wrapping',
  completed: 'completed',
  canceled: 'canceled',
};

/** A task in the given status, with one reservation. */
export function bringTask(server: TestServer, status: TaskStatus): Promise<Subject> {
  return bringReservation(server, RESERVATION_OF[status]);
}

/** What the API tells, but for the age of the task, which grows by itself. */
function withoutAge({ body, ...rest }: JsonAnswer): object {
  const { age: _age, ...facts } = body;
  return { ...rest, body: facts };
}

/**
 * Everything the API tells of a task, its reservations, the workers and their channels, and the number of events of
 * the workspace.
 */
export async function stateOf(server: TestServer, { workspace, task }: Subject): Promise<object> {
  const get = (path: string) => requestJson(server, workspace, 'GET', path);
  const { body } = await get('/Workers');
  const workers = (body['workers'] as { sid: string }[]).map(({ sid }) => sid);
  const paths = [
    `/Tasks/${task}`,
    `/Tasks/${task}/Reservations`,
    ...workers.flatMap((sid) => ['', '/Channels', '/Reservations'].map((list) => `/Workers/${sid}${list}`)),
  ];
  const answers = await Promise.all(paths.map(get));
  const { count } = await server.context.database.read
    .selectFrom('events')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('data', 'like', `%"${workspace.sid}"%`)
    .executeTakeFirstOrThrow();
  return {
    answers: Object.fromEntries(paths.map((path, at) => [path, withoutAge(answers[at]!)])),
    events: Number(count),
  };
}

/** Types of the events of a task or a reservation, in the order in which they happened. */
export async function eventsOf(server: TestServer, subject: string): Promise<string[]> {
  const rows = await server.context.database.read
    .selectFrom('events')
    .select('type')
    .where('subject_sid', '=', subject)
    .orderBy('id')
    .execute();
  return rows.map(({ type }) => type);
}
