// Whether customer and sender are in an open conversation already, in either generation, and who has it.
import { sql } from 'kysely';
import { isoDate } from '#kernel/dates.ts';
import type { ErrorDetails } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';
import type { FlexChannelRow } from '#storage/schema/flex.ts';
import type { InteractionChannelRow } from '#storage/schema/interactions.ts';
import type { OutboundGeneration } from '#storage/schema/outbound.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import { findThreadBySid, lastMessageAt } from '#threads/threads.ts';
import { channelState } from '../channels/channel-attributes.ts';
import { channelOfThread, conversationHolder } from '../interactions/conversation-holder.ts';
import { type Agent, agentNamed, agentOnTask } from './known-agents.ts';

/** The customer's address and the one of ours. */
export interface Pair {
  readonly accountSid: string;
  readonly to: string;
  readonly from: string;
}

/** An open conversation of the pair. */
export interface OpenConversation {
  readonly generation: OutboundGeneration;
  readonly thread: ThreadRow;
  /** Who works on it; null while nobody does. */
  readonly agent: Agent | null;
  /** The task that waits or is worked on. */
  readonly taskSid: string | null;
  readonly direction: 'inbound' | 'outbound';
  /** Milliseconds since the epoch; null when nothing has been said. */
  readonly lastMessageAt: number | null;
  readonly participantSid: string | null;
  readonly interaction: InteractionChannelRow | null;
  readonly channel: FlexChannelRow | null;
  readonly session: { readonly sid: string; readonly serviceSid: string } | null;
}

/** A Proxy session has the pair without a conversation anybody could write in. */
export interface TakenPair {
  readonly generation: 'taken';
  readonly session: { readonly sid: string; readonly serviceSid: string };
}

/** No parameter, so that the index of open bindings serves the question. */
const isOpen = sql<boolean>`is_open = 1`;

/** The participant of an open conversation that has the pair. */
function boundTo(db: Reader, { accountSid, to, from }: Pair) {
  return db
    .selectFrom('participants')
    .select(['sid', 'thread_sid'])
    .where('account_sid', '=', accountSid)
    .where('address', '=', to)
    .where('proxy_address', '=', from)
    .where(isOpen)
    .executeTakeFirst();
}

/** The open session that has the pair, and the chat channel on its other side. */
async function sessionOf(db: Reader, { accountSid, to, from }: Pair) {
  const sides = await db
    .selectFrom('proxy_participants as customer')
    .innerJoin('proxy_participants as other', 'other.session_sid', 'customer.session_sid')
    .select(['customer.session_sid', 'customer.service_sid', 'other.identifier', 'other.active'])
    .where('customer.account_sid', '=', accountSid)
    .where('customer.identifier', '=', to)
    .where('customer.proxy_identifier', '=', from)
    .where('customer.active', '=', 1)
    .execute();
  const [any] = sides;
  if (any === undefined) return null;
  const channel = sides.find(({ identifier, active }) => active === 1 && isSid(identifier, 'CH'));
  return { sid: any.session_sid, serviceSid: any.service_sid, channelSid: channel?.identifier ?? null };
}

