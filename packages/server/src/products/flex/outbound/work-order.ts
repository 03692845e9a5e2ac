// The task of an outbound conversation, in the words of each generation.
import { readAttributes } from '#kernel/attributes.ts';
import { invalidParameter } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { TaskOrder } from '../channels/channel-task.ts';
import { type RoutingWish as InteractionRouting, TASK_ATTRIBUTES_LIMIT } from '../interactions/input.ts';
import type { Target } from './routing-target.ts';

/** What the task tells beside what its creator wants. */
export interface TaskFacts {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound';
  readonly to: string;
  readonly from: string;
  readonly customerName: string | null;
}

/**
 * Attributes of the task as JSON text: the creator's, with who is to be found by them. 400/20001 when all of it is
 * longer than a task's attributes may be.
 */
export function orderAttributes(target: Target, facts: TaskFacts): string {
  const known =
    facts.customerName === null ? {} : { customerName: facts.customerName, name: facts.customerName };
  const attributes = JSON.stringify({
    ...known,
    direction: facts.direction,
    from: facts.to,
    customerAddress: facts.to,
    twilioNumber: facts.from,
    ...readAttributes(target.attributes),
    ...(target.workerSid === null ? {} : { knownWorkerSid: target.workerSid }),
    outboundSid: facts.sid,
  });
  if (attributes.length <= TASK_ATTRIBUTES_LIMIT) return attributes;
  throw invalidParameter(
    'Attributes',
    `with those of the conversation it is longer than ${TASK_ATTRIBUTES_LIMIT} characters`,
  );
}

/** The task as Flex channels order it. */
export function legacyOrder(target: Target): TaskOrder {
  return {
    workspaceSid: target.workspaceSid,
    workflowSid: target.workflowSid,
    taskChannel: target.taskChannel,
    priority: target.priority,
    timeout: target.timeout,
    routingTarget: target.workerSid,
    taskQueueSid: target.workerSid === null ? target.queueSid : null,
  };
}

/** The task as Interactions order it. */
export function interactionRouting(target: Target, facts: TaskFacts): InteractionRouting {
  const isSidOfChannel = isSid(target.taskChannel, 'TC');
  return {
    workspace_sid: target.workspaceSid,
    workflow_sid: target.workflowSid,
    queue_sid: target.workerSid === null ? target.queueSid : null,
    worker_sid: target.workerSid,
    ...(isSidOfChannel
      ? { task_channel_sid: target.taskChannel }
      : { task_channel_unique_name: target.taskChannel }),
    attributes: orderAttributes(target, facts),
    priority: target.priority,
    timeout: target.timeout,
  };
}

/** Whom work that is taken over goes to. */
export function takeOverTarget({ workerSid, queueSid, workflowSid }: Target): string | null {
  return workerSid ?? queueSid ?? workflowSid;
}
