// The bridge from chat to phones: what somebody other than the customer writes in a channel is sent to the customer.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { type NewInteraction, recordInteractions } from '../interactions/record.ts';
import { bridgesOf, type Crossing, crossings, type Posted } from './bridges.ts';
import { chatMessagePath, forward } from './forward.ts';
import { keepAlive } from './keep-alive.ts';

async function carry(
  tx: Transaction,
  session: ProxySessionRow,
  { post, channel, partner }: Crossing,
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

/** What came in over a bridge, and what says nothing, crosses none. */
function crossable(events: readonly StoredEvent[]): Posted[] {
  return (events as readonly Posted[]).filter(
    ({ data }) => data.inboundMessageSid === null && data.body !== null && data.body !== '',
  );
}

/** Sends what is written in bridged channels to the other side, in the order it was written. */
export function outboundRelay(hooks: ProxyHooks): Processor {
  return {
    name: 'proxy-relay',
    handles: ['message.added'],
    gathersFor: 10,
    async concerns(db, events) {
      const posts = crossable(events);
      return posts.length > 0 && (await bridgesOf(db, posts)).length > 0;
    },
    async process(tx, events) {
      const posts = crossable(events);
      if (posts.length === 0) return;
      const found = await crossings(tx, hooks, posts);
      const used = await keepAlive(tx, [...new Set(found.map(({ session }) => session.sid))].sort());
      const sessions = new Map(used.map((session) => [session.sid, session]));
      const interactions: NewInteraction[] = [];
      for (const crossing of found) {
        interactions.push(await carry(tx, sessions.get(crossing.session.sid) ?? crossing.session, crossing));
      }
      await recordInteractions(tx, interactions);
    },
  };
}
