// The customer's first answer in a Flex channel: the task it makes goes to whom the call said.
import { ApiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { FlexChannelRow, FlexFlowRow } from '#storage/schema/flex.ts';
import { ensureTask } from '../../channels/channel-task.ts';
import { attempt } from '../attempt.ts';
import { endWait, isWaiting } from '../conversations/record.ts';
import { legacyOrder } from '../work-order.ts';
import { replyTarget } from './reply-target.ts';

/**
 * Gives the answer to whom the call said, and ends the waiting; false when no call waits in the channel. Where that is
 * not possible any more the flow decides. Callers hold the channel.
 */
export async function answerInChannel(
  tx: Transaction,
  flow: FlexFlowRow,
  channel: FlexChannelRow,
): Promise<boolean> {
  const waiting = await tx.db
    .selectFrom('outbound_conversations')
    .selectAll()
    .where('conversation_sid', '=', channel.sid)
    .where(isWaiting)
    .executeTakeFirst();
  if (waiting === undefined) return false;
  const order = legacyOrder(await replyTarget(tx.db, waiting));
  const { taskSid } = await attempt(tx, (part) => ensureTask(part, flow, channel, order)).catch((error) => {
    if (error instanceof ApiError) return ensureTask(tx, flow, channel);
    throw error;
  });
  const answered = { status: 'answered', task_sid: taskSid, date_answered: tx.now } as const;
  await endWait(tx, waiting.sid, answered);
  return true;
}
