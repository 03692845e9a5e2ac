// The deadlines of tasks whose workflow is edited while they wait in it.
import type { Transaction } from '#storage/database.ts';
import type { WorkflowRow } from '#storage/schema/taskrouter.ts';
import { cancelTimers, setTimers } from '#timers/timers.ts';
import { planOf } from '../routing/plans.ts';
import { deadlineOf, type Route, targetOf } from '../routing/route.ts';
import { routeOf } from '../routing/route-columns.ts';
import { TARGET_TIMER } from '../tasks/task-timers.ts';

const ROWS_A_STATEMENT = 500;

/** When the time of a task in its place is up; null where the configuration no longer has the place. */
function deadlineIn(configuration: string, route: Route, queueSid: string | null): number | null {
  const plan = planOf(configuration);
  return targetOf(plan, route)?.queueSid === queueSid ? deadlineOf(plan, route) : null;
}

/**
 * Tasks keep their place when their workflow is edited (TaskRouter "Workflow resource", `ReEvaluateTasks`); the time
 * they may spend there is that of the edited target, counted as before.
 */
export async function moveDeadlines(
  tx: Transaction,
  before: WorkflowRow,
  configuration: string,
): Promise<void> {
  const tasks = await tx.db
    .selectFrom('tasks')
    .selectAll()
    .where('workflow_sid', '=', before.sid)
    .where('account_sid', '=', before.account_sid)
    .where('filter_index', 'is not', null)
    .where((eb) =>
      eb.or([eb('assignment_status', 'in', ['pending', 'reserved']), eb('transfer_sid', 'is not', null)]),
    )
    .execute();
  const moved = tasks.flatMap((task) => {
    const route = routeOf(task);
    const isDirect = task.routing_target !== null && !task.routing_target.startsWith('WW');
    if (route === null || isDirect) return [];
    const dueAt = deadlineIn(configuration, route, task.task_queue_sid);
    const isOther = dueAt !== deadlineIn(before.configuration, route, task.task_queue_sid);
    return isOther ? [{ kind: TARGET_TIMER, subject: task.sid, dueAt }] : [];
  });
  for (let at = 0; at < moved.length; at += ROWS_A_STATEMENT) {
    const chunk = moved.slice(at, at + ROWS_A_STATEMENT);
    await cancelTimers(
      tx,
      TARGET_TIMER,
      chunk.filter(({ dueAt }) => dueAt === null).map(({ subject }) => subject),
    );
    await setTimers(
      tx,
      chunk.flatMap(({ dueAt, ...timer }) => (dueAt === null ? [] : [{ ...timer, dueAt }])),
    );
  }
}
