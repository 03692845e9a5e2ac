// What callers do, each as one request: which one it is in the present workspace, whether it must be refused, and
// what it does to the model when it is taken.
import type { Attributes, QueuePlan, TaskPlan, WorkerPlan, WorkflowPlan } from './grammar.ts';
import { cancelTask, plainTarget } from './plain-routing.ts';
import {
  accept,
  complete,
  endOffer,
  erase,
  type Fresh,
  isAvailable,
  moveWorker,
  requeue,
  taskOf,
  wrapUp,
} from './rules.ts';
import {
  type Configuration,
  isOpen,
  type Queue,
  type Reservation,
  type ReservationStatus,
  type Target,
  type Task,
  type TaskStatus,
  type Worker,
  type World,
} from './world.ts';

/** One request to the workspace. */
export interface Request {
  readonly method: 'POST' | 'DELETE';
  /** Below the workspace. */
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly isRefused: boolean;
  /** What an accepted request does; the answer has the SID of what was made. */
  apply(answer: { readonly sid?: string }, fresh: Fresh): void;
}

/** A kind of request; null where the workspace gives no occasion for it. */
export interface Action {
  readonly text: string;
  prepare(world: World): Request | null;
}

/** The element a number stands for; undefined in an empty list. */
export function pick<T>(list: readonly T[], number: number): T | undefined {
  return list.length === 0 ? undefined : list[number % list.length];
}

const MOST = { workers: 6, queues: 5, workflows: 3 };

/** A name nobody has had: the model counts the workers it made. */
let names = 0;

export function createWorker(plan: WorkerPlan): Action {
  return {
    text: `create worker ${JSON.stringify(plan)}`,
    prepare(world) {
      if (world.workers.length >= MOST.workers) return null;
      names += 1;
      const name = `worker ${names}`;
      const activity = world.activities[plan.activity]!.sid;
      return {
        method: 'POST',
        path: '/Workers',
        form: { FriendlyName: name, Attributes: JSON.stringify(plan.attributes), ActivitySid: activity },
        isRefused: false,
        apply({ sid }) {
          const channels = world.channels.map((channel) => [channel, { capacity: 1, isOpen: true }] as const);
          world.workers.push({
            sid: sid!,
            name,
            attributes: plan.attributes,
            activity,
            statusChangedAt: world.now,
            lastOffer: '',
            channels: new Map(channels),
          });
        },
      };
    },
  };
}

export function deleteWorker(number: number): Action {
  return {
    text: `delete worker ${number}`,
    prepare(world) {
      const worker = pick(world.workers, number);
      if (worker === undefined) return null;
      const own = world.reservations.filter((one) => one.worker === worker.sid);
      return {
        method: 'DELETE',
        path: `/Workers/${worker.sid}`,
        isRefused: own.some((one) => isOpen(one) && one.status !== 'pending'),
        apply(_answer, fresh) {
          endOffersTo(world, worker, 'canceled', fresh);
          world.workers = world.workers.filter((other) => other !== worker);
        },
      };
    },
  };
}

function endOffersTo(world: World, worker: Worker, status: 'rejected' | 'canceled', fresh: Fresh): void {
  const open = world.reservations.filter((one) => one.worker === worker.sid && one.status === 'pending');
  for (const one of open) one.status = status;
  for (const one of open) requeue(world, taskOf(world, one), fresh);
}

export function setActivity(number: number, activityNumber: number, rejects: boolean): Action {
  return {
    text: `worker ${number} to activity ${activityNumber}${rejects ? ', rejecting' : ''}`,
    prepare(world) {
      const worker = pick(world.workers, number);
      if (worker === undefined) return null;
      const activity = world.activities[activityNumber]!.sid;
      return {
        method: 'POST',
        path: `/Workers/${worker.sid}`,
        form: { ActivitySid: activity, RejectPendingReservations: String(rejects) },
        isRefused: false,
        apply(_answer, fresh) {
          moveWorker(world, worker, activity);
          if (rejects && !isAvailable(world, worker)) endOffersTo(world, worker, 'rejected', fresh);
        },
      };
    },
  };
}

export function setWorkerAttributes(number: number, attributes: Attributes): Action {
  return {
    text: `worker ${number} with ${JSON.stringify(attributes)}`,
    prepare(world) {
      const worker = pick(world.workers, number);
      if (worker === undefined) return null;
      return {
        method: 'POST',
        path: `/Workers/${worker.sid}`,
        form: { Attributes: JSON.stringify(attributes) },
        isRefused: false,
        apply() {
          worker.attributes = attributes;
        },
      };
    },
  };
}

export function setCapacity(number: number, channel: number, capacity: number, isOpen: boolean): Action {
  return {
    text: `worker ${number} with capacity ${capacity} in channel ${channel}, ${isOpen ? 'open' : 'closed'}`,
    prepare(world) {
      const worker = pick(world.workers, number);
      if (worker === undefined) return null;
      const sid = world.channels[channel]!;
      return {
        method: 'POST',
        path: `/Workers/${worker.sid}/Channels/${sid}`,
        form: { Capacity: String(capacity), Available: String(isOpen) },
        isRefused: false,
        apply() {
          worker.channels.set(sid, { capacity, isOpen });
        },
      };
    },
  };
}

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
        method: 'POST',
        path: '/TaskQueues',
        form: { FriendlyName: 'Queue', ...queueForm(plan) },
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
        method: 'POST',
        path: `/TaskQueues/${queue.sid}`,
        form: queueForm(plan),
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
        method: 'POST',
        path: '/Workflows',
        form: { FriendlyName: 'Workflow', ...workflowForm(plan, json) },
        isRefused: false,
        apply({ sid }) {
          const reservationTimeout = plan.reservationTimeout * 1_000;
          world.workflows.push({ sid: sid!, configuration: model, reservationTimeout });
        },
      };
    },
  };
}

