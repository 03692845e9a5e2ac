// How TaskRouter's transfers end those of interactions.
import type { StoredEvent } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';
import { leaveConversation } from '../participants/presence.ts';

type TransferEvent = StoredEvent<
  'task.transfer-completed' | 'task.transfer-failed' | 'task.transfer-canceled'
>;

/**
 * Ends the transfer. Who handed the conversation over leaves it with a cold one, and wraps up outside. Callers hold
 * the channel.
 */
export async function endTransfer(tx: Transaction, event: TransferEvent): Promise<void> {
  const isCompleted = event.type === 'task.transfer-completed';
  await tx.db
    .updateTable('flex_interaction_transfers')
    .set({ status: isCompleted ? 'completed' : 'failed', date_updated: tx.now })
    .where('task_transfer_sid', '=', event.subjectSid)
    .where('status', '=', 'active')
    .execute();
  if (!isCompleted || event.data.mode !== 'COLD') return;
  const initiator = await tx.db
    .selectFrom('flex_interaction_participants')
    .selectAll()
    .where('reservation_sid', '=', event.data.initiatingReservationSid)
    .executeTakeFirst();
  if (initiator !== undefined) await leaveConversation(tx, initiator);
}
