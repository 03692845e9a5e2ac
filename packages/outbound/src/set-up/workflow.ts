// The workflow that brings a task to the worker it names: by the number in it, or by the worker's SID.
import type { WorkspaceContext } from 'twilio/lib/rest/taskrouter/v1/workspace.js';
import type { Journal } from './journal.ts';

const WORKFLOW = 'Match Worker';

interface Target {
  readonly queue?: string;
  readonly expression?: string;
}

interface Filter {
  readonly filter_friendly_name?: string;
  readonly expression: string;
  readonly targets: readonly Target[];
}

interface Configuration {
  readonly task_routing: { readonly filters?: readonly Filter[]; readonly default_filter?: Target };
}

/** The filters, in the order in which they are asked. */
function filtersFor(queue: string): Filter[] {
  return [
    {
      filter_friendly_name: 'Target Worker Phone',
      expression: 'targetWorkerPhone != null',
      targets: [{ queue, expression: 'task.targetWorkerPhone == worker.phone' }],
    },
    {
      filter_friendly_name: 'Target Worker',
      expression: 'targetWorkerSid != null',
      targets: [{ queue, expression: 'task.targetWorkerSid == worker.sid' }],
    },
  ];
}

function isSame(one: Filter, other: Filter): boolean {
  return (
    one.expression === other.expression &&
    one.targets.length === other.targets.length &&
    one.targets.every(({ expression }, at) => expression === other.targets[at]?.expression)
  );
}

/** The workflow; filters it has besides stay behind those it needs. Tasks that name no worker are for everyone. */
export async function ensureWorkflow(
  workspace: WorkspaceContext,
  queueSid: string,
  journal: Journal,
): Promise<string> {
  const needed = filtersFor(queueSid);
  const [workflow] = await workspace.workflows.list({ friendlyName: WORKFLOW, limit: 1 });
  if (workflow === undefined) {
    journal.note(`created the workflow '${WORKFLOW}'`);
    const configuration = { task_routing: { filters: needed, default_filter: { queue: queueSid } } };
    const created = await workspace.workflows.create({
      friendlyName: WORKFLOW,
      configuration: JSON.stringify(configuration),
    });
    return created.sid;
  }
  const { task_routing: routing, ...rest } = JSON.parse(workflow.configuration) as Configuration;
  const filters = routing.filters ?? [];
  const missing = needed.filter((filter) => !filters.some((one) => isSame(one, filter)));
  if (missing.length === 0) return workflow.sid;
  const names = missing.map((filter) => `'${filter.filter_friendly_name}'`).join(' and ');
  journal.note(`added ${names} to the workflow '${WORKFLOW}'`);
  const configuration = { ...rest, task_routing: { ...routing, filters: [...missing, ...filters] } };
  await workspace.workflows(workflow.sid).update({ configuration: JSON.stringify(configuration) });
  return workflow.sid;
}
