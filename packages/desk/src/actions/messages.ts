// Writing to customers and reading what they wrote, under the names Flex UI has for it. Every action takes
// `{conversationSid}` (or `channelSid`, as older plugins say).
import { readMissed } from '#desk/live/conversations-client.ts';
import { claim, forgetUnsent, keepUnsent, takeArrival } from '#desk/live/unsent.ts';
import type { ConversationEntry, PendingMessage } from '#desk/state/conversations.ts';
import { deskState, dispatch } from '#desk/state/store.ts';
import { until } from '#desk/state/until.ts';
import { words } from '#desk/words/agent.ts';
import { type Payload, registerAction } from './actions.ts';

/** What `SendMessage` takes. */
interface Outgoing {
  readonly body?: string;
  readonly messageAttributes?: Record<string, unknown>;
  readonly files?: readonly File[];
  readonly contentSid?: string;
  readonly contentVariables?: Record<string, string>;
  /** The pending message this is another attempt of: it is sent as it was. */
  readonly pendingId?: string;
}

/** Between attempts while the connection seems to hold. */
const AGAIN_MS = 1_000;

/** The conversation an action is about. */
export function conversationOf(payload: Payload): ConversationEntry {
  const { conversationSid, channelSid } = payload as { conversationSid?: string; channelSid?: string };
  const entry = deskState().conversations.bySid[conversationSid ?? channelSid ?? ''];
  if (entry === undefined) throw new Error(words.noSuchConversation);
  return entry;
}

function show(sid: string, pending: PendingMessage): void {
  dispatch({ type: 'pending/changed', sid, pending });
  if (pending.index === null) keepUnsent(sid, pending);
  else forgetUnsent(sid, pending.id);
}

async function post({ source }: ConversationEntry, message: PendingMessage): Promise<number | null> {
  const builder = source.prepareMessage();
  if (message.body && message.contentSid === null) builder.setBody(message.body);
  if (message.attributes) builder.setAttributes(message.attributes as never);
  for (const file of message.files) {
    builder.addMedia({
      contentType: file.type || 'application/octet-stream',
      filename: file.name,
      media: file,
    });
  }
  if (message.contentSid !== null) {
    const { ContentTemplateVariable } = await import('@twilio/conversations');
    const variables = Object.entries(message.contentVariables ?? {});
    builder.setContentTemplate(
      message.contentSid,
      variables.map(([name, value]) => new ContentTemplateVariable(name, value)),
    );
  }
  return builder.build().send();
}

/** Resolves when the connection of conversations holds. */
function connected(): Promise<unknown> {
  return until(({ worker }) => worker.links.conversations === 'open' || null);
}

/** Whether the server said no; anything else is a connection that did not hold. */
function isRefusal(error: unknown): boolean {
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown };
  const number = typeof status === 'number' ? status : code;
  return typeof number === 'number' && number >= 400 && number < 500 && number !== 408 && number !== 429;
}

/** The server's words where it has some. */
function reasonOf(error: unknown): string {
  const { body } = (error ?? {}) as { body?: { message?: unknown } };
  if (typeof body?.message === 'string') return body.message;
  return error instanceof Error && error.message !== '' ? error.message : words.notSent;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, AGAIN_MS));

/**
 * Brings a message to the server, however often the connection is lost meanwhile. Before another attempt the
 * conversation is read: what arrived without an answer is not sent again. Throws when the server refuses it.
 */
async function bring(sid: string, pending: PendingMessage): Promise<number | null> {
  for (let attempts = 0; ; attempts += 1) {
    await connected();
    try {
      if (attempts > 0) {
        await readMissed(sid);
        const arrived = takeArrival(conversationOf({ conversationSid: sid }), pending);
        if (arrived >= 0) return arrived;
      }
      return await post(conversationOf({ conversationSid: sid }), pending);
    } catch (error) {
      const isConnected = deskState().worker.links.conversations === 'open';
      const isGone = deskState().conversations.bySid[sid] === undefined;
      if (isRefusal(error) || isGone || (isConnected && attempts >= 2)) throw error;
      await pause();
    }
  }
}

/** The last message on its way in each conversation: they arrive in the order in which they were written. */
const tails = new Map<string, Promise<unknown>>();

function inOrder<T>(sid: string, work: () => Promise<T>): Promise<T> {
  const turn = (tails.get(sid) ?? Promise.resolve()).then(work, work);
  tails.set(sid, turn);
  return turn;
}

function pendingOf(entry: ConversationEntry, message: Outgoing): PendingMessage {
  const known = entry.pending.find(({ id }) => id === message.pendingId);
  if (known !== undefined) return { ...known, error: null };
  return {
    id: message.pendingId ?? crypto.randomUUID(),
    body: message.body ?? '',
    files: message.files ?? [],
    attributes: message.messageAttributes ?? null,
    contentSid: message.contentSid ?? null,
    contentVariables: message.contentVariables ?? null,
    date: Date.now(),
    after: entry.lastIndex ?? -1,
    index: null,
    error: null,
  };
}

registerAction('SendMessage', async (payload) => {
  const entry = conversationOf(payload);
  const { sid } = entry;
  const pending = pendingOf(entry, payload as Outgoing);
  show(sid, pending);
  try {
    const index = await inOrder(sid, () => bring(sid, pending));
    if (index === null) {
      await readMissed(sid);
      forgetUnsent(sid, pending.id);
      dispatch({ type: 'pending/gone', sid, id: pending.id });
      return index;
    }
    claim(sid, index);
    show(sid, { ...pending, index });
    return index;
  } catch (error) {
    show(sid, { ...pending, error: reasonOf(error) });
    throw error;
  }
});

registerAction('SendTyping', async (payload) => {
  await conversationOf(payload).source.typing();
});

registerAction('MarkConversationRead', async (payload) => {
  const { source, lastIndex, lastRead } = conversationOf(payload);
  if (lastIndex === null || lastIndex <= (lastRead ?? -1)) return;
  await source.advanceLastReadMessageIndex(lastIndex);
});

/** Takes back what was refused; `TakeBackMessage` with `{conversationSid, pendingId}`. */
registerAction('TakeBackMessage', (payload) => {
  const { sid } = conversationOf(payload);
  const { pendingId } = payload as { pendingId: string };
  forgetUnsent(sid, pendingId);
  dispatch({ type: 'pending/gone', sid, id: pendingId });
});
