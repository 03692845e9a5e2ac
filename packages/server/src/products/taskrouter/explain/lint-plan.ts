// Doubts about the expressions of a workflow and its queues: accepted, but probably not what was meant.
import {
  type Documents,
  type Finding,
  type JsonObject,
  lintExpression,
  timeOfDay,
} from '#kernel/expression/expression.ts';
import type { Plan, PlannedTarget } from '../routing/plan.ts';
import type { Scene } from './simulate-workflow.ts';

/** Warnings given at most: the first ones tell what is wrong. */
const MOST_WARNINGS = 100;
/** Workers whose attributes expressions are held against. */
const MOST_SAMPLES = 20;

/** A doubt with the place of its expression. */
export interface PlanWarning extends Finding {
  /** `task_routing.filters[0].targets[1].skip_if`, or `TargetWorkers` of a queue. */
  readonly path: string;
  readonly expression: string;
}

interface Written {
  readonly path: string;
  readonly text: string | null;
  readonly samples: readonly Documents[];
}

function* targetTexts(target: PlannedTarget, path: string, task: JsonObject, scene: Scene, now: number) {
  const taskrouter = timeOfDay(now);
  const workers = scene.staff.slice(0, MOST_SAMPLES).map(({ state }) => state.document);
  const samples = workers.map((worker): Documents => ({ named: { task, worker, taskrouter } }));
  yield { path: `${path}.expression`, text: target.source.expression, samples };
  const presence = { named: { task, workers: { available: 0, unavailable: 0 } } };
  yield { path: `${path}.skip_if`, text: target.source.skipIf, samples: [presence] };
}

/** Every expression of the plan and of its queues, with documents it is going to meet. */
function* textsOf(plan: Plan, task: JsonObject, scene: Scene, now: number): Generator<Written> {
  const filterSamples = [{ attributes: task, named: { task, taskrouter: timeOfDay(now) } }];
  for (const [number, filter] of plan.filters.entries()) {
    const path = `task_routing.filters[${number}]`;
    yield { path: `${path}.expression`, text: filter.expression, samples: filterSamples };
    for (const [place, target] of filter.targets.entries()) {
      yield* targetTexts(target, `${path}.targets[${place}]`, task, scene, now);
    }
  }
  const samples = scene.staff.slice(0, MOST_SAMPLES).map(({ state }) => ({ attributes: state.document }));
  for (const queue of scene.queues.values()) {
    yield { path: `TargetWorkers of ${queue.sid}`, text: queue.target_workers, samples };
  }
}

/** What is doubtful in a plan for a task with these attributes and the workers present. */
export function lintPlan(plan: Plan, task: JsonObject, scene: Scene, now: number): PlanWarning[] {
  const warnings: PlanWarning[] = [];
  for (const { path, text, samples } of textsOf(plan, task, scene, now)) {
    if (text === null) continue;
    for (const finding of lintExpression(text, { samples })) {
      warnings.push({ ...finding, path, expression: text });
      if (warnings.length === MOST_WARNINGS) return warnings;
    }
  }
  return warnings;
}