/** The active Flex channel of the customer through a flow of this address of ours. */
function activeChannel(db: Reader, { accountSid, to, from }: Pair): Promise<FlexChannelRow | undefined> {
  return db
    .selectFrom('flex_flows')
    .innerJoin('flex_channels', 'flex_channels.flex_flow_sid', 'flex_flows.sid')
    .selectAll('flex_channels')
    .where('flex_flows.account_sid', '=', accountSid)
    .where('flex_flows.contact_identity', '=', from)
    .where('flex_channels.target', '=', to)
    .where(sql<boolean>`flex_channels.status = 'ACTIVE' AND flex_channels.target IS NOT NULL`)
    .orderBy('flex_channels.sid', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Whether one of our own calls began the conversation. */
async function wasBegunHere(db: Reader, accountSid: string, threadSid: string): Promise<boolean> {
  const record = await db
    .selectFrom('outbound_conversations')
    .select('sid')
    .where('account_sid', '=', accountSid)
    .where('conversation_sid', '=', threadSid)
    .where('outcome', '=', 'opened')
    .limit(1)
    .executeTakeFirst();
  return record !== undefined;
}

async function bindingFacts(
  db: Reader,
  { accountSid }: Pair,
  bound: { sid: string; thread_sid: string },
  now: number,
): Promise<OpenConversation | null> {
  const thread = await findThreadBySid(db, accountSid, bound.thread_sid);
  if (thread === undefined) return null;
  const interaction = (await channelOfThread(db, accountSid, thread.sid)) ?? null;
  const holder = await conversationHolder(db, accountSid, thread.sid, now);
  const isOurs =
    holder.direction ?? ((await wasBegunHere(db, accountSid, thread.sid)) ? 'outbound' : 'inbound');
  return {
    generation: 'conversations',
    thread,
    agent: holder.agent === null ? null : await agentNamed(db, accountSid, holder.agent),
    taskSid: holder.taskSid,
    direction: isOurs,
    lastMessageAt: await lastMessageAt(db, thread.sid),
    participantSid: bound.sid,
    interaction,
    channel: null,
    session: null,
  };
}

async function openTaskOf(db: Reader, accountSid: string, channelSid: string) {
  return db
    .selectFrom('flex_channel_tasks')
    .innerJoin('tasks', 'tasks.sid', 'flex_channel_tasks.task_sid')
    .select(['tasks.sid', 'tasks.attributes'])
    .where('flex_channel_tasks.channel_sid', '=', channelSid)
    .where('tasks.account_sid', '=', accountSid)
    .where('tasks.assignment_status', 'not in', ['completed', 'canceled'])
    .orderBy('tasks.sid', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function channelFacts(
  db: Reader,
  pair: Pair,
  threadSid: string,
  channel: FlexChannelRow | null,
  session: OpenConversation['session'],
): Promise<OpenConversation | null> {
  const { accountSid } = pair;
  const thread = await findThreadBySid(db, accountSid, threadSid);
  if (thread === undefined || channelState(thread.attributes).isInactive) return null;
  const task = channel === null ? undefined : await openTaskOf(db, accountSid, channel.sid);
  const isBegunHere =
    task === undefined
      ? await wasBegunHere(db, accountSid, threadSid)
      : (JSON.parse(task.attributes) as { direction?: unknown }).direction === 'outbound';
  return {
    generation: 'legacy',
    thread,
    agent: task === undefined ? null : await agentOnTask(db, accountSid, task.sid),
    taskSid: task?.sid ?? null,
    direction: isBegunHere ? 'outbound' : 'inbound',
    lastMessageAt: await lastMessageAt(db, threadSid),
    participantSid: null,
    interaction: null,
    channel,
    session,
  };
}

/**
 * Whether texts of the customer go into a session nobody could write in, also that of a channel that is over. One whose
 * channel was removed ends with the customer's next text, which goes to whoever has the pair then.
 */
async function isInTheWay(db: Reader, accountSid: string, channelSid: string | null): Promise<boolean> {
  return channelSid === null || (await findThreadBySid(db, accountSid, channelSid)) !== undefined;
}

/**
 * The open conversation of the pair, or null. A session goes before a conversation, because texts that come in do.
 * A session without a channel somebody could write in is told as such.
 */
export async function findOpen(
  db: Reader,
  pair: Pair,
  now: number,
): Promise<OpenConversation | TakenPair | null> {
  const session = await sessionOf(db, pair);
  const channel = (await activeChannel(db, pair)) ?? null;
  const threadSid = session?.channelSid ?? channel?.sid ?? null;
  if (threadSid !== null) {
    const own = channel?.sid === threadSid ? channel : null;
    const found = await channelFacts(db, pair, threadSid, own, session);
    if (found !== null) return found;
  }
  if (session !== null && (await isInTheWay(db, pair.accountSid, session.channelSid))) {
    return { generation: 'taken', session };
  }
  const bound = await boundTo(db, pair);
  return bound === undefined ? null : bindingFacts(db, pair, bound, now);
}

const ageOf = (now: number, since: number | null) =>
  since === null ? null : Math.max(0, Math.floor((now - since) / 1_000));

/** The facts of an open conversation as refusals and answers tell them. */
export function openDetails(open: OpenConversation | TakenPair, now: number): ErrorDetails {
  if (open.generation === 'taken') {
    return {
      generation: 'legacy',
      conversation_sid: null,
      agent: null,
      task_sid: null,
      session_sid: open.session.sid,
    };
  }
  const { thread, agent, interaction, session, lastMessageAt: last } = open;
  return {
    conversation_sid: thread.sid,
    chat_service_sid: thread.service_sid,
    generation: open.generation,
    agent:
      agent === null
        ? null
        : { identity: agent.identity, worker_sid: agent.workerSid, worker_name: agent.name },
    task_sid: open.taskSid,
    direction: open.direction,
    interaction_sid: interaction?.interaction_sid ?? null,
    session_sid: session?.sid ?? null,
    date_created: isoDate(thread.date_created),
    age_seconds: ageOf(now, thread.date_created),
    last_activity: isoDate(last ?? thread.date_created),
    last_message_age_seconds: ageOf(now, last),
  };
}
