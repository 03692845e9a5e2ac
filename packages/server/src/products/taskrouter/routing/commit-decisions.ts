// Writes what routing decided, by conditional updates: what has changed meanwhile stays as it is.
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { cancelTimers, setTimers } from '#timers/timers.ts';
import { cancelTasks } from '../tasks/end-tasks.ts';
import { taskFacts } from '../tasks/task-events.ts';
import { TARGET_TIMER } from '../tasks/task-timers.ts';
import { failTransfers } from '../transfers/end-transfers.ts';
import type { Decision } from './draft.ts';
import { makeOffers, type ReservationTimeouts } from './make-offers.ts';
import { deadlineOf, type Route } from './route.ts';
import { routeColumns } from './route-columns.ts';

/** How often a task may be offered before it is given up (TaskRouter "limits"). */
const MOST_ASSIGNMENTS = 1_000;

const WORKFLOW_TIMEOUT = 'Task canceled on Workflow timeout';
const TOO_MANY_ASSIGNMENTS = 'Max Assignment Count reached';

/**
 * Writes decisions, in a number of statements that does not grow with them but for the places tasks come to. Returns
 * the workers who turned out to be other than routing thought.
 */
export async function commitDecisions(
  tx: Transaction,
  timeouts: ReservationTimeouts,
  decisions: readonly Decision[],
): Promise<readonly string[]> {
  const moved = decisions.filter(({ hasMoved, route }) => hasMoved && route !== null);
  await saveRoutes(tx, moved);
  await setTargetTimers(tx, moved);
  for (const decision of decisions) recordSteps(tx, decision);
  const leaving = decisions.filter(({ route }) => route === null);
  await giveUp(tx, leaving.map(sidOf), WORKFLOW_TIMEOUT);
  const offered = decisions.filter(({ offers }) => offers.length > 0);
  const isExhausted = ({ task }: Decision) => task.row.assignment_count >= MOST_ASSIGNMENTS;
  const exhausted = offered.filter(isExhausted);
  await giveUp(tx, exhausted.map(sidOf), TOO_MANY_ASSIGNMENTS);
  const mistaken = await makeOffers(
    tx,
    timeouts,
    offered.filter((decision) => !isExhausted(decision)),
  );
  const unasked = exhausted.flatMap(({ offers }) => offers.map(({ worker }) => worker.sid));
  return [...mistaken, ...unasked];
}

/** Tasks nobody has accepted are canceled; of the others it is the transfer that fails. */
async function giveUp(tx: Transaction, taskSids: readonly string[], reason: string): Promise<void> {
  if (taskSids.length === 0) return;
  await cancelTasks(tx, taskSids, reason);
  await failTransfers(tx, taskSids, reason);
}

function sidOf(decision: Decision): string {
  return decision.task.sid;
}

/** Tasks that came to the same place are written in one statement, so there are as many as places. */
async function saveRoutes(tx: Transaction, moved: readonly Decision[]): Promise<void> {
  const groups = new Map<string, { columns: Partial<TaskRow>; sids: string[] }>();
  for (const decision of moved) {
    const columns = routeColumns(decision, tx.now);
    const key = JSON.stringify(columns);
    const group = groups.get(key) ?? { columns, sids: [] };
    groups.set(key, group);
    group.sids.push(decision.task.sid);
  }
  for (const { columns, sids } of groups.values()) {
    await tx.db.updateTable('tasks').set(columns).where('sid', 'in', sids).where('waits', '=', 1).execute();
  }
}

async function setTargetTimers(tx: Transaction, moved: readonly Decision[]): Promise<void> {
  const deadlines = moved.map(({ task, route }) => ({
    subject: task.sid,
    dueAt: deadlineOf(task.plan, route as Route),
    isNew: task.row.workflow_entered_at === null,
  }));
  await cancelTimers(
    tx,
    TARGET_TIMER,
    deadlines.filter(({ dueAt, isNew }) => dueAt === null && !isNew).map(({ subject }) => subject),
  );
  await setTimers(
    tx,
    deadlines.flatMap(({ subject, dueAt }) =>
      dueAt === null ? [] : [{ kind: TARGET_TIMER, subject, dueAt }],
    ),
  );
}

function recordSteps(tx: Transaction, { task: { row }, steps, warnings }: Decision): void {
  const subject = { accountSid: row.account_sid, subjectSid: row.sid };
  for (const step of steps) {
    const task = { ...row, task_queue_sid: step.queueSid, priority: step.priority };
    const { filterName, targetIndex, previousQueueSid } = step;
    const data = { ...taskFacts(task, tx.now), filterName, targetIndex, previousQueueSid };
    appendEvent(tx, { type: step.type, ...subject, data });
  }
  for (const code of warnings) {
    appendEvent(tx, {
      type: 'routing.warning',
      ...subject,
      data: {
        workspaceSid: row.workspace_sid,
        workflowSid: row.workflow_sid ?? '',
        code,
        message: code === 40152 ? 'The known worker is not in the queue' : 'The known worker does not exist',
      },
    });
  }
}
