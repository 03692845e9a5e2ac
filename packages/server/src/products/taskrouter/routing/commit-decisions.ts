// Writes what routing decided, by conditional updates: what has changed meanwhile stays as it is.
import type { ExpressionBuilder } from 'kysely';
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import type { Tables } from '#storage/schema.ts';
import { cancelTimers, setTimers, type Timer } from '#timers/timers.ts';
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
  const isExhausted = ({ task, offers }: Decision) =>
    offers.length > 0 && task.row.assignment_count >= MOST_ASSIGNMENTS;
  const exhausted = decisions.filter(isExhausted);
  const offered = decisions.filter((decision) => decision.offers.length > 0 && !isExhausted(decision));
  const reserved = await saveTasks(
    tx,
    decisions.filter((decision) => !isExhausted(decision)),
  );
  for (const decision of decisions) recordSteps(tx, decision);
  const leaving = decisions.filter(({ route }) => route === null);
  await giveUp(tx, leaving.map(sidOf), WORKFLOW_TIMEOUT);
  await giveUp(tx, exhausted.map(sidOf), TOO_MANY_ASSIGNMENTS);
  const { timers, mistaken } = await makeOffers(tx, timeouts, reserved, offered);
  const moved = decisions.filter(({ hasMoved, route }) => hasMoved && route !== null);
  await setTimers(tx, [...(await targetTimers(tx, moved)), ...timers]);
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

/**
 * Writes where tasks have come to, and reserves those that are offered. Tasks of one place are written in one
 * statement. Those that no longer wait stay as they are; the reserved ones are returned by SID.
 */
async function saveTasks(
  tx: Transaction,
  decisions: readonly Decision[],
): Promise<ReadonlyMap<string, TaskRow>> {
  const groups = new Map<string, { columns: Partial<TaskRow>; isOffered: boolean; sids: string[] }>();
  for (const decision of decisions) {
    const columns = routeColumns(decision, tx.now);
    const isOffered = decision.offers.length > 0;
    const key = JSON.stringify([isOffered, columns]);
    const group = groups.get(key) ?? { columns, isOffered, sids: [] };
    groups.set(key, group);
    group.sids.push(decision.task.sid);
  }
  const reserved = new Map<string, TaskRow>();
  for (const { columns, isOffered, sids } of groups.values()) {
    const rows = await tx.db
      .updateTable('tasks')
      .set((eb) => (isOffered ? { ...columns, ...reservation(eb, tx.now) } : columns))
      .where('sid', 'in', sids)
      .where('waits', '=', 1)
      .returningAll()
      .execute();
    if (isOffered) for (const row of rows) reserved.set(row.sid, row);
  }
  return reserved;
}

function reservation(eb: ExpressionBuilder<Tables, 'tasks'>, now: number) {
  return {
    assignment_status: 'reserved' as const,
    waits: 0,
    assignment_count: eb('assignment_count', '+', 1),
    date_updated: now,
  };
}

/** The timers of the targets tasks have come to; those of targets before are canceled where there is no new one. */
async function targetTimers(tx: Transaction, moved: readonly Decision[]): Promise<Timer[]> {
  const deadlines = moved.map(({ task, route }) => ({
    subject: task.sid,
    dueAt: deadlineOf(task.plan, route as Route),
    isNew: task.row.workflow_entered_at === null,
  }));
  const endless = deadlines.filter(({ dueAt, isNew }) => dueAt === null && !isNew);
  await cancelTimers(
    tx,
    TARGET_TIMER,
    endless.map(({ subject }) => subject),
  );
  return deadlines.flatMap(({ subject, dueAt }) =>
    dueAt === null ? [] : [{ kind: TARGET_TIMER, subject, dueAt }],
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
