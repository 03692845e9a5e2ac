// Places in threads: how many people fit into one, and how many threads one user can be in.
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ChatServiceRow, ThreadRow } from '#storage/schema/threads.ts';
import type { Face } from './hooks/event-names.ts';
import { refusal } from './refusals.ts';
import { settingsOf } from './services.ts';

/** People reached by an address in one conversation, and in one group text ("Conversations Limits"). */
const MOST_BOUND = 50;
const MOST_IN_GROUP = 10;

/** Who wants a place. */
export interface PlaceWish {
  readonly kind: 'chat' | 'bound' | 'group';
  readonly face: Face | undefined;
}

/**
 * Counts one more participant in the thread, which holds the thread until the transaction ends: it cannot be closed
 * meanwhile. Refused: 50377 when it is closed, 50403 (in Conversations 50417) when it is full, 50418 and 50436 when
 * no more people fit who are reached by an address.
 */
export async function takePlace(
  tx: Transaction,
  service: ChatServiceRow,
  thread: ThreadRow,
  { kind, face }: PlaceWish,
): Promise<void> {
  const limit = settingsOf(service).channelMembersLimit;
  const mostBound = kind === 'group' ? MOST_IN_GROUP : MOST_BOUND;
  let query = tx.db
    .updateTable('threads')
    .set((eb) => ({
      members_count: eb('members_count', '+', 1),
      ...(kind === 'chat' ? {} : { bound_count: eb('bound_count', '+', 1) }),
    }))
    .where('sid', '=', thread.sid)
    .where('state', '!=', 'closed')
    .where('members_count', '<', limit);
  if (kind !== 'chat') query = query.where('bound_count', '<', mostBound);
  if ((await query.returning('sid').executeTakeFirst()) !== undefined) return;
  const now = await tx.db
    .selectFrom('threads')
    .select(['state', 'members_count'])
    .where('sid', '=', thread.sid)
    .executeTakeFirst();
  if (now === undefined) throw apiError(20404);
  if (now.state === 'closed') throw apiError(50377);
  if (now.members_count >= limit) throw refusal(face, 'threadFull');
  throw apiError(kind === 'group' ? 50436 : 50418);
}

/** Gives places in a thread back. */
export async function leavePlace(tx: Transaction, threadSid: string, isBound: boolean): Promise<void> {
  await tx.db
    .updateTable('threads')
    .set((eb) => ({
      members_count: eb('members_count', '-', 1),
      ...(isBound ? { bound_count: eb('bound_count', '-', 1) } : {}),
    }))
    .where('sid', '=', threadSid)
    .execute();
}

/** Counts one more thread of the user; 50208 (in Conversations 50214) at the limit of the service. */
export async function takeThread(
  tx: Transaction,
  service: ChatServiceRow,
  userSid: string,
  face: Face | undefined,
): Promise<void> {
  const taken = await tx.db
    .updateTable('users')
    .set((eb) => ({ joined_channels_count: eb('joined_channels_count', '+', 1) }))
    .where('sid', '=', userSid)
    .where('joined_channels_count', '<', settingsOf(service).userChannelsLimit)
    .returning('sid')
    .executeTakeFirst();
  if (taken === undefined) throw refusal(face, 'userFull');
}

/** Counts one thread of the user less. */
export async function leaveThread(tx: Transaction, serviceSid: string, identity: string): Promise<void> {
  await tx.db
    .updateTable('users')
    .set((eb) => ({ joined_channels_count: eb('joined_channels_count', '-', 1) }))
    .where('service_sid', '=', serviceSid)
    .where('identity', '=', identity)
    .execute();
}
