// The bridge from chat to phones: what somebody other than the customer writes in a channel is sent to the customer.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Media } from '#media/media.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxyHooks } from '../hooks.ts';
import { type NewInteraction, recordInteractions } from '../interactions/record.ts';
import { bridgesOf, type Crossing, crossings, type Posted } from './bridges.ts';
import { chatMessagePath, type Template } from './forward.ts';
import { hold, mustWait } from './intercept.ts';
import { keepAlive } from './keep-alive.ts';
import { carry, type Passage } from './passage.ts';

/** Where carriers get the attachments of messages. */
export type MediaLinks = Pick<Media, 'carrierLinks'>;

/** What a message may have beside its words. */
interface Enclosed {
  readonly mediaUrls: readonly string[];
  readonly template: Template | null;
}

const NOTHING: Enclosed = { mediaUrls: [], template: null };

function passageOf({ post, channel, partner }: Crossing, { mediaUrls, template }: Enclosed): Passage {
  const { serviceSid, threadSid, body, author } = post.data;
  const { sid, account_sid, identifier, proxy_identifier } = partner;
  return {
    body,
    mediaUrls,
    ...(template === null ? {} : { template }),
    author,
    inbound: {
      participantSid: channel.sid,
      resourceSid: post.subjectSid,
      status: 'sent',
      path: chatMessagePath(serviceSid, threadSid, post.subjectSid),
    },
    to: { sid, account_sid, identifier, proxy_identifier },
    from: proxy_identifier,
    at: identifier,
    medium: null,
  };
}

/** What came in over a bridge crosses none, and neither does what the system tells those who look at the channel. */
function crossable(events: readonly StoredEvent[]): Posted[] {
  return (events as readonly Posted[]).filter(
    ({ data }) => data.inboundMessageSid === null && !data.isNotice,
  );
}

/** What messages have beside their words, by message; those that have nothing else are not in it. */
async function enclosedIn(
  tx: Transaction,
  media: MediaLinks,
  found: readonly Crossing[],
): Promise<ReadonlyMap<string, Enclosed>> {
  if (found.length === 0) return new Map();
  const messages = await tx.db
    .selectFrom('messages')
    .select(['sid', 'account_sid', 'service_sid', 'media', 'content_sid', 'content_variables'])
    .where('sid', 'in', [...new Set(found.map(({ post }) => post.subjectSid))])
    .where((eb) => eb.or([eb('media', 'is not', null), eb('content_sid', 'is not', null)]))
    .execute();
  if (messages.length === 0) return new Map();
  const links = await media.carrierLinks(tx.db, tx.now, messages);
  return new Map(
    messages.map(({ sid, content_sid: contentSid, content_variables: contentVariables }) => [
      sid,
      {
        mediaUrls: links.get(sid) ?? [],
        template: contentSid === null ? null : { contentSid, contentVariables },
      },
    ]),
  );
}

/** A message says something by its words, by its files or by a template. */
function saysSomething({ body, mediaUrls, template }: Passage): boolean {
  return (body ?? '') !== '' || mediaUrls.length > 0 || template !== undefined;
}

/** Sends what is written in bridged channels to the other side, in the order it was written. */
export function outboundRelay(hooks: ProxyHooks, media: MediaLinks): Processor {
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
      const enclosed = await enclosedIn(tx, media, found);
      const said = found
        .map((crossing) => ({
          crossing,
          passage: passageOf(crossing, enclosed.get(crossing.post.subjectSid) ?? NOTHING),
        }))
        .filter(({ passage }) => saysSomething(passage));
      const bySession = Map.groupBy(said, ({ crossing }) => crossing.session.sid);
      const used = await keepAlive(tx, [...bySession.keys()].sort());
      const interactions: NewInteraction[] = [];
      for (const [sessionSid, own] of bySession) {
        const { crossing } = own[0]!;
        const session = used.find(({ sid }) => sid === sessionSid) ?? crossing.session;
        const passages = own.map(({ passage }) => passage);
        if (mustWait(session, crossing.interceptUrl)) {
          await hold(tx, hooks, session, passages);
          continue;
        }
        for (const passage of passages) interactions.push((await carry(tx, session, passage)).interaction);
      }
      await recordInteractions(tx, interactions);
    },
  };
}
