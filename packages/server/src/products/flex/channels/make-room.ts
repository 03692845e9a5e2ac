// Room for one more channel in the list of a user: memberships in conversations that are over do not count against him.
import type { Transaction } from '#storage/database.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import { findUser, removeParticipant, settingsOf } from '#threads/threads.ts';

/** Ended channels a user leaves at a time, the oldest first. */
const AT_ONCE = 20;

/**
 * Takes a user who is in as many channels as the service allows out of Flex channels that have ended. Nobody else
 * does: agents who close their browser, and customers who come back, stay in every one of them (Twilio:
 * "Error 45207").
 */
export async function makeRoom(tx: Transaction, service: ChatServiceRow, identity: string): Promise<void> {
  const user = await findUser(tx.db, service.account_sid, service.sid, identity);
  if (user === undefined || user.joined_channels_count < settingsOf(service).userChannelsLimit) return;
  const ended = await tx.db
    .selectFrom('participants')
    .innerJoin('flex_channels', 'flex_channels.sid', 'participants.thread_sid')
    .selectAll('participants')
    .where('participants.service_sid', '=', service.sid)
    .where('participants.identity', '=', identity)
    .where('flex_channels.status', '=', 'INACTIVE')
    .orderBy('participants.sid')
    .limit(AT_ONCE)
    .execute();
  for (const participant of ended) await removeParticipant(tx, participant);
}
