// Making and changing conversations by the rules of their account.
import type { Call } from '#http/operations.ts';
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ChatServiceRow, ThreadRow } from '#storage/schema/threads.ts';
import { conversationDefaults, createThread, holdThread, updateThread } from '#threads/threads.ts';
import { requireMessagingService } from '../messaging-service.ts';
import { bindingsFrom, type ConversationInput, changeFrom, timersFrom } from './input.ts';

/**
 * Makes a conversation. Timers need the state they run in to be named (50382); where none are given, those of the
 * account hold, as does its messaging service.
 */
export async function createConversation(
  tx: Transaction,
  service: ChatServiceRow,
  input: ConversationInput,
): Promise<ThreadRow> {
  const timers = timersFrom(input);
  if ((timers.inactive || timers.closed) && !input.State) throw apiError(50382);
  await requireMessagingService(tx.db, service.account_sid, 'MessagingServiceSid', input.MessagingServiceSid);
  const defaults = await conversationDefaults(tx.db, service.account_sid);
  return createThread(tx, {
    accountSid: service.account_sid,
    serviceSid: service.sid,
    friendlyName: input.FriendlyName,
    uniqueName: input.UniqueName,
    attributes: input.Attributes,
    type: 'private',
    dateCreated: input.DateCreated,
    dateUpdated: input.DateUpdated,
    state: input.State,
    timers: {
      inactive: timers.inactive === undefined ? defaults.timers.inactive : timers.inactive,
      closed: timers.closed === undefined ? defaults.timers.closed : timers.closed,
    },
    messagingServiceSid:
      input.MessagingServiceSid === undefined ? defaults.messagingServiceSid : input.MessagingServiceSid,
    bindings: bindingsFrom(input, {}),
    face: 'conversations',
  });
}

/** Changes a conversation. Closed is final (50377), and nothing goes back to `initializing` (50378). */
export async function updateConversation(
  tx: Transaction,
  found: ThreadRow,
  { input, ifMatch }: Pick<Call<ConversationInput>, 'input' | 'ifMatch'>,
): Promise<ThreadRow> {
  const thread = await holdThread(tx, found);
  if (thread.state === 'closed') throw apiError(50377);
  if (input.State === 'initializing' && thread.state !== 'initializing') {
    throw apiError(50378, undefined, { parameter: 'State' });
  }
  await requireMessagingService(tx.db, thread.account_sid, 'MessagingServiceSid', input.MessagingServiceSid);
  return updateThread(tx, thread, changeFrom(input, thread), {
    ifVersion: ifMatch,
    state: input.State ?? undefined,
    timers: timersFrom(input),
    face: 'conversations',
  });
}
