// What callers do with queues, workflows, task channels and the workspace itself.
import type { QueuePlan, WorkflowPlan } from '../grammar.ts';
import { plainTarget } from '../places.ts';
import type { Fresh } from '../rules.ts';
import {
  type Configuration,
  isWaiting,
  type Queue,
  type Target,
  type Workflow,
  type World,
} from '../world.ts';
import { type Action, pick, type Request, rest } from './request.ts';

const MOST = { queues: 5, workflows: 3 };

function queueForm(plan: QueuePlan): Record<string, string> {
  return {
    TargetWorkers: plan.rule.text,
    TaskOrder: plan.order,
    MaxReservedWorkers: String(plan.maxReserved),
  };
}

export function createQueue(plan: QueuePlan): Action {
  return {
    text: `create queue ${JSON.stringify(plan)}`,
    prepare(world) {
      if (world.queues.length >= MOST.queues) return null;
      return {
        ...rest(world, 'POST', '/TaskQueues', { FriendlyName: 'Queue', ...queueForm(plan) }),
        isRefused: false,
        apply({ sid }) {
          world.queues.push({ sid: sid!, ...plan });
        },
      };
    },
  };
}

/** A queue that is changed is looked at anew, with the tasks in it. */
function refresh(world: World, queue: Queue, fresh: Fresh): void {
  for (const task of world.tasks) if (task.queueSid === queue.sid) fresh.add(task.sid);
}

export function editQueue(number: number, plan: QueuePlan): Action {
  return {
    text: `edit queue ${number} to ${JSON.stringify(plan)}`,
    prepare(world) {
      const queue = pick(world.queues, number)!;
      return {
        ...rest(world, 'POST', `/TaskQueues/${queue.sid}`, queueForm(plan)),
        isRefused: false,
        apply(_answer, fresh) {
          Object.assign(queue, plan);
          refresh(world, queue, fresh);
        },
      };
    },
  };
}

/** The configuration of a plan: as the server reads it, and as the model follows it. */
function configurationOf(world: World, plan: WorkflowPlan): { json: string; model: Configuration } {
  const filters = plan.filters.map(({ expression, targets }) => {
    const model: Target[] = [];
    const json = targets.map((target) => {
      const named = target.queue === null ? null : pick(world.queues, target.queue)!.sid;
      const inherited = model.at(-1)?.queueSid ?? null;
      const queueSid = named ?? inherited ?? world.queues[0]!.sid;
      const { priority, skipIf, orderBy, known } = target;
      const timeout = target.timeout === null ? null : target.timeout * 1_000;
      model.push({ queueSid, expression: target.expression, priority, timeout, skipIf, orderBy, known });
      return {
        ...(named === null && inherited !== null ? {} : { queue: queueSid }),
        ...(target.expression === null ? {} : { expression: target.expression.text }),
        ...(priority === null ? {} : { priority }),
        ...(target.timeout === null ? {} : { timeout: String(target.timeout) }),
        ...(skipIf === null ? {} : { skip_if: skipIf.text.replace('{available}', world.activities[1]!.sid) }),
        ...(orderBy === null ? {} : { order_by: orderBy.text }),
        ...(known === 'sid' ? { known_worker_sid: 'task.agent_sid' } : {}),
        ...(known === 'name' ? { known_worker_friendly_name: 'task.agent_name' } : {}),
      };
    });
    return { model: { expression, targets: model }, json: { expression: expression.text, targets: json } };
  });
  const fallback = plan.fallback === null ? null : pick(world.queues, plan.fallback)!.sid;
  return {
    json: JSON.stringify({
      task_routing: {
        filters: filters.map(({ json }) => json),
        ...(fallback === null ? {} : { default_filter: { queue: fallback } }),
      },
    }),
    model: {
      filters: filters.map(({ model }) => model),
      fallback: fallback === null ? null : plainTarget(fallback),
    },
  };
}

function workflowForm(plan: WorkflowPlan, json: string): Record<string, string> {
  return { Configuration: json, TaskReservationTimeout: String(plan.reservationTimeout) };
}

export function createWorkflow(plan: WorkflowPlan): Action {
  return {
    text: `create workflow ${JSON.stringify(plan)}`,
    prepare(world) {
      if (world.workflows.length >= MOST.workflows) return null;
      const { json, model } = configurationOf(world, plan);
      return {
        ...rest(world, 'POST', '/Workflows', { FriendlyName: 'Workflow', ...workflowForm(plan, json) }),
        isRefused: false,
        apply({ sid }) {
          const reservationTimeout = plan.reservationTimeout * 1_000;
          world.workflows.push({ sid: sid!, plan, configuration: model, reservationTimeout });
        },
      };
    },
  };
}

/** Saves a workflow anew, with the tasks that wait in it. */
function save(world: World, workflow: Workflow, plan: WorkflowPlan, reEvaluates: boolean): Request {
  const { json, model } = configurationOf(world, plan);
  return {
    ...rest(world, 'POST', `/Workflows/${workflow.sid}`, {
      ...workflowForm(plan, json),
      ReEvaluateTasks: String(reEvaluates),
    }),
    isRefused: false,
    apply(_answer, fresh) {
      workflow.plan = plan;
      workflow.configuration = model;
      workflow.reservationTimeout = plan.reservationTimeout * 1_000;
      for (const task of world.tasks) {
        if (task.workflowSid !== workflow.sid) continue;
        fresh.add(task.sid);
        if (reEvaluates && isWaiting(task)) task.route = null;
      }
    },
  };
}

export function editWorkflow(number: number, plan: WorkflowPlan, reEvaluates: boolean): Action {
  return {
    text: `edit workflow ${number}${reEvaluates ? ', evaluating its tasks anew' : ''} to ${JSON.stringify(plan)}`,
    prepare: (world) => save(world, pick(world.workflows, number)!, plan, reEvaluates),
  };
}

/** Gives every target of a workflow the same time. */
export function retimeWorkflow(number: number, timeout: number | null): Action {
  return {
    text: `give the targets of workflow ${number} ${timeout} s`,
    prepare(world) {
      const workflow = pick(world.workflows, number)!;
      const filters = workflow.plan.filters.map((filter) => ({
        ...filter,
        targets: filter.targets.map((target) => ({ ...target, timeout })),
      }));
      return save(world, workflow, { ...workflow.plan, filters }, false);
    },
  };
}

export function prioritize(order: 'FIFO' | 'LIFO'): Action {
  return {
    text: `prioritize ${order} queues`,
    prepare: (world) => ({
      ...rest(world, 'POST', '', { PrioritizeQueueOrder: order }),
      isRefused: false,
      apply() {
        world.prioritized = order;
      },
    }),
  };
}

export function optimize(number: number, isByIdleTime: boolean): Action {
  return {
    text: `channel ${number} ${isByIdleTime ? '' : 'not '}by idle time`,
    prepare(world) {
      const channel = world.channels[number]!;
      return {
        ...rest(world, 'POST', `/TaskChannels/${channel}`, { ChannelOptimizedRouting: String(isByIdleTime) }),
        isRefused: false,
        apply() {
          if (isByIdleTime) world.byIdleTime.add(channel);
          else world.byIdleTime.delete(channel);
        },
      };
    },
  };
}
