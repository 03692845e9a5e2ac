// What the tests of statistics do again and again: tasks that are accepted, rejected, completed, after some time.
import type { TestServer } from '../../support/start-server.ts';
import type { Workspace } from '../workspace-fixture.ts';

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

type Answer = 'accepted' | 'rejected';

/** Answers the open offer of a task. */
export async function answer(
  workspace: Workspace,
  taskSid: string,
  reservationStatus: Answer,
): Promise<void> {
  const reservations = await workspace.api().tasks(taskSid).reservations.list();
  const open = reservations.find((reservation) => reservation.reservationStatus === 'pending');
  if (open === undefined) throw new Error(`nobody is offered task ${taskSid}`);
  await workspace.api().tasks(taskSid).reservations(open.sid).update({ reservationStatus });
}

/** Moves a worker to an activity. */
export async function moveTo(
  server: TestServer,
  workspace: Workspace,
  workerSid: string,
  activity: keyof Workspace['activities'],
): Promise<void> {
  await workspace.api().workers(workerSid).update({ activitySid: workspace.activities[activity] });
  await server.settled();
}

/** A task that is accepted `seconds` after it was made, and completed at once. */
export async function acceptAfter(
  server: TestServer,
  workspace: Workspace,
  seconds: number,
  options: object = {},
): Promise<string> {
  const task = await workspace.addTask(options);
  await server.advance(seconds * SECOND);
  await answer(workspace, task, 'accepted');
  await workspace.api().tasks(task).update({ assignmentStatus: 'completed' });
  await server.settled();
  return task;
}

/** A task that is canceled `seconds` after it was made. */
export async function cancelAfter(
  server: TestServer,
  workspace: Workspace,
  seconds: number,
  options: object = {},
): Promise<string> {
  const task = await workspace.addTask(options);
  await server.advance(seconds * SECOND);
  await workspace.api().tasks(task).update({ assignmentStatus: 'canceled' });
  await server.settled();
  return task;
}

/** Moves the clock to the start of the next minute, hour or day. */
export async function advanceToNext(server: TestServer, span: number): Promise<void> {
  await server.advance(span - (server.clock.now() % span));
}

/** A request without an SDK in between; resolves with the status and the body. */
export async function ask(
  server: TestServer,
  path: string,
  query: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${server.url}/taskrouter/v1${path}?${new URLSearchParams(query)}`, {
    headers: { authorization: `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}` },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