export function editWorkflow(number: number, plan: WorkflowPlan, reEvaluates: boolean): Action {
  return {
    text: `edit workflow ${number}${reEvaluates ? ', evaluating its tasks anew' : ''} to ${JSON.stringify(plan)}`,
    prepare(world) {
      const workflow = pick(world.workflows, number)!;
      const { json, model } = configurationOf(world, plan);
      return {
        method: 'POST',
        path: `/Workflows/${workflow.sid}`,
        form: { ...workflowForm(plan, json), ReEvaluateTasks: String(reEvaluates) },
        isRefused: false,
        apply(_answer, fresh) {
          workflow.configuration = model;
          workflow.reservationTimeout = plan.reservationTimeout * 1_000;
          for (const task of world.tasks) {
            if (task.workflowSid !== workflow.sid) continue;
            fresh.add(task.sid);
            const isWaiting = task.status === 'pending' || task.status === 'reserved';
            if (reEvaluates && isWaiting) task.route = null;
          }
        },
      };
    },
  };
}

export function prioritize(order: 'FIFO' | 'LIFO'): Action {
  return {
    text: `prioritize ${order} queues`,
    prepare: (world) => ({
      method: 'POST',
      path: '',
      form: { PrioritizeQueueOrder: order },
      isRefused: false,
      apply() {
        world.prioritized = order;
      },
    }),
  };
}

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
        method: 'POST',
        path: '/Tasks',
        form: {
          WorkflowSid: workflow.sid,
          TaskChannel: channel,
          Attributes: JSON.stringify(attributes),
          Priority: String(plan.priority),
          Timeout: String(plan.timeout),
          ...(plan.olderBy === null ? {} : { VirtualStartTime: new Date(startsAt).toISOString() }),
          ...(target === null
            ? {}
            : { RoutingTarget: target, IgnoreCapacity: String(plan.direct!.ignoreCapacity) }),
        },
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
            waitsUntil: world.now + plan.timeout * 1_000,
            removedAt: null,
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
        method: 'POST',
        path: `/Tasks/${task.sid}`,
        form: {
          ...(attributes === undefined ? {} : { Attributes: JSON.stringify(attributes) }),
          ...(priority === undefined ? {} : { Priority: String(priority) }),
          ...(channel === undefined ? {} : { TaskChannel: channel }),
        },
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

const STEPS: Partial<Record<TaskStatus, readonly TaskStatus[]>> = {
  canceled: ['pending', 'reserved'],
  wrapping: ['assigned'],
  completed: ['assigned', 'wrapping'],
};

export function stepTask(number: number, status: TaskStatus): Action {
  return {
    text: `task ${number} to ${status}`,
    prepare(world) {
      const task = pick(world.tasks, number);
      if (task === undefined) return null;
      return {
        method: 'POST',
        path: `/Tasks/${task.sid}`,
        form: { AssignmentStatus: status, Reason: 'told so' },
        isRefused: !STEPS[status]?.includes(task.status),
        apply() {
          if (status === 'canceled') cancelTask(world, task, null);
          if (status === 'wrapping') wrapUp(world, task);
          if (status === 'completed') complete(world, task);
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
        method: 'DELETE',
        path: `/Tasks/${task.sid}`,
        isRefused: false,
        apply: () => erase(world, task),
      };
    },
  };
}

/** Which reservations an answer is aimed at. */
export type Aim = 'pending' | 'open' | 'any';

const ANSWERS: Partial<Record<ReservationStatus, readonly ReservationStatus[]>> = {
  accepted: ['pending'],
  rejected: ['pending'],
  wrapping: ['accepted'],
  completed: ['accepted', 'wrapping'],
};

export interface Answer {
  readonly aim: Aim;
  readonly number: number;
  readonly status: ReservationStatus;
  readonly isUnderTask: boolean;
  /** Where a worker who rejects goes; null stays. */
  readonly activity: number | null;
}

export function answer(given: Answer): Action {
  return {
    text: `answer ${JSON.stringify(given)}`,
    prepare(world) {
      const among = world.reservations.filter(
        (one) => given.aim === 'any' || (given.aim === 'open' ? isOpen(one) : one.status === 'pending'),
      );
      const reservation = pick(among, given.number);
      const worker = world.workers.find(({ sid }) => sid === reservation?.worker);
      if (reservation === undefined || worker === undefined) return null;
      const activity = given.activity === null ? null : world.activities[given.activity]!.sid;
      const owner = given.isUnderTask ? `/Tasks/${reservation.task}` : `/Workers/${reservation.worker}`;
      return {
        method: 'POST',
        path: `${owner}/Reservations/${reservation.sid}`,
        form: {
          ReservationStatus: given.status,
          ...(activity === null ? {} : { WorkerActivitySid: activity }),
        },
        isRefused: !ANSWERS[given.status]?.includes(reservation.status),
        apply: (_answer, fresh) => takeAnswer(world, reservation, worker, given.status, activity, fresh),
      };
    },
  };
}

function takeAnswer(
  world: World,
  reservation: Reservation,
  worker: Worker,
  status: ReservationStatus,
  activity: string | null,
  fresh: Fresh,
): void {
  const task: Task = taskOf(world, reservation);
  if (status === 'accepted') accept(world, reservation);
  if (status === 'wrapping') wrapUp(world, task);
  if (status === 'completed') complete(world, task);
  if (status !== 'rejected') return;
  endOffer(world, reservation, 'rejected', fresh);
  if (activity !== null) moveWorker(world, worker, activity);
}
