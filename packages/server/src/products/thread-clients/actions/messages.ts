// What a client may do with messages: send, edit and remove them.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { MessageRow, ThreadRow } from '#storage/schema/threads.ts';
import { findMessage, removeMessage, updateMessage } from '#threads/threads.ts';
import type { ClientContext, ClientViewer } from './client.ts';
import { refuseLongBody, refuseLongNames, refuseUnusableAttributes } from './limits.ts';
import { perform, performPost } from './perform.ts';
import { refuseUnallowed, requireOwnPlace, standingIn } from './standing.ts';

/** A message to be sent. */
export interface SentMessage {
  readonly thread: string;
  readonly body?: string | null | undefined;
  readonly attributes?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly mediaSids?: readonly string[] | null | undefined;
  readonly contentSid?: string | null | undefined;
  /** JSON object of the values of the content template. */
  readonly contentVariables?: string | null | undefined;
}

/** A message by its thread and its SID or index. */
interface MessagePlace {
  readonly thread: string;
  readonly message: string | number;
}

/** What a message is to be from now on. */
export interface MessageEdit extends MessagePlace {
  readonly body?: string | undefined;
  readonly attributes?: string | undefined;
}

/** Sends a message (`sendMessage`), or one with files (`sendMediaMessage`). */
export async function sendMessage(
  clients: ClientContext,
  viewer: ClientViewer,
  sent: SentMessage,
): Promise<MessageRow> {
  const { service, identity, face } = viewer;
  refuseLongBody(sent.body);
  refuseLongNames({ subject: sent.subject });
  refuseUnusableAttributes(face, 'message', sent.attributes);
  if (sent.contentVariables && !sent.contentSid) {
    throw invalidParameter('content_variables', 'there is no content_sid they belong to');
  }
  const standing = await standingIn(clients.database.read, viewer, sent.thread);
  const { thread } = standing;
  const mediaSids = sent.mediaSids ?? [];
  refuseUnallowed(standing, viewer, mediaSids.length > 0 ? 'message.sendMedia' : 'message.send');
  const media = mediaSids.length > 0 ? await clients.mediaOf(viewer, mediaSids) : null;
  const place = requireOwnPlace(standing);
  const message = {
    author: identity,
    body: sent.contentSid ? null : (sent.body ?? (face === 'chat' ? '' : null)),
    attributes: sent.attributes ?? '{}',
    subject: sent.subject ?? null,
    media: media === null ? null : JSON.stringify(media),
  };
  return performPost(clients, viewer, { type: 'message.add', thread, message }, (change) => ({
    accountSid: service.account_sid,
    serviceSid: service.sid,
    threadSid: thread.sid,
    ...message,
    ...change,
    media,
    contentSid: sent.contentSid,
    contentVariables: sent.contentVariables,
    participantSid: change.author === undefined ? place.sid : null,
    face,
  }));
}

async function requireMessage(db: Reader, thread: ThreadRow, name: string | number): Promise<MessageRow> {
  const found =
    typeof name === 'string'
      ? await findMessage(db, thread.account_sid, thread.sid, name)
      : await db
          .selectFrom('messages')
          .selectAll()
          .where('thread_sid', '=', thread.sid)
          .where('message_index', '=', name)
          .executeTakeFirst();
  if (found === undefined) throw notFound(`/Messages/${name}`);
  return found;
}

/**
 * Edits a message: its body (`editOwnMessage`, `editAnyMessage`), its attributes (`editOwnMessageAttributes`,
 * `editAnyMessageAttributes`). In Programmable Chat a message with a file has no body to edit (400/50509).
 */
export async function editMessage(
  clients: ClientContext,
  viewer: ClientViewer,
  { thread: name, message: which, body, attributes }: MessageEdit,
): Promise<MessageRow> {
  const { face, identity } = viewer;
  refuseLongBody(body);
  refuseUnusableAttributes(face, 'message', attributes);
  const standing = await standingIn(clients.database.read, viewer, name);
  const { thread } = standing;
  const message = await requireMessage(clients.database.read, thread, which);
  const isOwn = message.author === identity;
  if (body !== undefined || attributes === undefined) {
    refuseUnallowed(standing, viewer, 'message.editBody', { isOwn });
  }
  if (attributes !== undefined) refuseUnallowed(standing, viewer, 'message.editAttributes', { isOwn });
  if (body !== undefined && face === 'chat' && message.media !== null) throw apiError(50509);
  const wanted = {
    ...(body === undefined ? {} : { body }),
    ...(attributes === undefined ? {} : { attributes }),
    last_updated_by: identity,
  };
  const action = { type: 'message.update', thread, message: { ...message, ...wanted } } as const;
  return perform(clients, viewer, action, (tx, change) =>
    updateMessage(tx, message, { ...wanted, ...change }),
  );
}

/** Removes a message (`deleteOwnMessage`, `deleteAnyMessage`). */
export async function deleteMessage(
  clients: ClientContext,
  viewer: ClientViewer,
  { thread: name, message: which }: MessagePlace,
): Promise<MessageRow> {
  const standing = await standingIn(clients.database.read, viewer, name);
  const { thread } = standing;
  const message = await requireMessage(clients.database.read, thread, which);
  refuseUnallowed(standing, viewer, 'message.remove', { isOwn: message.author === viewer.identity });
  return perform(clients, viewer, { type: 'message.remove', thread, message }, async (tx) => {
    await removeMessage(tx, message);
    return message;
  });
}
