// The front of TaskRouter: the product itself and what flex and the seed may call.
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import type { AnswerHandlers } from '#webhooks/webhooks.ts';
import { activityResource } from './activities/resource.ts';
import { assignmentCallbacks } from './assignment/assignment-callbacks.ts';
import { ASSIGNMENT, obeyInstruction } from './assignment/obey-instruction.ts';
import { explainRoutes } from './explain/resource.ts';
import { expireReservation } from './reservations/answer.ts';
import { taskReservationResource, workerReservationResource } from './reservations/resource.ts';
import { RESERVATION_TIMER } from './reservations/step-reservations.ts';
import { RoutingEngine } from './routing/engine.ts';
import { statistics } from './statistics/processor.ts';
import { statisticsRoutes } from './statistics/statistics.ts';
import { taskChannelResource } from './task-channels/resource.ts';
import { taskQueueResource } from './task-queues/resource.ts';
import { taskResource } from './tasks/resource.ts';
import { endPhase, endTarget } from './tasks/task-deadlines.ts';
import { TARGET_TIMER, TASK_TIMER } from './tasks/task-timers.ts';
import { expireTransfer } from './transfers/transfer-deadline.ts';
import { TRANSFER_TIMER } from './transfers/transfer-timer.ts';
import { workerChannelResource } from './worker-channels/resource.ts';
import { workerResource } from './workers/resource.ts';
import { workflowResource } from './workflows/resource.ts';
import { workspaceEvents } from './workspace-events/record-events.ts';
import { eventResource } from './workspace-events/resource.ts';
import { workspaceResource } from './workspaces/resource.ts';

export { eventBridgeProduct } from './event-bridge/event-bridge.ts';
export { type TaskPayload, taskPayload } from './event-bridge/payloads/task.ts';
export { findReservation } from './reservations/find-reservation.ts';
export { completeReservation, wrapUpReservation } from './reservations/finish-work.ts';
export { purgeStatistics } from './statistics/purge-statistics.ts';
export { createTaskQueue, type NewTaskQueue } from './task-queues/commands.ts';
export { createTask, type NewTask } from './tasks/create-task.ts';
export { findTask, selectTaskViews, type TaskView } from './tasks/find-task.ts';
export { finishTask } from './tasks/finish-task.ts';
export { holdTasks } from './tasks/hold-tasks.ts';
export { isOpenTask } from './tasks/lifecycle.ts';
export { removeTask } from './tasks/remove-task.ts';
export { cancelTransfer, initiateTransfer } from './transfers/commands.ts';
export { updateWorkerChannel } from './worker-channels/commands.ts';
export { agentIdentity } from './workers/agent-identity.ts';
export { createWorker, type NewWorker } from './workers/commands.ts';
export { findWorker } from './workers/find-worker.ts';
export { createWorkflow, type NewWorkflow } from './workflows/commands.ts';
export { createWorkspace, type NewWorkspace } from './workspaces/commands.ts';

/** What TaskRouter asks applications, and what it does with their answers. */
export const taskRouterAnswers: AnswerHandlers = { [ASSIGNMENT]: obeyInstruction };

/** TaskRouter: workspaces, workers, queues, workflows and tasks, and the routing of tasks to workers. */
export function taskRouterProduct({ database, clock, log }: Context): Product {
  const engine = new RoutingEngine(database, clock, (error) =>
    log.error({ err: error }, 'routing failed; it begins anew'),
  );
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
      eventResource,
    ]
      .flatMap((resource) => routesOf(resource as Parameters<typeof routesOf>[0]))
      .concat(statisticsRoutes, explainRoutes(database)),
    uniqueRefusals: {
      uq_workers_name: 20001,
      uq_task_channels_name: 20001,
      uq_reservations_accepted: 20001,
      uq_reservations_offer: 20409,
      uq_task_transfers_initiated: 20001,
    },
    followers: [engine],
    worker: engine,
    processors: [workspaceEvents, assignmentCallbacks, statistics],
    timers: {
      [TASK_TIMER]: endPhase,
      [TARGET_TIMER]: endTarget,
      [RESERVATION_TIMER]: expireReservation,
      [TRANSFER_TIMER]: expireTransfer,
    },
  };
}
