// The task of an invite as answers show it.

import { selectTaskViews, type TaskView, taskPayload } from '#products/taskrouter/taskrouter.ts';
import type { Reader } from '#storage/database.ts';
import type { InteractionInviteRow } from '#storage/schema/interactions.ts';

/** An invite with its task; the task is undefined once TaskRouter has forgotten it. */
export interface InviteView extends InteractionInviteRow {
  readonly taskView: TaskView | undefined;
}

function seconds(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.floor(milliseconds / 1_000);
}

/** A task in the keys of the Interactions API; dates and ages are in seconds, attributes are JSON text. */
export function taskProperties(task: TaskView, now: number) {
  const { virtual_start_time: _start, version: _version, ...shared } = taskPayload(task, now);
  const entered = task.task_queue_entered_date;
  return {
    ...shared,
    reason: task.reason ?? '',
    assignmentCounter: task.assignment_count,
    task_queue_entered_date: seconds(entered),
    age_in_queue: entered === null ? 0 : Math.max(0, Math.floor((now - entered) / 1_000)),
  };
}

/** The `routing` of an interaction or invite: its task, as it is or as it was last seen. */
export function routingOf(invite: InviteView, now: number) {
  const { taskView } = invite;
  const properties =
    taskView === undefined ? (JSON.parse(invite.task) as object) : taskProperties(taskView, now);
  return { properties, reservation: null };
}

/** Reads the tasks of invites, all at once. */
export async function withTasks(
  db: Reader,
  accountSid: string,
  invites: readonly InteractionInviteRow[],
): Promise<InviteView[]> {
  if (invites.length === 0) return [];
  const tasks = await selectTaskViews(db)
    .where(
      'tasks.sid',
      'in',
      invites.map(({ task_sid }) => task_sid),
    )
    .where('tasks.account_sid', '=', accountSid)
    .execute();
  const bySid = new Map(tasks.map((task) => [task.sid, task]));
  return invites.map((invite) => ({ ...invite, taskView: bySid.get(invite.task_sid) }));
}
