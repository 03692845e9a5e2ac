// From a thread to phones: what is said goes to each messaging participant except who said it.
import { sql } from 'kysely';
import { type OutgoingMessage, sendMessages } from '#delivery/delivery.ts';
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import { creationMark } from '#kernel/sid.ts';
import type { Media } from '#media/media.ts';
import type { Reader } from '#storage/database.ts';
import type { MessageRow, ParticipantRow } from '#storage/schema/threads.ts';
import { expectReceipts } from '../receipts.ts';

/** Longest text carriers take ("Conversations Limits"), and the code of a longer one. */
const LONGEST_BODY = 1_600;
const TOO_LONG = 21_617;

type Recipient = Pick<
  ParticipantRow,
  'sid' | 'account_sid' | 'thread_sid' | 'address' | 'proxy_address' | 'projected_address'
>;

/** One message on its way to one participant. */
interface Dispatch {
  readonly message: MessageRow;
  readonly recipient: Recipient;
  readonly text: OutgoingMessage;
}

/** No parameter, so that the index of participants with an address serves the question. */
const isBound = sql<boolean>`kind <> 'chat'`;

type Posted = StoredEvent<'message.added'>;

/** What the system tells those who look at the thread is carried to nobody. */
function carried(events: readonly StoredEvent[]): Posted[] {
  return (events as readonly Posted[]).filter(({ data }) => !data.isNotice);
}

async function boundParticipants(db: Reader, posts: readonly Posted[]): Promise<Map<string, Recipient[]>> {
  const rows = await db
    .selectFrom('participants')
    .select(['sid', 'account_sid', 'thread_sid', 'address', 'proxy_address', 'projected_address'])
    .where('thread_sid', 'in', [...new Set(posts.map(({ data }) => data.threadSid))])
    .where(isBound)
    .orderBy('sid')
    .execute();
  return Map.groupBy(rows, ({ thread_sid }) => thread_sid);
}

/**
 * The address of ours a participant hears from: its own proxy address; in a group text the one that stands for the
 * author, or else the first of the group.
 */
function senderFor(recipient: Recipient, message: MessageRow, group: readonly Recipient[]): string | null {
  if (recipient.proxy_address !== null) return recipient.proxy_address;
  const author = group.find(({ sid }) => sid === message.participant_sid);
  const first = group.find(({ proxy_address, projected_address }) => projected_address ?? proxy_address);
  return author?.projected_address ?? first?.projected_address ?? first?.proxy_address ?? null;
}

function refusalOf(message: MessageRow): number | null {
  return (message.body ?? '').length > LONGEST_BODY ? TOO_LONG : null;
}

/** Who hears a message: everybody with an address who was there when it was said, except its author. */
function dispatchesOf(
  message: MessageRow,
  group: readonly Recipient[],
  mediaUrls: readonly string[],
): Dispatch[] {
  if ((message.body ?? '') === '' && message.content_sid === null && mediaUrls.length === 0) return [];
  const refusedWith = refusalOf(message);
  return group.flatMap((recipient): Dispatch[] => {
    const { address } = recipient;
    if (address === null || recipient.sid === message.participant_sid) return [];
    if (creationMark(recipient.sid) > creationMark(message.sid)) return [];
    const from = senderFor(recipient, message, group);
    if (from === null) return [];
    const text: OutgoingMessage = {
      accountSid: message.account_sid,
      from,
      to: address,
      body: message.body,
      ...(mediaUrls.length === 0 ? {} : { mediaUrls }),
      contentSid: message.content_sid,
      contentVariables: message.content_variables,
      direction: 'outbound-api',
      ...(refusedWith === null ? {} : { refusedWith }),
    };
    return [{ message, recipient, text }];
  });
}

/**
 * Sends what was said on to carriers, in the order in which it was said, in the same few statements however much.
 * Attachments go as links that carriers can follow.
 */
export const threadDelivery = (media: Pick<Media, 'carrierLinks'>): Processor => ({
  name: 'thread-delivery',
  handles: ['message.added'],
  gathersFor: 10,
  async concerns(db, events) {
    const posts = carried(events);
    return posts.length > 0 && (await boundParticipants(db, posts)).size > 0;
  },
  async process(tx, events) {
    const posts = carried(events);
    if (posts.length === 0) return;
    const groups = await boundParticipants(tx.db, posts);
    const heard = posts.filter(({ data }) => groups.has(data.threadSid));
    if (heard.length === 0) return;
    // Read again rather than taken from the event: what was removed meanwhile is not sent.
    const messages = await tx.db
      .selectFrom('messages')
      .selectAll()
      .where(
        'sid',
        'in',
        heard.map(({ subjectSid }) => subjectSid),
      )
      .orderBy('sid')
      .execute();
    const links = await media.carrierLinks(tx.db, tx.now, messages);
    const dispatches = messages.flatMap((message) =>
      dispatchesOf(message, groups.get(message.thread_sid)!, links.get(message.sid) ?? []),
    );
    const sent = await sendMessages(
      tx,
      dispatches.map(({ text }) => text),
    );
    await expectReceipts(
      tx,
      dispatches.map(({ message, recipient }, position) => ({
        message,
        participantSid: recipient.sid,
        channelMessageSid: sent[position]!.sid,
      })),
    );
  },
});
