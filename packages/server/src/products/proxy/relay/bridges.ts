// Which chat channels are connected to phones, and which messages cross over.
import type { StoredEvent } from '#events/event-types.ts';
import { creationMark } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ProxyParticipantRow, ProxySessionRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { channelCustomers } from './channel-customers.ts';

/** A message in a chat channel. */
export type Posted = StoredEvent<'message.added'>;

/** A chat channel in a session, and who is on the other side. */
interface Bridge {
  readonly session: ProxySessionRow;
  readonly channel: ProxyParticipantRow;
  readonly partner: ProxyParticipantRow;
  /** Who is asked whether messages may pass. */
  readonly interceptUrl: string | null;
}

/** A message that goes over a bridge. */
export interface Crossing extends Bridge {
  readonly post: Posted;
}

/**
 * The bridges of these channels in three queries, however many there are. A session that was closed after the
 * oldest of the posts is among them: what was written before its end is still carried.
 */
export async function bridgesOf(db: Reader, posts: readonly Posted[]): Promise<Bridge[]> {
  const oldest = posts.map(({ subjectSid }) => creationMark(subjectSid)).sort()[0]!;
  const channels = await db
    .selectFrom('proxy_participants')
    .innerJoin('proxy_sessions', 'proxy_sessions.sid', 'proxy_participants.session_sid')
    .selectAll('proxy_participants')
    .where('proxy_participants.account_sid', 'in', [...new Set(posts.map(({ accountSid }) => accountSid))])
    .where('proxy_participants.identifier', 'in', [...new Set(posts.map(({ data }) => data.threadSid))])
    .where('proxy_participants.date_deleted', 'is', null)
    .where((eb) =>
      eb.or([eb('proxy_participants.active', '=', 1), eb('proxy_sessions.end_mark', '>', oldest)]),
    )
    .orderBy('proxy_participants.sid')
    .execute();
  if (channels.length === 0) return [];
  const sessionSids = channels.map(({ session_sid }) => session_sid);
  const sides = await db
    .selectFrom('proxy_participants')
    .selectAll()
    .where('session_sid', 'in', sessionSids)
    .where('date_deleted', 'is', null)
    .execute();
  const sessions = await db
    .selectFrom('proxy_sessions')
    .innerJoin('proxy_services', 'proxy_services.sid', 'proxy_sessions.service_sid')
    .selectAll('proxy_sessions')
    .select('intercept_callback_url')
    .where('proxy_sessions.sid', 'in', sessionSids)
    .execute();
  return channels.flatMap((channel) => {
    const found = sessions.find(({ sid }) => sid === channel.session_sid);
    const partner = sides.find(
      ({ session_sid, sid }) => session_sid === channel.session_sid && sid !== channel.sid,
    );
    if (found === undefined || partner === undefined) return [];
    const { intercept_callback_url: interceptUrl, ...session } = found;
    return [{ session, channel, partner, interceptUrl }];
  });
}

/** Whether the bridge was there when the message was written. */
function wasUp({ session, channel }: Bridge, post: Posted): boolean {
  if (post.data.index < channel.first_index) return false;
  if (session.expires_at !== null && session.expires_at <= post.at) return false;
  if (channel.active === 1) return true;
  return session.end_mark !== null && creationMark(post.subjectSid) < session.end_mark;
}

/** Which messages cross which bridges: those their customer did not write. */
export async function crossings(
  tx: Transaction,
  hooks: ProxyHooks,
  posts: readonly Posted[],
): Promise<Crossing[]> {
  const bridges = await bridgesOf(tx.db, posts);
  if (bridges.length === 0) return [];
  const customers = await channelCustomers(
    tx,
    hooks,
    bridges.map(({ channel }) => channel),
  );
  return posts.flatMap((post) => {
    const meant = bridges.filter(
      (bridge) =>
        bridge.channel.account_sid === post.accountSid &&
        bridge.channel.identifier === post.data.threadSid &&
        wasUp(bridge, post) &&
        post.data.author !==
          (customers.get(bridge.channel.identifier)?.identity ?? bridge.partner.identifier),
    );
    const up = meant.filter(({ channel }) => channel.active === 1);
    // A channel that got a new session while the message waited speaks through that one only.
    return (up.length > 0 ? up : meant).map((bridge) => ({ post, ...bridge }));
  });
}
