// Answers "what would become of such a task": reads the workspace and runs the workflow on it.
import { readAttributes } from '#kernel/attributes.ts';
import { invalidParameter, missingParameter, notFound } from '#kernel/errors.ts';
import type { JsonObject } from '#kernel/expression/expression.ts';
import type { Reader } from '#storage/database.ts';
import type { TaskChannelRow, TaskQueueRow } from '#storage/schema/taskrouter.ts';
import { type Plan, queuesOf } from '../routing/plan.ts';
import { planOf } from '../routing/plans.ts';
import { findTaskChannel } from '../task-channels/find-task-channel.ts';
import { findWorkflow, readUsableConfiguration } from '../workflows/commands.ts';
import { requireWorkspace } from '../workspaces/find-workspace.ts';
import { lintPlan, type PlanWarning } from './lint-plan.ts';
import { readStaff } from './read-staff.ts';
import { type Scene, type SimulatedTask, type Simulation, simulate } from './simulate-workflow.ts';

/** What is asked. */
export interface SimulationRequest {
  readonly accountSid: string;
  readonly workspaceSid: string;
  /** A stored workflow, whose configuration is taken unless another one is given; null without one. */
  readonly workflowSid: string | null;
  /** JSON text. */
  readonly configuration: string | null;
  /** JSON object as text. */
  readonly attributes: string | null;
  /** SID or unique name. */
  readonly taskChannel: string | null;
  readonly priority: number | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A simulation with what it was run on. */
export interface SimulationResult extends Simulation {
  readonly accountSid: string;
  readonly workspaceSid: string;
  readonly workflowSid: string | null;
  readonly task: SimulatedTask;
  readonly warnings: readonly PlanWarning[];
}

async function readPlan(db: Reader, request: SimulationRequest): Promise<Plan> {
  const { accountSid, workspaceSid, workflowSid, configuration } = request;
  if (workflowSid !== null) {
    const workflow = await findWorkflow(db, { accountSid, workspaceSid, sid: workflowSid });
    if (workflow === undefined) throw notFound(`/Workspaces/${workspaceSid}/Workflows/${workflowSid}`);
    if (configuration === null) return planOf(workflow.configuration);
  }
  if (configuration === null) throw missingParameter('Configuration');
  return readUsableConfiguration(db, workspaceSid, configuration);
}

async function readScene(db: Reader, plan: Plan, channel: TaskChannelRow): Promise<Scene> {
  const named = [...queuesOf(plan)];
  const queues: TaskQueueRow[] =
    named.length === 0
      ? []
      : await db
          .selectFrom('task_queues')
          .selectAll()
          .where('workspace_sid', '=', channel.workspace_sid)
          .where('sid', 'in', named)
          .execute();
  return {
    staff: await readStaff(db, channel),
    queues: new Map(queues.map((queue) => [queue.sid, queue])),
  };
}

/**
 * Simulates a workflow; nothing is written. 404/20404 for an unknown workspace or workflow, 400/20001 for a
 * configuration that could not be saved and for an unknown task channel. The number of statements does not depend on
 * how many workers there are.
 */
export async function runSimulation(db: Reader, request: SimulationRequest): Promise<SimulationResult> {
  const { accountSid, workspaceSid, workflowSid, now } = request;
  await requireWorkspace(db, accountSid, workspaceSid);
  const plan = await readPlan(db, request);
  const named = request.taskChannel ?? 'default';
  const channel = await findTaskChannel(db, request, named);
  if (channel === undefined) {
    throw invalidParameter('TaskChannel', `the workspace has no task channel ${named}`);
  }
  const scene = await readScene(db, plan, channel);
  const document = readAttributes(request.attributes) as JsonObject;
  const task = { plan, document, channel, priority: request.priority ?? 0, now };
  return {
    accountSid,
    workspaceSid,
    workflowSid,
    task,
    ...(await simulate(task, scene)),
    warnings: lintPlan(plan, document, scene, now),
  };
}
