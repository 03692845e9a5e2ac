// The front of TaskRouter: the product itself and what flex and the seed may call.
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { activityResource } from './activities/resource.ts';
import { eventCallbacks } from './callbacks/event-callbacks.ts';
import { expireReservation } from './reservations/answer.ts';
import { taskReservationResource, workerReservationResource } from './reservations/resource.ts';
import { RESERVATION_TIMER } from './reservations/step-reservations.ts';
import { routing } from './routing/processor.ts';
import { taskChannelResource } from './task-channels/resource.ts';
import { taskQueueResource } from './task-queues/resource.ts';
import { taskResource } from './tasks/resource.ts';
import { endPhase, endTarget } from './tasks/task-deadlines.ts';
import { TARGET_TIMER, TASK_TIMER } from './tasks/task-timers.ts';
import { workerChannelResource } from './worker-channels/resource.ts';
import { workerResource } from './workers/resource.ts';
import { workflowResource } from './workflows/resource.ts';
import { workspaceResource } from './workspaces/resource.ts';

export { createTaskQueue, type NewTaskQueue } from './task-queues/commands.ts';
export { createTask, type NewTask } from './tasks/create-task.ts';
export { removeTask } from './tasks/end-tasks.ts';
export { findTask } from './tasks/find-task.ts';
export { isOpenTask } from './tasks/lifecycle.ts';
export { updateWorkerChannel } from './worker-channels/commands.ts';
export { createWorker, type NewWorker } from './workers/commands.ts';
export { createWorkflow, type NewWorkflow } from './workflows/commands.ts';
export { createWorkspace, type NewWorkspace } from './workspaces/commands.ts';

/** TaskRouter: workspaces, workers, queues, workflows and tasks, and the routing of tasks to workers. */
export function taskRouterProduct(_context: Context): Product {
  return {
    routes: [
      workspaceResource,
      activityResource,
      taskChannelResource,
      taskQueueResource,
      workflowResource,
      workerResource,
      workerChannelResource,
      workerReservationResource,
      taskResource,
      taskReservationResource,
    ].flatMap((resource) => routesOf(resource as Parameters<typeof routesOf>[0])),
    uniqueRefusals: {
      uq_workers_name: 20001,
      uq_task_channels_name: 20001,
      uq_reservations_accepted: 20001,
      uq_reservations_offer: 20409,
    },
    processors: [routing, eventCallbacks],
    timers: {
      [TASK_TIMER]: endPhase,
      [TARGET_TIMER]: endTarget,
      [RESERVATION_TIMER]: expireReservation,
    },
  };
}
