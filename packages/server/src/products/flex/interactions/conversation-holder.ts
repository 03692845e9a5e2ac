// Who has the customer already: the facts of an open conversation, for those who wanted to open another one.
import { isoDate } from '#kernel/dates.ts';
import { ApiError, type ErrorDetails } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { InteractionChannelRow } from '#storage/schema/interactions.ts';
import { findThreadBySid, lastMessageAt } from '#threads/threads.ts';

/** What programs can read of an open conversation instead of a sentence. */
export interface ConversationHolder {
  readonly conversationSid: string;
  readonly interactionSid: string | null;
  readonly channelSid: string | null;
  /** Who works on it; null while nobody does. */
  readonly agent: { readonly identity: string; readonly workerSid: string | null } | null;
  /** The task that waits or is worked on. */
  readonly taskSid: string | null;
  readonly direction: 'inbound' | 'outbound' | null;
  readonly dateCreated: string | null;
  /** Seconds since it was opened, and since somebody last wrote. */
  readonly age: number | null;
  readonly lastMessageAge: number | null;
}

async function agentOf(db: Reader, channel: InteractionChannelRow | undefined, threadSid: string) {
  if (channel !== undefined) {
    const agent = await db
      .selectFrom('flex_interaction_participants')
      .select(['identity', 'worker_sid'])
      .where('channel_sid', '=', channel.sid)
      .where('type', '=', 'agent')
      .where('participant_sid', 'is not', null)
      .orderBy('sid', 'desc')
      .limit(1)
      .executeTakeFirst();
    return agent?.identity ? { identity: agent.identity, workerSid: agent.worker_sid } : null;
  }
  const member = await db
    .selectFrom('participants')
    .select('identity')
    .where('thread_sid', '=', threadSid)
    .where('identity', 'is not', null)
    .orderBy('sid')
    .limit(1)
    .executeTakeFirst();
  return member?.identity ? { identity: member.identity, workerSid: null } : null;
}

async function workOf(db: Reader, channel: InteractionChannelRow | undefined) {
  if (channel === undefined) return { taskSid: null, direction: null };
  const invite = await db
    .selectFrom('flex_interaction_invites')
    .select('task_sid')
    .where('channel_sid', '=', channel.sid)
    .where('status', 'in', ['open', 'accepted'])
    .orderBy('sid', 'desc')
    .limit(1)
    .executeTakeFirst();
  const interaction = await db
    .selectFrom('flex_interactions')
    .select('initiated_by')
    .where('sid', '=', channel.interaction_sid)
    .executeTakeFirst();
  const direction = interaction?.initiated_by === 'agent' ? ('outbound' as const) : ('inbound' as const);
  return { taskSid: invite?.task_sid ?? null, direction };
}

/** The channel of the interaction that has a conversation, or had it last. */
export function channelOfThread(
  db: Reader,
  accountSid: string,
  threadSid: string,
): Promise<InteractionChannelRow | undefined> {
  return db
    .selectFrom('flex_interaction_channels')
    .selectAll()
    .where('thread_sid', '=', threadSid)
    .where('account_sid', '=', accountSid)
    .orderBy('sid', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The facts of a conversation. `now` is milliseconds since the epoch. */
export async function conversationHolder(
  db: Reader,
  accountSid: string,
  threadSid: string,
  now: number,
): Promise<ConversationHolder> {
  const thread = await findThreadBySid(db, accountSid, threadSid);
  const channel = await channelOfThread(db, accountSid, threadSid);
  const ageOf = (since: number | null) =>
    since === null ? null : Math.max(0, Math.floor((now - since) / 1_000));
  return {
    conversationSid: threadSid,
    interactionSid: channel?.interaction_sid ?? null,
    channelSid: channel?.sid ?? null,
    agent: await agentOf(db, channel, threadSid),
    ...(await workOf(db, channel)),
    dateCreated: thread === undefined ? null : isoDate(thread.date_created),
    age: ageOf(thread?.date_created ?? null),
    lastMessageAge: ageOf(await lastMessageAt(db, threadSid)),
  };
}

/** The refusal with the facts of the conversation it is about in its `details`, whatever it says already. */
export async function withHolder(
  db: Reader,
  refusal: ApiError,
  accountSid: string,
  threadSid: string,
  now: number,
): Promise<ApiError> {
  const holder = await conversationHolder(db, accountSid, threadSid, now);
  const details: ErrorDetails = { ...refusal.details, ...holder };
  return new ApiError(refusal.code, refusal.status, refusal.message, details);
}
