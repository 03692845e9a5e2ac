// The conversation of an interaction: a new one with its customers, or one that is there already.
import { ApiError, apiError, invalidParameter } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { InteractionMedium } from '#storage/schema/interactions.ts';
import type { ChatServiceRow, ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import {
  addBoundParticipant,
  addParticipant,
  checkBinding,
  conversationDefaults,
  createThread,
  defaultService,
  findService,
  findThreadBySid,
  holdThread,
} from '#threads/threads.ts';
import { withHolder } from './conversation-holder.ts';
import type { Person } from './input.ts';
import { type Reach, reachOf } from './participants/reach.ts';

/** A conversation that can be written in. */
export interface Conversation {
  readonly service: ChatServiceRow;
  readonly thread: ThreadRow;
}

/** Somebody of the customer's side, with the name they were given. */
export interface Customer {
  readonly participant: ParticipantRow;
  readonly name: string | null;
}

/** Opens a conversation in the account's default service. */
export async function openConversation(
  tx: Transaction,
  accountSid: string,
  friendlyName: string | null,
): Promise<Conversation> {
  const service = await defaultService(tx, accountSid);
  const { timers, messagingServiceSid } = await conversationDefaults(tx.db, accountSid);
  const thread = await createThread(tx, {
    accountSid,
    serviceSid: service.sid,
    friendlyName,
    type: 'private',
    timers,
    messagingServiceSid,
    face: 'conversations',
  });
  return { service, thread };
}

/** A conversation of the account; 400/20001 when there is none. */
export async function requireConversation(
  tx: Transaction,
  accountSid: string,
  threadSid: string,
): Promise<Conversation> {
  const thread = await findThreadBySid(tx.db, accountSid, threadSid);
  const service = thread === undefined ? undefined : await findService(tx.db, accountSid, thread.service_sid);
  if (thread === undefined || service === undefined) {
    throw invalidParameter('Channel', `properties.media_channel_sid: there is no conversation ${threadSid}`);
  }
  return { thread, service };
}

/** Holds a conversation that is to be worked on; 45354 when it is closed. */
export async function holdOpen(tx: Transaction, { service, thread }: Conversation): Promise<Conversation> {
  const held = await holdThread(tx, thread);
  if (held.state === 'closed') throw apiError(45354, undefined, { conversationSid: thread.sid });
  return { service, thread: held };
}

function detailsOf({ name, level }: Person) {
  const known = { ...(name ? { name } : {}), ...(level ? { level } : {}) };
  return Object.keys(known).length === 0 ? {} : { participantAttributes: JSON.stringify(known) };
}

async function addReach(
  tx: Transaction,
  { service, thread }: Conversation,
  reach: Reach,
  person: Person,
): Promise<ParticipantRow> {
  const details = { ...detailsOf(person), face: 'conversations' } as const;
  if ('identity' in reach) {
    const { identity } = reach;
    const friendlyName = person.name ?? null;
    return (await addParticipant(tx, service, thread, { ...details, identity, friendlyName })).participant;
  }
  const { address, proxyAddress } = reach;
  const binding = await checkBinding(tx.db, thread.account_sid, { address, proxyAddress });
  return addBoundParticipant(tx, service, thread, { ...details, binding: { ...binding, address } });
}

/**
 * Adds a person to a conversation. 409/50416 when they are in an open conversation with the same address of ours
 * already: `details` name it, its agent and its age. 45351 for a person who cannot be reached on the medium.
 */
export async function addPerson(
  tx: Transaction,
  conversation: Conversation,
  medium: InteractionMedium,
  person: Person,
  fallbackProxy: string | null = null,
): Promise<ParticipantRow> {
  const reach = reachOf(medium, person, fallbackProxy);
  try {
    return await addReach(tx, conversation, reach, person);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 50416) throw error;
    const { account_sid: accountSid } = conversation.thread;
    const holder = error.details?.['conversationSid'] as string;
    throw await withHolder(tx.db, error, accountSid, holder, tx.now);
  }
}

/** Who is in a conversation, oldest first. */
export function participantsOf(tx: Transaction, thread: ThreadRow): Promise<ParticipantRow[]> {
  return tx.db
    .selectFrom('participants')
    .selectAll()
    .where('thread_sid', '=', thread.sid)
    .where('account_sid', '=', thread.account_sid)
    .orderBy('sid')
    .execute();
}

/** The customers of a conversation that is taken over: who is reached by an address, else who is in it at all. */
export function customersAmong(participants: readonly ParticipantRow[]): Customer[] {
  const bound = participants.filter(({ address }) => address !== null);
  return (bound.length > 0 ? bound : participants).map((participant) => ({ participant, name: null }));
}
