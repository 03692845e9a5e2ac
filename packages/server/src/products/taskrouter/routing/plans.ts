// Plans by the text of their configuration, so that a workflow is compiled once and not once a task.
import { plainTarget, readConfiguration } from '../workflows/configuration.ts';
import type { Plan } from './plan.ts';

const KEPT = 500;
const plans = new Map<string, Plan>();

/** The plan of a stored configuration. */
export function planOf(configuration: string): Plan {
  const known = plans.get(configuration);
  if (known !== undefined) return known;
  const plan = readConfiguration(configuration);
  if (plans.size >= KEPT) plans.delete(plans.keys().next().value as string);
  plans.set(configuration, plan);
  return plan;
}

/** The plan of a task that is sent directly to a queue or a worker. */
export function directPlan(queueSid: string | null, workerSid: string | null): Plan {
  return { filters: [], fallback: plainTarget(queueSid, workerSid), isDirect: true };
}
