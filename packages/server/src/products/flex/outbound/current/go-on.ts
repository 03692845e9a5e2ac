// Going on in an open conversation of the current generation.
import { apiError } from '#kernel/errors.ts';
import { finishTask } from '#products/taskrouter/taskrouter.ts';
import type { Transaction } from '#storage/database.ts';
import type { InteractionChannelRow } from '#storage/schema/interactions.ts';
import { holdThread } from '#threads/threads.ts';
import { holdChannel } from '../../interactions/channels/channel-rows.ts';
import { conversationHolder } from '../../interactions/conversation-holder.ts';
import { createInteraction } from '../../interactions/create-interaction.ts';
import { createInvite } from '../../interactions/invites/commands.ts';
import { createTransfer } from '../../interactions/transfers/commands.ts';
import { sayFirst } from '../first-message.ts';
import { type Made, NOTHING_ELSE } from '../made.ts';
import { type OpenConversation, openDetails } from '../open-pair.ts';
import type { Plan } from '../preflight/preflight.ts';
import { handOver, holdWork, isOnItsWay, refuseAbsent } from '../task-in-transfer.ts';
import { interactionRouting, takeOverTarget } from '../work-order.ts';

/** The interaction and the task a conversation has afterwards. */
export interface Work {
  readonly interactionSid: string | null;
  readonly interactionChannelSid: string | null;
  readonly taskSid: string | null;
}

const placeOf = (channel: InteractionChannelRow) => ({
  accountSid: channel.account_sid,
  interactionSid: channel.interaction_sid,
  channelSid: channel.sid,
});

/** Gives the conversation an agent's task: by an invite to its interaction, or by a new interaction. */
async function giveWork(tx: Transaction, plan: Plan, open: OpenConversation, sid: string): Promise<Work> {
  const { accountSid, channel: type, to, from, wish, resolved } = plan;
  const facts = { sid, direction: 'outbound', to, from, customerName: wish.customerName } as const;
  const routing = interactionRouting(resolved.target, facts);
  const { interaction } = open;
  if (interaction !== null && interaction.status !== 'closed') {
    const invite = await createInvite(tx, placeOf(interaction), routing);
    return {
      interactionSid: interaction.interaction_sid,
      interactionChannelSid: interaction.sid,
      taskSid: invite.task_sid,
    };
  }
  const made = await createInteraction(tx, {
    accountSid,
    channel: { type, initiated_by: 'agent', properties: { media_channel_sid: open.thread.sid } },
    routing,
  });
  return {
    interactionSid: made.sid,
    interactionChannelSid: made.channelSid,
    taskSid: made.invite?.task_sid ?? null,
  };
}

/** The agents who work on the conversation's task, the newest first; several after a warm transfer. */
function agentsAtWork(tx: Transaction, channelSid: string, taskSid: string) {
  return tx.db
    .selectFrom('flex_interaction_participants')
    .select(['sid', 'worker_sid'])
    .where('channel_sid', '=', channelSid)
    .where('type', '=', 'agent')
    .where('status', '=', 'open')
    .where('task_sid', '=', taskSid)
    .orderBy('sid', 'desc')
    .execute();
}

/** An invite nobody has answered, to somebody else than it is wanted for, is taken back. */
async function withdraw(tx: Transaction, taskSid: string): Promise<void> {
  await tx.db
    .updateTable('flex_interaction_invites')
    .set({ status: 'canceled', date_updated: tx.now })
    .where('task_sid', '=', taskSid)
    .where('status', '=', 'open')
    .execute();
  await finishTask(tx, taskSid, 'complete', 'The conversation was taken over');
}

/** Whether the task is on its way to whom the caller wants already. */
async function isInvited(tx: Transaction, taskSid: string, target: string): Promise<boolean> {
  const invite = await tx.db
    .selectFrom('flex_interaction_invites')
    .select('sid')
    .where('task_sid', '=', taskSid)
    .where('target', '=', target)
    .where('status', '=', 'open')
    .executeTakeFirst();
  return invite !== undefined;
}

async function takeOver(tx: Transaction, plan: Plan, open: OpenConversation, sid: string): Promise<Work> {
  const interaction = open.interaction as InteractionChannelRow;
  const taskSid = open.taskSid as string;
  const present: Work = {
    interactionSid: interaction.interaction_sid,
    interactionChannelSid: interaction.sid,
    taskSid,
  };
  const to = takeOverTarget(plan.resolved.target);
  if (to === null) return present;
  if (isOnItsWay(tx, open, await holdWork(tx, taskSid), to)) return present;
  const agents = await agentsAtWork(tx, interaction.sid, taskSid);
  if (agents.some(({ worker_sid }) => worker_sid === to) || (await isInvited(tx, taskSid, to)))
    return present;
  await refuseAbsent(tx, open, to);
  const [agent] = agents;
  if (agent !== undefined) {
    const transfer = { type: 'cold', from: agent.sid, to, noteSid: null, summarySid: null } as const;
    await handOver(tx, open, () => createTransfer(tx, placeOf(interaction), transfer));
    return present;
  }
  await withdraw(tx, taskSid);
  return giveWork(tx, plan, open, sid);
}

async function workOn(tx: Transaction, plan: Plan, open: OpenConversation, sid: string): Promise<Work> {
  const { wish } = plan;
  const present: Work = {
    interactionSid: open.interaction?.interaction_sid ?? null,
    interactionChannelSid: open.interaction?.sid ?? null,
    taskSid: open.taskSid,
  };
  if (wish.ifOpen === 'append') return present;
  if (open.taskSid !== null) return wish.ifOpen === 'take-over' ? takeOver(tx, plan, open, sid) : present;
  return wish.mode === 'send-and-wait' ? present : giveWork(tx, plan, open, sid);
}

/**
 * Holds what is worked on, the channel before the conversation. Somebody may have closed it meanwhile (45354), or given
 * it other work (45353).
 */
async function hold(tx: Transaction, plan: Plan, open: OpenConversation): Promise<void> {
  if (open.interaction !== null) await holdChannel(tx, open.interaction.sid);
  const thread = await holdThread(tx, open.thread);
  const details = { parameter: 'To', ...openDetails(open, tx.now) };
  if (thread.state === 'closed') throw apiError(45354, undefined, details);
  if (plan.wish.ifOpen === 'append') return;
  const holder = await conversationHolder(tx.db, plan.accountSid, thread.sid, tx.now);
  const isSame =
    holder.taskSid === open.taskSid && holder.interactionSid === (open.interaction?.interaction_sid ?? null);
  if (!isSame) throw apiError(45353, undefined, details);
}

const OUTCOMES = {
  append: 'appended',
  reuse: 'reused',
  'take-over': 'taken-over',
  reject: 'reused',
} as const;

/** Says the words in the open conversation, and sees to its task as `IfOpen` wants it. */
export async function goOnInCurrent(
  tx: Transaction,
  plan: Plan,
  open: OpenConversation,
  sid: string,
): Promise<Made> {
  await hold(tx, plan, open);
  const work = await workOn(tx, plan, open, sid);
  const message = await sayFirst(tx, plan, open.thread, 'conversations');
  return {
    ...NOTHING_ELSE,
    ...work,
    generation: 'conversations',
    outcome: OUTCOMES[plan.wish.ifOpen],
    threadSid: open.thread.sid,
    serviceSid: open.thread.service_sid,
    messageSid: message.sid,
  };
}
