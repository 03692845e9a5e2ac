// People coming into conversations and leaving them under an identity.
import { appendEvent } from '#events/event-log.ts';
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { InteractionChannelRow, InteractionParticipantRow } from '#storage/schema/interactions.ts';
import type { ChatServiceRow, ThreadRow } from '#storage/schema/threads.ts';
import {
  addParticipant,
  findParticipant,
  findService,
  findThreadBySid,
  findUser,
  holdThread,
  removeParticipant,
  settingsOf,
} from '#threads/threads.ts';
import { channelFacts } from '../channels/channel-facts.ts';

/** Whether the conversation and its user have room for one more; the code of the refusal when not. */
async function refusalFor(
  tx: Transaction,
  service: ChatServiceRow,
  thread: ThreadRow,
  identity: string,
): Promise<ErrorCode | null> {
  const { channelMembersLimit, userChannelsLimit } = settingsOf(service);
  if (thread.members_count >= channelMembersLimit) return 50417;
  const user = await findUser(tx.db, thread.account_sid, service.sid, identity);
  return user !== undefined && user.joined_channels_count >= userChannelsLimit ? 50214 : null;
}

/**
 * Brings an identity into the conversation of a channel and returns its participant; null when the conversation is
 * closed or full, which the channel then says. Nothing happens to somebody who is in it. Callers hold the channel.
 */
export async function joinConversation(
  tx: Transaction,
  channel: InteractionChannelRow,
  identity: string,
  taskSid: string,
): Promise<string | null> {
  const found = await findThreadBySid(tx.db, channel.account_sid, channel.thread_sid);
  if (found === undefined) return null;
  const thread = await holdThread(tx, found);
  const present = await findParticipant(tx.db, channel.account_sid, thread.sid, identity);
  if (present !== undefined) return present.sid;
  const service = await findService(tx.db, channel.account_sid, thread.service_sid);
  if (service === undefined || thread.state === 'closed') return null;
  const refusal = await refusalFor(tx, service, thread, identity);
  if (refusal !== null) {
    await tellRefusal(tx, channel, identity, taskSid, refusal);
    return null;
  }
  const face = 'conversations';
  const { participant } = await addParticipant(tx, service, thread, { identity, face });
  return participant.sid;
}

async function tellRefusal(
  tx: Transaction,
  channel: InteractionChannelRow,
  identity: string,
  taskSid: string,
  code: ErrorCode,
): Promise<void> {
  const { message } = apiError(code);
  await tx.db
    .updateTable('flex_interaction_channels')
    .set({ error_code: code, error_message: message })
    .where('sid', '=', channel.sid)
    .execute();
  appendEvent(tx, {
    type: 'flex-interaction-channel.agent-refused',
    accountSid: channel.account_sid,
    subjectSid: channel.sid,
    data: { ...channelFacts(channel), identity, taskSid, code, message },
  });
}

/**
 * Takes a participant of a channel out of its conversation, unless the same person takes part in it once more, as
 * who is invited again before an earlier task is finished does. Callers hold the channel.
 */
export async function leaveConversation(
  tx: Transaction,
  participant: InteractionParticipantRow,
): Promise<void> {
  const { participant_sid: memberSid } = participant;
  if (memberSid === null) return;
  await tx.db
    .updateTable('flex_interaction_participants')
    .set({ participant_sid: null })
    .where('sid', '=', participant.sid)
    .execute();
  const again = await tx.db
    .selectFrom('flex_interaction_participants')
    .select('sid')
    .where('channel_sid', '=', participant.channel_sid)
    .where('participant_sid', '=', memberSid)
    .executeTakeFirst();
  if (again !== undefined) return;
  const channel = await tx.db
    .selectFrom('flex_interaction_channels')
    .select('thread_sid')
    .where('sid', '=', participant.channel_sid)
    .executeTakeFirst();
  if (channel === undefined) return;
  const member = await findParticipant(tx.db, participant.account_sid, channel.thread_sid, memberSid);
  if (member !== undefined) await removeParticipant(tx, member);
}
