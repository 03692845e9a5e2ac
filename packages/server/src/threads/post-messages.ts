// Posting: the hot path. A whole run of posts takes the same few statements as one.
import { appendEvent } from '#events/event-log.ts';
import type { ThreadOrigin } from '#events/event-types.ts';
import { type ApiError, apiError, notFound } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { claimMedia, expectMedia, messageMedia, wantedMedia } from '#media/media.ts';
import { insertRowsLast } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import type { MessageMedia, MessageRow } from '#storage/schema/threads.ts';
import { authorsOf } from './authors.ts';
import type { Face } from './hooks/event-names.ts';
import { mediaColumn } from './message-media.ts';
import { originOf } from './origin.ts';
import { withoutTheirTemplate } from './posted-templates.ts';
import { closedAmong, reserveIndexes, type ThreadPlace } from './reserve-indexes.ts';

/** A message about to be posted. */
export interface NewMessage {
  readonly accountSid: string;
  readonly threadSid: string;
  /** When given, the thread must belong to this service. */
  readonly serviceSid?: string;
  readonly author: string;
  readonly body: string | null;
  readonly attributes?: string | null | undefined;
  readonly lastUpdatedBy?: string | null | undefined;
  readonly dateCreated?: number | null | undefined;
  readonly dateUpdated?: number | null | undefined;
  /** The carrier message the text came in with. */
  readonly inboundMessageSid?: string | null;
  readonly subject?: string | null | undefined;
  readonly contentSid?: string | null | undefined;
  /** JSON object of the values of the content template. */
  readonly contentVariables?: string | null | undefined;
  /** Uploaded files that go with it, by their SIDs; no other message can have them. */
  readonly media?: readonly Pick<MessageMedia, 'sid'>[] | null | undefined;
  /** Files a carrier keeps that came with it; they are fetched afterwards. */
  readonly mediaUrls?: readonly string[] | undefined;
  /** The participant who wrote it, for callers who know; else it is found by the author. */
  readonly participantSid?: string | null | undefined;
  /** Set for what the system says to those who look at the thread; it is carried to no phone. */
  readonly isNotice?: boolean;
  /** Who set it off, when that is not the whole transaction's origin. */
  readonly origin?: ThreadOrigin;
  /** The generation whose words refusals are told in; Programmable Chat when not given. */
  readonly face?: Face;
}

/** What became of one post. */
export type PostOutcome = MessageRow | ApiError;

/**
 * Posts messages in the order given. Indexes are gapless in each thread because they are taken and used in one
 * transaction. A post to a thread its account does not have is refused alone (404/20404), and so is one to a closed
 * thread (50377), one with media it cannot have (50507, 50508, 50510) and one with a template that is not there (50526). Either all posts name their service or none
 * does. Rejects with 409/50508 when another message took media of these meanwhile: then nothing may be committed.
 */
export async function postMessages(tx: Transaction, posts: readonly NewMessage[]): Promise<PostOutcome[]> {
  const media = await mediaOfPosts(tx, posts);
  const untemplated = await withoutTheirTemplate(tx.db, posts);
  const sendable = posts.filter((post) => !(media.get(post) instanceof Error) && !untemplated.has(post));
  const placeOf = await reserveIndexes(tx, sendable);
  const refused = sendable.filter((post) => placeOf(post) === undefined);
  const closed = refused.length === 0 ? new Set<string>() : await closedAmong(tx, refused);
  const authors = await authorsOf(tx.db, posts);
  const written: MessageRow[] = [];
  const taken: { message: MessageRow; media: readonly MediaRow[] }[] = [];
  const outcomes = posts.map((post): PostOutcome => {
    const wanted = media.get(post) ?? [];
    if (wanted instanceof Error) return wanted;
    if (untemplated.has(post)) return apiError(50526, undefined, { parameter: 'ContentSid' });
    const place = placeOf(post);
    if (place === undefined) {
      if (closed.has(post.threadSid)) return apiError(50377);
      const collection = post.face === 'conversations' ? 'Conversations' : 'Channels';
      return notFound(`/${collection}/${post.threadSid}`);
    }
    const row = messageRow(tx, post, place, post.participantSid ?? authors(post));
    if (wanted.length > 0) {
      row.media = mediaColumn(wanted.map(messageMedia));
      taken.push({ message: row, media: wanted });
    }
    written.push(row);
    appendEvent(tx, {
      type: 'message.added',
      accountSid: row.account_sid,
      subjectSid: row.sid,
      data: {
        serviceSid: row.service_sid,
        threadSid: row.thread_sid,
        index: row.message_index,
        author: row.author,
        body: row.body,
        participantSid: row.participant_sid,
        inboundMessageSid: post.inboundMessageSid ?? null,
        ...(post.isNotice ? { isNotice: true } : {}),
        origin: post.origin ?? originOf(tx),
      },
    });
    return row;
  });
  await claimMedia(tx, taken);
  await expectAll(tx, posts, outcomes);
  insertRowsLast(tx, 'messages', written as unknown as Record<string, string | number | null>[]);
  return outcomes;
}

/** The files posts want, or why they cannot have them; posts without files are not in it. */
async function mediaOfPosts(
  tx: Transaction,
  posts: readonly NewMessage[],
): Promise<Map<NewMessage, readonly MediaRow[] | ApiError>> {
  const wanting = posts.filter(({ media }) => media && media.length > 0);
  if (wanting.length === 0) return new Map();
  const found = await wantedMedia(
    tx.db,
    wanting.map(({ accountSid, serviceSid, media }) => ({
      accountSid,
      serviceSid,
      sids: media!.map(({ sid }) => sid),
    })),
  );
  return new Map(wanting.map((post, position) => [post, found[position]!]));
}

/** Texts come in one at a time, so there is no run of them to do this for at once. */
async function expectAll(
  tx: Transaction,
  posts: readonly NewMessage[],
  outcomes: readonly PostOutcome[],
): Promise<void> {
  for (const [position, { mediaUrls = [] }] of posts.entries()) {
    const message = outcomes[position]!;
    if (mediaUrls.length === 0 || message instanceof Error) continue;
    message.media = mediaColumn(await expectMedia(tx, message, mediaUrls));
  }
}

function messageRow(
  tx: Transaction,
  post: NewMessage,
  place: ThreadPlace,
  participantSid: string | null,
): MessageRow {
  const index = place.next_index;
  place.next_index += 1;
  return {
    sid: newSid('IM'),
    account_sid: post.accountSid,
    service_sid: place.service_sid,
    thread_sid: place.sid,
    message_index: index,
    author: post.author,
    body: post.body,
    attributes: post.attributes ?? '{}',
    last_updated_by: post.lastUpdatedBy ?? null,
    was_edited: 0,
    subject: post.subject ?? null,
    content_sid: post.contentSid ?? null,
    content_variables: post.contentVariables ?? null,
    media: null,
    participant_sid: participantSid,
    channel_message_sid: post.inboundMessageSid ?? null,
    date_created: post.dateCreated ?? tx.now,
    date_updated: post.dateUpdated ?? tx.now,
  };
}

/** Posts one message; 404/20404 when the account has no such thread, 50377 when the thread is closed. */
export async function postMessage(tx: Transaction, post: NewMessage): Promise<MessageRow> {
  const [outcome] = await postMessages(tx, [post]);
  if (outcome instanceof Error) throw outcome;
  return outcome!;
}
