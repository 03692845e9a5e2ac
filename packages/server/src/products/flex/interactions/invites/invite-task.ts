// An invite and the task that carries it: how somebody is found who works on a conversation.
import { appendEvent } from '#events/event-log.ts';
import { ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { createTask } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type {
  InteractionChannelRow,
  InteractionInitiator,
  InteractionInviteRow,
} from '#storage/schema/interactions.ts';
import type { RoutingWish } from '../input.ts';
import { type InviteView, taskProperties, withTasks } from '../routing-view.ts';
import { taskAttributes } from '../task-attributes.ts';

/** An invite about to be made. */
export interface NewInvite {
  readonly channel: InteractionChannelRow;
  readonly initiatedBy: InteractionInitiator;
  readonly customer: { readonly address: string | null; readonly name: string | null };
  readonly routing: RoutingWish;
}

/** Whom the routing names: a worker, else a queue, else whoever the workflow finds. */
function targetOf({ worker_sid, queue_sid, workflow_sid, workspace_sid }: RoutingWish): string {
  return worker_sid ?? queue_sid ?? workflow_sid ?? workspace_sid;
}

/**
 * Makes the task. A task for a named worker ends with the offer to them: nobody else would be found (Flex
 * Conversations "Best Practices", declined reservations).
 */
async function makeTask(tx: Transaction, accountSid: string, routing: RoutingWish, attributes: string) {
  try {
    return await createTask(tx, {
      accountSid,
      workspaceSid: routing.workspace_sid,
      workflowSid: routing.workflow_sid ?? null,
      taskChannel: routing.task_channel_sid ?? routing.task_channel_unique_name ?? null,
      routingTarget: routing.worker_sid ?? null,
      taskQueueSid: routing.queue_sid ?? null,
      attributes,
      priority: routing.priority ?? null,
      timeout: routing.timeout ?? null,
      ignoreCapacity: routing.ignore_capacity ?? null,
      endsWithOffer: true,
    });
  } catch (error) {
    // The workspace is named in a parameter and not in the path.
    if (!(error instanceof ApiError) || error.code !== 20404) throw error;
    throw invalidParameter(
      'Routing',
      `properties.workspace_sid: there is no workspace ${routing.workspace_sid}`,
    );
  }
}

/** The refusal of an invite to somebody who is invited already, naming that invite. */
async function refuseDuplicate(tx: Transaction, channelSid: string, target: string): Promise<never> {
  const open = await tx.db
    .selectFrom('flex_interaction_invites')
    .select(['sid', 'task_sid'])
    .where('channel_sid', '=', channelSid)
    .where('target', '=', target)
    .where('status', '=', 'open')
    .executeTakeFirst();
  throw apiError(45353, undefined, {
    channelSid,
    inviteSid: open?.sid ?? null,
    taskSid: open?.task_sid ?? null,
  });
}

/**
 * Invites somebody to the conversation of a channel by a task. 409/45353 while the same worker, queue or workflow is
 * invited already: of two answers to two texts that came at once one brings an agent back. 400/20001 for routing
 * that the workspace does not have.
 */
export async function makeInvite(tx: Transaction, given: NewInvite): Promise<InviteView> {
  const { channel, routing } = given;
  const sid = newSid('KG');
  const attributes = taskAttributes({
    interactionSid: channel.interaction_sid,
    channelSid: channel.sid,
    inviteSid: sid,
    threadSid: channel.thread_sid,
    medium: channel.type,
    initiatedBy: given.initiatedBy,
    customer: given.customer,
    given: routing.attributes,
  });
  const task = await makeTask(tx, channel.account_sid, routing, attributes);
  const invite: InteractionInviteRow = {
    sid,
    account_sid: channel.account_sid,
    interaction_sid: channel.interaction_sid,
    channel_sid: channel.sid,
    workspace_sid: task.workspace_sid,
    task_sid: task.sid,
    status: 'open',
    target: targetOf(routing),
    task: '{}',
    date_created: tx.now,
    date_updated: tx.now,
  };
  const [view] = await withTasks(tx.db, channel.account_sid, [invite]);
  const inserted = await tx.db
    .insertInto('flex_interaction_invites')
    .values({ ...invite, task: JSON.stringify(taskProperties(view!.taskView!, tx.now)) })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted === undefined) return refuseDuplicate(tx, channel.sid, invite.target);
  appendEvent(tx, {
    type: 'flex-interaction-invite.created',
    accountSid: inserted.account_sid,
    subjectSid: inserted.sid,
    data: {
      interactionSid: inserted.interaction_sid,
      channelSid: inserted.channel_sid,
      threadSid: channel.thread_sid,
      taskSid: inserted.task_sid,
    },
  });
  return { ...inserted, taskView: view!.taskView };
}
