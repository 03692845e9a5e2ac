// The customer's first answer in a conversation: it makes interaction and task for whom the call said.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import { ApiError } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { InteractionMedium } from '#storage/schema/interactions.ts';
import type { OutboundConversationRow } from '#storage/schema/outbound.ts';
import { findThreadBySid, holdThread } from '#threads/threads.ts';
import { conversationHolder } from '../../interactions/conversation-holder.ts';
import { createInteraction } from '../../interactions/create-interaction.ts';
import { attempt } from '../attempt.ts';
import { endWait, isWaiting } from '../conversations/record.ts';
import type { Target } from '../routing-target.ts';
import { interactionRouting } from '../work-order.ts';
import { forAnybody, replyTarget } from './reply-target.ts';

type Posted = StoredEvent<'message.added'>;

/** The calls that wait in conversations a customer wrote in. */
async function waitingIn(db: Reader, events: readonly StoredEvent[]): Promise<OutboundConversationRow[]> {
  const answers = (events as readonly Posted[]).filter(({ data }) => data.inboundMessageSid !== null);
  if (answers.length === 0) return [];
  return db
    .selectFrom('outbound_conversations')
    .selectAll()
    .where('conversation_sid', 'in', [...new Set(answers.map(({ data }) => data.threadSid))])
    .where(isWaiting)
    .where('generation', '=', 'conversations')
    .orderBy('conversation_sid')
    .execute();
}

function openFor(tx: Transaction, waiting: OutboundConversationRow, target: Target) {
  const { sid, to_address: to, from_address: from, customer_name: customerName } = waiting;
  return createInteraction(tx, {
    accountSid: waiting.account_sid,
    channel: {
      type: waiting.channel as InteractionMedium,
      initiated_by: 'customer',
      properties: { media_channel_sid: waiting.conversation_sid },
    },
    routing: interactionRouting(target, { sid, direction: 'inbound', to, from, customerName }),
  });
}

/** Opens the interaction, for anybody where the agent or queue is not there any more; or says why it cannot be. */
async function openOrExplain(tx: Transaction, waiting: OutboundConversationRow) {
  const target = await replyTarget(tx.db, waiting);
  const choices = target.workerSid === null ? [target] : [target, forAnybody(target)];
  let refusal: ApiError | undefined;
  for (const choice of choices) {
    try {
      return await attempt(tx, (part) => openFor(part, waiting, choice));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refusal = error;
    }
  }
  return refusal as ApiError;
}

/** Holds the conversation before its record, as calls that go on in it do. */
async function answer(tx: Transaction, waiting: OutboundConversationRow): Promise<void> {
  const thread = await findThreadBySid(tx.db, waiting.account_sid, waiting.conversation_sid);
  if (thread !== undefined) await holdThread(tx, thread);
  const claimed = await endWait(tx, waiting.sid, { status: 'answered', date_answered: tx.now });
  if (claimed === undefined) return;
  const holder = await conversationHolder(tx.db, waiting.account_sid, waiting.conversation_sid, tx.now);
  if (holder.taskSid !== null) return note(tx, waiting.sid, { task_sid: holder.taskSid });
  const opened = await openOrExplain(tx, waiting);
  if (opened instanceof Error) {
    const { code, message } = opened;
    return note(tx, waiting.sid, { status: 'failed', error_code: code, error_message: message });
  }
  await note(tx, waiting.sid, {
    interaction_sid: opened.sid,
    interaction_channel_sid: opened.channelSid,
    task_sid: opened.invite?.task_sid ?? null,
  });
}

async function note(tx: Transaction, sid: string, change: Partial<OutboundConversationRow>): Promise<void> {
  await tx.db.updateTable('outbound_conversations').set(change).where('sid', '=', sid).execute();
}

/** Brings answers to agents. */
export const followReplies: Processor = {
  name: 'outbound-replies',
  handles: ['message.added'],
  concerns: async (db, events) => (await waitingIn(db, events)).length > 0,
  async process(tx, events) {
    for (const waiting of await waitingIn(tx.db, events)) await answer(tx, waiting);
  },
};
