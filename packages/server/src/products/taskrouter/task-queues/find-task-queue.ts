// Reading task queues, with the names of their activities.
import type { Reader } from '#storage/database.ts';
import type { TaskQueueRow } from '#storage/schema/taskrouter.ts';
import type { ObjectPlace } from '../place.ts';

/** A queue with the names of its activities. */
export interface TaskQueueView extends TaskQueueRow {
  reservation_activity_name: string | null;
  assignment_activity_name: string | null;
}

/** Queues of a workspace as answers show them. */
export function selectTaskQueueViews(db: Reader, accountSid: string, workspaceSid: string) {
  return db
    .selectFrom('task_queues')
    .leftJoin('activities as reserving', 'reserving.sid', 'task_queues.reservation_activity_sid')
    .leftJoin('activities as assigning', 'assigning.sid', 'task_queues.assignment_activity_sid')
    .selectAll('task_queues')
    .select([
      'reserving.friendly_name as reservation_activity_name',
      'assigning.friendly_name as assignment_activity_name',
    ])
    .where('task_queues.workspace_sid', '=', workspaceSid)
    .where('task_queues.account_sid', '=', accountSid);
}

/** A queue of the workspace. */
export function findTaskQueue(db: Reader, place: ObjectPlace): Promise<TaskQueueView | undefined> {
  return selectTaskQueueViews(db, place.accountSid, place.workspaceSid)
    .where('task_queues.sid', '=', place.sid)
    .executeTakeFirst();
}
