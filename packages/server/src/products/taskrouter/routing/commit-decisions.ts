// Writes what routing decided, by conditional updates: what has changed meanwhile stays as it is.
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import type { TaskRow } from '#storage/schema/taskrouter.ts';
import { cancelTimers, setTimers } from '#timers/timers.ts';
import { cancelTasks } from '../tasks/end-tasks.ts';
import { taskFacts } from '../tasks/task-events.ts';
import { TARGET_TIMER } from '../tasks/task-timers.ts';
import type { Decision } from './decide.ts';
import type { LoadedRound } from './load-round.ts';
import { makeOffers } from './make-offers.ts';
import { deadlineOf, type Route } from './route.ts';

/** Decisions written together: the statements of a chunk name every task of it. */
const CHUNK = 500;
/** How often a task may be offered before it is given up (TaskRouter "limits"). */
const MOST_ASSIGNMENTS = 1_000;

const WORKFLOW_TIMEOUT = 'Task canceled on Workflow timeout';
const TOO_MANY_ASSIGNMENTS = 'Max Assignment Count reached';

/** Writes the decisions of a round. */
export async function commitDecisions(
  tx: Transaction,
  round: LoadedRound,
  decisions: readonly Decision[],
): Promise<void> {
  for (let at = 0; at < decisions.length; at += CHUNK) {
    await commitChunk(tx, round, decisions.slice(at, at + CHUNK));
  }
}

async function commitChunk(
  tx: Transaction,
  round: LoadedRound,
  decisions: readonly Decision[],
): Promise<void> {
  const rowOf = (decision: Decision) => round.rows.get(decision.task.sid) as TaskRow;
  const moved = decisions.filter(({ hasMoved, route }) => hasMoved && route !== null);
  await saveRoutes(tx, moved, rowOf);
  await setTargetTimers(tx, moved);
  for (const decision of decisions) recordSteps(tx, rowOf(decision), decision);
  const leaving = decisions.filter(({ route }) => route === null);
  await cancelTasks(tx, leaving.map(sidOf), WORKFLOW_TIMEOUT);
  const offered = decisions.filter(({ offers }) => offers.length > 0);
  const isExhausted = (decision: Decision) => rowOf(decision).assignment_count >= MOST_ASSIGNMENTS;
  await cancelTasks(tx, offered.filter(isExhausted).map(sidOf), TOO_MANY_ASSIGNMENTS);
  await makeOffers(
    tx,
    round,
    offered.filter((decision) => !isExhausted(decision)),
  );
}

function sidOf(decision: Decision): string {
  return decision.task.sid;
}

/** Tasks that came to the same place are written in one statement, so there are as many as places. */
async function saveRoutes(
  tx: Transaction,
  moved: readonly Decision[],
  rowOf: (decision: Decision) => TaskRow,
): Promise<void> {
  const groups = new Map<string, { columns: Partial<TaskRow>; sids: string[] }>();
  for (const decision of moved) {
    const row = rowOf(decision);
    const columns = {
      ...routeColumns(decision.route as Route),
      priority: decision.priority,
      task_queue_sid: decision.queueSid,
      ...(row.task_queue_sid === decision.queueSid
        ? {}
        : { task_queue_entered_date: decision.queueSid === null ? null : tx.now }),
    };
    const key = JSON.stringify(columns);
    const group = groups.get(key) ?? { columns, sids: [] };
    groups.set(key, group);
    group.sids.push(row.sid);
  }
  for (const { columns, sids } of groups.values()) {
    await tx.db
      .updateTable('tasks')
      .set(columns)
      .where('sid', 'in', sids)
      .where('assignment_status', '=', 'pending')
      .execute();
  }
}

function routeColumns(route: Route): Partial<TaskRow> {
  return {
    filter_index: route.filter,
    target_index: route.target,
    workflow_entered_at: route.enteredAt,
    timeouts_passed: route.timeoutsPassed,
    is_timed_out: route.isTimedOut ? 1 : 0,
  };
}

async function setTargetTimers(tx: Transaction, moved: readonly Decision[]): Promise<void> {
  const deadlines = moved.map(({ task, route }) => ({
    subject: task.sid,
    dueAt: deadlineOf(task.plan, route as Route),
  }));
  await cancelTimers(
    tx,
    TARGET_TIMER,
    deadlines.filter(({ dueAt }) => dueAt === null).map(({ subject }) => subject),
  );
  await setTimers(
    tx,
    deadlines.flatMap(({ subject, dueAt }) =>
      dueAt === null ? [] : [{ kind: TARGET_TIMER, subject, dueAt }],
    ),
  );
}

function recordSteps(tx: Transaction, row: TaskRow, { steps, warnings }: Decision): void {
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
