// Explain, Simulate and Lint: our own additions to TaskRouter, described in docs/guides/explain.md.
import { z } from 'zod';
import { type Call, type ReadOperation, write } from '#http/operations.ts';
import { int, oneOf, text } from '#http/parameters.ts';
import { action, type Route } from '#http/resource.ts';
import type { Database, Reader } from '#storage/database.ts';
import { attributes } from '../attributes.ts';
import { explainTask } from './explain-task.ts';
import { EXPRESSION_KINDS, type LintResult, lintInWorkspace, presentLint } from './lint-expression.ts';
import { pageOfWorkers } from './page-of-workers.ts';
import { type ExplanationPage, presentExplanation } from './present.ts';
import { presentSimulation } from './present-simulation.ts';
import { runSimulation, type SimulationResult } from './simulation.ts';

const HIGHEST_PRIORITY = 2 ** 31 - 1;

const pageInput = z.object({
  PageSize: z.string().nullish(),
  Page: z.string().nullish(),
  PageToken: z.string().nullish(),
});

const explain: ReadOperation<ExplanationPage> = {
  kind: 'read',
  input: pageInput,
  async run(db, { accountSid, params, input, now }) {
    const place = { accountSid, workspaceSid: params['WorkspaceSid']!, sid: params['TaskSid']! };
    const explanation = await explainTask(db, place, now);
    const verdicts = explanation.waiting?.verdicts ?? [];
    return { ...explanation, page: pageOfWorkers(verdicts, input as z.output<typeof pageInput>) };
  },
};

const simulation = z.object({
  Configuration: z.string().nullish(),
  TaskAttributes: attributes().nullish(),
  TaskChannel: text(64).nullish(),
  Priority: int(0, HIGHEST_PRIORITY).nullish(),
});

type SimulationCall = Call<z.output<typeof simulation>>;

function simulated(db: Reader, call: SimulationCall): Promise<SimulationResult> {
  const { accountSid, params, input, now } = call;
  return runSimulation(db, {
    accountSid,
    workspaceSid: params['WorkspaceSid']!,
    workflowSid: params['WorkflowSid'] ?? null,
    configuration: input.Configuration ?? null,
    attributes: input.TaskAttributes ?? null,
    taskChannel: input.TaskChannel ?? null,
    priority: input.Priority ?? null,
    now,
  });
}

/** Longer expressions are refused by the language; this is what a request may hold of one. */
const LONGEST_EXPRESSION = 20_000;

const linted = z.object({ Expression: text(LONGEST_EXPRESSION), Kind: oneOf(EXPRESSION_KINDS) });

function lint(db: Reader, call: Call<z.output<typeof linted>>): Promise<LintResult> {
  const { accountSid, params, input, now } = call;
  return lintInWorkspace(db, {
    accountSid,
    workspaceSid: params['WorkspaceSid']!,
    expression: input.Expression,
    kind: input.Kind,
    now,
  });
}

/**
 * `GET …/Tasks/{sid}/Explain`, `POST …/Workflows/Simulate` with and without a stored workflow, and
 * `POST …/Expressions/Lint`.
 */
export function explainRoutes(database: Database): Route[] {
  // It only reads, so it takes no part in the commits of others.
  const simulate = write(simulation, (tx, call) => simulated(tx.db, call), {
    status: 200,
    grouped: (call) => simulated(database.read, call),
  });
  const workflows = '/v1/Workspaces/{WorkspaceSid}/Workflows';
  return [
    action(
      {
        product: 'taskrouter',
        method: 'GET',
        path: '/v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}/Explain',
      },
      explain,
      presentExplanation,
    ),
    ...[`${workflows}/Simulate`, `${workflows}/{WorkflowSid}/Simulate`].map((path) =>
      action({ product: 'taskrouter', method: 'POST', path }, simulate, presentSimulation),
    ),
    action(
      { product: 'taskrouter', method: 'POST', path: '/v1/Workspaces/{WorkspaceSid}/Expressions/Lint' },
      write(linted, (tx, call) => lint(tx.db, call), {
        status: 200,
        grouped: (call) => lint(database.read, call),
      }),
      presentLint,
    ),
  ];
}
