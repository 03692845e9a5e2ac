// The JSON of a simulation.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import type { PlanWarning } from './lint-plan.ts';
import { presentCounts, presentTarget } from './present.ts';
import type { StaffMember } from './read-staff.ts';
import type { Outcome, SimulatedStep } from './simulate-workflow.ts';
import type { SimulationResult } from './simulation.ts';

const OUTCOMES: Record<Outcome, string> = {
  stays: 'The task stays in its last step for as long as it lives.',
  leaves: 'The task leaves the workflow and is canceled: Task canceled on Workflow timeout.',
  'matches-no-filter': 'No filter takes the task and there is no default filter: it is canceled at once.',
  'too-many-steps': 'The way goes on; only its first steps are shown.',
};

const seconds = (milliseconds: number) => milliseconds / 1_000;

function named(members: readonly StaffMember[]) {
  return members.map(({ row }) => ({ worker_sid: row.sid, friendly_name: row.friendly_name }));
}

function presentStep(step: SimulatedStep, now: number) {
  const { filter, target, queue, reason, next } = step;
  const skipIf = target.source.skipIf;
  return {
    after: seconds(step.after),
    date: isoDate(now + step.after),
    filter: {
      index: step.filterIndex,
      friendly_name: filter?.name ?? null,
      expression: filter?.expression ?? null,
      is_default: filter === null,
    },
    target: { index: step.targetIndex, ...presentTarget(target, queue) },
    priority: step.priority,
    counts: presentCounts(step.muster),
    matching_workers: named(step.matching),
    ready_workers: named(step.ready),
    offered_to: named(step.offered),
    reason: reason?.word ?? 'offered',
    explanation: reason?.sentence ?? 'The task is offered at once.',
    skip_if: skipIf === null ? null : { expression: skipIf, value: step.skips, workers: step.presence },
    next: next === null ? null : { cause: next.cause, after: seconds(next.after) },
  };
}

function presentWarning({ path, expression, code, message, position }: PlanWarning) {
  return { path, expression, code, message, line: position.line, column: position.column };
}

/** The simulation of a workflow. */
export function presentSimulation(result: SimulationResult, { base }: Presentation) {
  const { task, outcome } = result;
  const workflows = `${workspaceUrl(base, result.workspaceSid)}/Workflows`;
  const place = result.workflowSid === null ? workflows : `${workflows}/${result.workflowSid}`;
  return {
    account_sid: result.accountSid,
    workspace_sid: result.workspaceSid,
    workflow_sid: result.workflowSid,
    task_channel_sid: task.channel.sid,
    task_channel_unique_name: task.channel.unique_name,
    task_attributes: JSON.stringify(task.document),
    priority: task.priority,
    outcome,
    explanation: OUTCOMES[outcome],
    steps: result.steps.map((step) => presentStep(step, task.now)),
    warnings: result.warnings.map(presentWarning),
    url: `${place}/Simulate`,
  };
}
