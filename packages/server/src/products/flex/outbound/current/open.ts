// Opening a conversation of the current generation: conversation and customer, with interaction and task where an agent
// is to have it at once, and the first message.
import type { Transaction } from '#storage/database.ts';
import { addPerson, openConversation } from '../../interactions/conversation.ts';
import { createInteraction } from '../../interactions/create-interaction.ts';
import type { Person } from '../../interactions/input.ts';
import { sayFirst } from '../first-message.ts';
import { type Made, NOTHING_ELSE } from '../made.ts';
import type { Plan } from '../preflight/preflight.ts';
import { interactionRouting } from '../work-order.ts';

function customerOf({ to, from, wish }: Plan): Person {
  return { address: to, proxy_address: from, name: wish.customerName };
}

/** The conversation and its customer, for whoever gets the answer. */
async function openAlone(tx: Transaction, plan: Plan): Promise<Made> {
  const { accountSid, channel, wish } = plan;
  const conversation = await openConversation(tx, accountSid, wish.customerName);
  await addPerson(tx, conversation, channel, customerOf(plan));
  const { thread } = conversation;
  const message = await sayFirst(tx, plan, thread, 'conversations');
  return {
    ...NOTHING_ELSE,
    generation: 'conversations',
    outcome: 'opened',
    threadSid: thread.sid,
    serviceSid: thread.service_sid,
    messageSid: message.sid,
    taskSid: null,
  };
}

/** Opens it. 409/50416 when somebody else has done so meanwhile; then nothing may be committed. */
export async function openCurrent(tx: Transaction, plan: Plan, sid: string): Promise<Made> {
  const { accountSid, channel, to, from, wish, resolved } = plan;
  if (wish.mode === 'send-and-wait') return openAlone(tx, plan);
  const facts = { sid, direction: 'outbound', to, from, customerName: wish.customerName } as const;
  const interaction = await createInteraction(tx, {
    accountSid,
    channel: { type: channel, initiated_by: 'agent', properties: {}, participants: [customerOf(plan)] },
    routing: interactionRouting(resolved.target, facts),
  });
  const { thread_sid, service_sid } = await tx.db
    .selectFrom('flex_interaction_channels')
    .select(['thread_sid', 'service_sid'])
    .where('sid', '=', interaction.channelSid as string)
    .executeTakeFirstOrThrow();
  const message = await sayFirst(tx, plan, { sid: thread_sid, service_sid }, 'conversations');
  return {
    ...NOTHING_ELSE,
    generation: 'conversations',
    outcome: 'opened',
    threadSid: thread_sid,
    serviceSid: service_sid,
    messageSid: message.sid,
    interactionSid: interaction.sid,
    interactionChannelSid: interaction.channelSid,
    taskSid: interaction.invite?.task_sid ?? null,
  };
}
