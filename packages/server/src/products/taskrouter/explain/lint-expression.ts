// What is wrong with an expression, or doubtful in it, while it is being written: held against the workers and the
// newest tasks of a workspace.
import { readAttributes } from '#kernel/attributes.ts';
import {
  type Documents,
  type Finding,
  type JsonObject,
  lintExpression,
  timeOfDay,
} from '#kernel/expression/expression.ts';
import type { Reader } from '#storage/database.ts';
import { selectWorkerViews } from '../workers/find-worker.ts';
import { workerDocument } from '../workers/worker-document.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';

/** Documents an expression is held against. */
const MOST_SAMPLES = 20;

/** Where an expression is to stand: in a queue, a filter, a target, or a target's `skip_if`. */
export const EXPRESSION_KINDS = ['worker', 'task', 'target', 'skip'] as const;

/** An expression that is asked about. */
export interface LintRequest {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly expression: string;
  readonly kind: (typeof EXPRESSION_KINDS)[number];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What was asked and what is to say about it. */
export interface LintResult extends LintRequest {
  readonly findings: readonly Finding[];
}

async function workersOf(db: Reader, { accountSid, workspaceSid }: LintRequest): Promise<JsonObject[]> {
  const rows = await selectWorkerViews(db, accountSid, workspaceSid)
    .orderBy('workers.sid')
    .limit(MOST_SAMPLES)
    .execute();
  return rows.map(workerDocument);
}

async function tasksOf(db: Reader, { accountSid, workspaceSid }: LintRequest): Promise<JsonObject[]> {
  const rows = await db
    .selectFrom('tasks')
    .select('attributes')
    .where('workspace_sid', '=', workspaceSid)
    .where('account_sid', '=', accountSid)
    .orderBy('sid', 'desc')
    .limit(MOST_SAMPLES)
    .execute();
  return rows.map(({ attributes }) => readAttributes(attributes) as JsonObject);
}

/** Documents of the kind the expression is going to meet. */
async function samplesOf(db: Reader, request: LintRequest): Promise<Documents[]> {
  const taskrouter = timeOfDay(request.now);
  if (request.kind === 'worker') {
    return (await workersOf(db, request)).map((attributes) => ({ attributes }));
  }
  const tasks = await tasksOf(db, request);
  switch (request.kind) {
    case 'task':
      return tasks.map((task) => ({ attributes: task, named: { task, taskrouter } }));
    case 'skip':
      return [{}, ...tasks].map((task) => ({
        named: { task, workers: { available: 0, unavailable: 0 } },
      }));
    case 'target': {
      const workers = await workersOf(db, request);
      const [first = {}] = tasks;
      const known = workers.map((worker) => ({ named: { task: first, worker, taskrouter } }));
      return [...known, ...tasks.map((task) => ({ named: { task, worker: workers[0] ?? {}, taskrouter } }))];
    }
  }
}

/** Looks at an expression; 404/20404 for an unknown workspace. Nothing is written. */
export async function lintInWorkspace(db: Reader, request: LintRequest): Promise<LintResult> {
  await requireWorkspace(db, request.accountSid, request.workspaceSid);
  const samples = await samplesOf(db, request);
  return { ...request, findings: lintExpression(request.expression, { samples }) };
}

/** The JSON of what was found: places are offsets in UTF-16 units, as editors count. */
export function presentLint({ workspaceSid, expression, kind, findings }: LintResult) {
  return {
    workspace_sid: workspaceSid,
    expression,
    kind,
    valid: findings.every(({ severity }) => severity !== 'error'),
    problems: findings.map(({ severity, code, message, position, length }) => ({
      severity,
      code,
      message,
      start: position.offset,
      end: position.offset + length,
      line: position.line,
      column: position.column,
    })),
  };
}
