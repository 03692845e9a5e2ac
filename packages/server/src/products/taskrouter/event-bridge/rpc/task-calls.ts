// Calls about tasks: making one, reading it, its attributes, and its end.
import { invalidParameter } from '#kernel/errors.ts';
import type { ReservationStatus } from '#storage/schema/taskrouter.ts';
import type { TaskView } from '../../tasks/find-task.ts';
import { taskResource } from '../../tasks/resource.ts';
import { taskPayload } from '../payloads/task.ts';
import { refuseOtherTask, refuseOtherWorker } from './access.ts';
import { type BridgeCall, change, readOne } from './call.ts';

const NEW_TASK_PARAMETERS = [
  'WorkflowSid',
  'TaskQueueSid',
  'RoutingTarget',
  'TaskChannel',
  'VirtualStartTime',
  'Attributes',
  'Priority',
  'Timeout',
];
const TASK_PARAMETERS = ['AssignmentStatus', 'Reason', 'Attributes', 'VirtualStartTime'];

/** Reservations that make a task the worker's: it may write on it, and once accepted bring it to its end. */
const HELD: readonly ReservationStatus[] = ['pending', 'accepted', 'wrapping'];
const ACCEPTED: readonly ReservationStatus[] = ['accepted', 'wrapping'];

function present(call: BridgeCall) {
  return (row: TaskView) => taskPayload(row, call.now);
}

/** Makes a task; a worker makes it for itself. Clients name the task channel by its SID or by its unique name. */
export async function createTask(call: BridgeCall) {
  const { input } = call;
  refuseOtherWorker(call, input['RoutingTarget'] as string | undefined);
  const channel = input['TaskChannelSid'] ?? input['TaskChannelUniqueName'] ?? null;
  const named = { ...call, input: { ...input, TaskChannel: channel } };
  return change(named, taskResource.create!, NEW_TASK_PARAMETERS, present(call));
}

/** A task the worker has or had a reservation of, or any for a supervisor. */
export async function fetchTask(call: BridgeCall) {
  await refuseOtherTask(call.database.read, call, call.params['Sid']!, null);
  return taskPayload(await readOne(call, taskResource.fetch!), call.now);
}

/** Changes a task, wraps it up or completes it. */
export async function updateTask(call: BridgeCall) {
  const status = call.input['AssignmentStatus'] ?? null;
  if (status !== null && status !== 'wrapping' && status !== 'completed') {
    throw invalidParameter('AssignmentStatus', 'it is neither wrapping nor completed');
  }
  return change(call, taskResource.update!, TASK_PARAMETERS, present(call), (tx) =>
    refuseOtherTask(tx.db, call, call.params['Sid']!, status === null ? HELD : ACCEPTED),
  );
}
