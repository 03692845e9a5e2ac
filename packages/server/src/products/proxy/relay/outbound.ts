// The bridge from chat to phones: what somebody other than the customer writes in a channel is sent to the customer.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ProxyParticipantRow, ProxySessionRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { type NewInteraction, recordInteractions } from '../interactions/record.ts';
import { customerIdentities } from './customer-identities.ts';
import { chatMessagePath, forward } from './forward.ts';
import { keepAlive } from './keep-alive.ts';

type Posted = StoredEvent<'message.added'>;

/** A chat channel in a session, and who is on the other side. */
interface Bridge {
  readonly channel: ProxyParticipantRow;
  readonly partner: ProxyParticipantRow;
}

/** The bridges of these channels that are up, in three queries however many there are. */
async function bridgesOf(db: Reader, posts: readonly Posted[]): Promise<Bridge[]> {
  const channels = await db
    .selectFrom('proxy_participants')
    .selectAll()
    .where('account_sid', 'in', [...new Set(posts.map(({ accountSid }) => accountSid))])
    .where('identifier', 'in', [...new Set(posts.map(({ data }) => data.threadSid))])
    .where('active', '=', 1)
    .orderBy('sid')
    .execute();
  if (channels.length === 0) return [];
  const sides = await db
    .selectFrom('proxy_participants')
    .selectAll()
    .where(
      'session_sid',
      'in',
      channels.map(({ session_sid }) => session_sid),
    )
    .where('active', '=', 1)
    .execute();
  return channels.flatMap((channel) => {
    const partner = sides.find(
      ({ session_sid, sid }) => session_sid === channel.session_sid && sid !== channel.sid,
    );
    return partner === undefined ? [] : [{ channel, partner }];
  });
}

/** Which messages cross which bridges: those their customer did not write. */
async function crossings(tx: Transaction, hooks: ProxyHooks, posts: readonly Posted[]) {
  const bridges = await bridgesOf(tx.db, posts);
  if (bridges.length === 0) return [];
  const identities = await customerIdentities(
    tx,
    hooks,
    bridges.map(({ channel }) => channel),
  );
  return posts.flatMap((post) =>
    bridges
      .filter(
        ({ channel, partner }) =>
          channel.account_sid === post.accountSid &&
          channel.identifier === post.data.threadSid &&
          post.data.author !== (identities.get(channel.identifier) ?? partner.identifier),
      )
      .map((bridge) => ({ post, ...bridge })),
  );
}

async function carry(
  tx: Transaction,
  session: ProxySessionRow,
  { post, channel, partner }: Bridge & { readonly post: Posted },
): Promise<NewInteraction> {
  const { serviceSid, threadSid, body, author } = post.data;
  const { leg } = await forward(tx, partner, { body, mediaUrls: [], author, sourceSid: post.subjectSid });
  return {
    session,
    body,
    mediaUrls: [],
    inbound: {
      participantSid: channel.sid,
      resourceSid: post.subjectSid,
      status: 'sent',
      path: chatMessagePath(serviceSid, threadSid, post.subjectSid),
    },
    outbound: leg,
  };
}

/** Sends what is written in bridged channels to the other side, in the order it was written. */
export function outboundRelay(hooks: ProxyHooks): Processor {
  return {
    name: 'proxy-relay',
    handles: ['message.added'],
    async process(tx, events) {
      const posts = (events as readonly Posted[]).filter(
        ({ data }) => data.inboundMessageSid === null && data.body !== null && data.body !== '',
      );
      if (posts.length === 0) return;
      const found = await crossings(tx, hooks, posts);
      const used = await keepAlive(tx, [...new Set(found.map(({ channel }) => channel.session_sid))].sort());
      const sessions = new Map(used.map((session) => [session.sid, session]));
      const interactions: NewInteraction[] = [];
      for (const crossing of found) {
        const session = sessions.get(crossing.channel.session_sid);
        if (session !== undefined) interactions.push(await carry(tx, session, crossing));
      }
      await recordInteractions(tx, interactions);
    },
  };
}
