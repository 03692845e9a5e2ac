// What callers do with tasks.
import type { Attributes, TaskPlan } from '../grammar.ts';
import { cancelTask, erase, failTransfer, finishTask } from '../rules.ts';
import { heldOf, isWaiting, type Task, type TaskStatus, type World } from '../world.ts';
import { type Action, pick, rest } from './request.ts';

export function createTask(plan: TaskPlan): Action {
  return {
    text: `create task ${JSON.stringify(plan)}`,
    prepare(world) {
      const workflow = pick(world.workflows, plan.workflow)!;
      const target = targetFor(world, plan);
      const agent = plan.agent === 99 ? undefined : pick(world.workers, plan.agent ?? 0);
      const attributes: Attributes =
        plan.agent === null
          ? plan.attributes
          : {
              ...plan.attributes,
              agent_sid: agent?.sid ?? `WK${'0'.repeat(32)}`,
              agent_name: agent?.name ?? 'nobody',
            };
      const startsAt =
        plan.olderBy === null ? world.now : Math.floor(world.now / 1_000 - plan.olderBy) * 1_000;
      const channel = world.channels[plan.channel]!;
      const ignoresCapacity = target?.startsWith('WK') === true && plan.direct!.ignoreCapacity;
      return {
        ...rest(world, 'POST', '/Tasks', {
          WorkflowSid: workflow.sid,
          TaskChannel: channel,
          Attributes: JSON.stringify(attributes),
          Priority: String(plan.priority),
          Timeout: String(plan.timeout),
          ...(plan.olderBy === null ? {} : { VirtualStartTime: new Date(startsAt).toISOString() }),
          ...(target === null
            ? {}
            : { RoutingTarget: target, IgnoreCapacity: String(plan.direct!.ignoreCapacity) }),
        }),
        isRefused: false,
        apply({ sid }, fresh) {
          fresh.add(sid!);
          world.tasks.push({
            sid: sid!,
            workflowSid: workflow.sid,
            directWorker: target?.startsWith('WK') ? target : null,
            directQueue: target?.startsWith('WQ') ? target : null,
            ignoresCapacity,
            channel,
            attributes,
            priority: plan.priority,
            startsAt,
            status: 'pending',
            reason: null,
            queueSid: null,
            route: null,
            timeout: plan.timeout * 1_000,
            timer: { phase: 'waiting', at: world.now + plan.timeout * 1_000 },
            transfer: null,
          });
        },
      };
    },
  };
}

function targetFor(world: World, { direct }: TaskPlan): string | null {
  if (direct === null) return null;
  const among: readonly { sid: string }[] = direct.to === 'worker' ? world.workers : world.queues;
  return pick(among, direct.number)?.sid ?? null;
}

export interface TaskEdit {
  readonly attributes?: Attributes;
  readonly priority?: number;
  readonly channel?: number;
}

export function editTask(number: number, edit: TaskEdit): Action {
  return {
    text: `edit task ${number}: ${JSON.stringify(edit)}`,
    prepare(world) {
      const task = pick(world.tasks, number);
      if (task === undefined) return null;
      const { attributes, priority } = edit;
      const channel = edit.channel === undefined ? undefined : world.channels[edit.channel]!;
      return {
        ...rest(world, 'POST', `/Tasks/${task.sid}`, {
          ...(attributes === undefined ? {} : { Attributes: JSON.stringify(attributes) }),
          ...(priority === undefined ? {} : { Priority: String(priority) }),
          ...(channel === undefined ? {} : { TaskChannel: channel }),
        }),
        isRefused: false,
        apply(_answer, fresh) {
          fresh.add(task.sid);
          task.priority = priority ?? task.priority;
          task.channel = channel ?? task.channel;
          if (attributes === undefined) return;
          const isOther = JSON.stringify(attributes) !== JSON.stringify(task.attributes);
          task.attributes = attributes;
          if (isOther && task.status === 'pending') task.route = null;
        },
      };
    },
  };
}

/** Whether a task can be set to the status. One that is being transferred is where it was before, then. */
function canStep(world: World, task: Task, status: TaskStatus): boolean {
  const held = heldOf(world, task);
  if (status === 'canceled') return isWaiting(task) && held.length === 0;
  if (status === 'wrapping')
    return task.status !== 'wrapping' && held.some((one) => one.status === 'accepted');
  return status === 'completed' && held.length > 0;
}

export function stepTask(number: number, status: TaskStatus): Action {
  return {
    text: `task ${number} to ${status}`,
    prepare(world) {
      const task = pick(world.tasks, number);
      if (task === undefined) return null;
      return {
        ...rest(world, 'POST', `/Tasks/${task.sid}`, { AssignmentStatus: status, Reason: 'told so' }),
        isRefused: !canStep(world, task, status),
        apply(_answer, fresh) {
          failTransfer(world, task, fresh);
          if (status === 'canceled') cancelTask(world, task, null);
          else finishTask(world, task, status as 'wrapping' | 'completed', fresh);
          task.reason = 'told so';
        },
      };
    },
  };
}

export function deleteTask(number: number): Action {
  return {
    text: `delete task ${number}`,
    prepare(world) {
      const task = pick(world.tasks, number);
      if (task === undefined) return null;
      return {
        ...rest(world, 'DELETE', `/Tasks/${task.sid}`),
        isRefused: false,
        apply: () => erase(world, task),
      };
    },
  };
}
