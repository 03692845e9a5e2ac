// Giving a participant its place in the tables: of two who want the same place, the database lets one in.
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ParticipantRow } from '#storage/schema/threads.ts';
import type { Face } from './hooks/event-names.ts';
import { isOpen } from './open-threads.ts';
import { refusal } from './refusals.ts';

/**
 * Inserts a participant. The indexes `uq_participants_binding`, `uq_participants_group` and
 * `uq_participants_identity` decide: 409/50416, with the conversation that has the pair of addresses in the message
 * and in `details`; 50437 for an address that is in the group text; 50404 (in Conversations 50433) for an identity.
 */
export async function placeParticipant(
  tx: Transaction,
  row: ParticipantRow,
  face: Face | undefined,
): Promise<ParticipantRow> {
  for (;;) {
    const placed = await tx.db
      .insertInto('participants')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (placed !== undefined) return placed;
    await refuseTakenBinding(tx, row);
    await refuseTakenPlace(tx, row, face);
    // Whoever held the place has left it since.
  }
}

async function refuseTakenBinding(tx: Transaction, row: ParticipantRow): Promise<void> {
  if (row.address === null || row.proxy_address === null || row.is_open === 0) return;
  const holder = await tx.db
    .selectFrom('participants')
    .select(['sid', 'thread_sid', 'service_sid'])
    .where('account_sid', '=', row.account_sid)
    .where('address', '=', row.address)
    .where('proxy_address', '=', row.proxy_address)
    .where(isOpen)
    .executeTakeFirst();
  if (holder === undefined) return;
  throw apiError(
    50416,
    `A binding for this participant and proxy address already exists in Conversation ${holder.thread_sid}`,
    {
      conversationSid: holder.thread_sid,
      chatServiceSid: holder.service_sid,
      participantSid: holder.sid,
      address: row.address,
      proxyAddress: row.proxy_address,
    },
  );
}

async function refuseTakenPlace(tx: Transaction, row: ParticipantRow, face: Face | undefined): Promise<void> {
  const inThread = tx.db.selectFrom('participants').select('sid').where('thread_sid', '=', row.thread_sid);
  if (row.identity !== null) {
    const holder = await inThread.where('identity', '=', row.identity).executeTakeFirst();
    if (holder !== undefined) throw refusal(face, 'participantExists');
  }
  if (row.address !== null && row.proxy_address === null) {
    const holder = await inThread
      .where('address', '=', row.address)
      .where('proxy_address', 'is', null)
      .executeTakeFirst();
    if (holder !== undefined) throw apiError(50437);
  }
}
