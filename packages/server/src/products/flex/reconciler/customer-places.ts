// Whether the chat channel or conversation in which a customer is talked with is still open.
import type { Reader } from '#storage/database.ts';
import { channelState } from '../channels/channel-attributes.ts';

/** A place that is not open any more. */
export interface EndedPlace {
  readonly how: 'gone' | 'inactive' | 'closed';
  /** Milliseconds since the epoch; null when nothing is left that would say. */
  readonly endedAt: number | null;
}

/** Those of the places that are over: not there at all, INACTIVE to Flex, or closed. */
export async function endedPlaces(
  db: Reader,
  accountSid: string,
  sids: readonly string[],
): Promise<ReadonlyMap<string, EndedPlace>> {
  const asked = [...new Set(sids)];
  if (asked.length === 0) return new Map();
  const [threads, channels] = await Promise.all([
    db
      .selectFrom('threads')
      .select(['sid', 'state', 'state_changed_at', 'attributes', 'date_updated'])
      .where('sid', 'in', asked)
      .where('account_sid', '=', accountSid)
      .execute(),
    db
      .selectFrom('flex_channels')
      .select(['sid', 'date_updated'])
      .where('sid', 'in', asked)
      .where('account_sid', '=', accountSid)
      .where('status', '=', 'INACTIVE')
      .execute(),
  ]);
  const threadOf = new Map(threads.map((thread) => [thread.sid, thread]));
  const retiredAt = new Map(channels.map((channel) => [channel.sid, channel.date_updated]));
  return new Map(
    asked.flatMap((sid): [string, EndedPlace][] => {
      const thread = threadOf.get(sid);
      const retired = retiredAt.get(sid) ?? null;
      if (thread === undefined) return [[sid, { how: 'gone', endedAt: retired }]];
      if (retired !== null) return [[sid, { how: 'inactive', endedAt: retired }]];
      if (thread.state === 'closed') return [[sid, { how: 'closed', endedAt: thread.state_changed_at }]];
      if (channelState(thread.attributes).isInactive) {
        return [[sid, { how: 'inactive', endedAt: thread.date_updated }]];
      }
      return [];
    }),
  );
}
