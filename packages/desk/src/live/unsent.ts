// What the agent sent and the server has not confirmed, kept over a reload: whether it arrived is found out by looking.
import type { ConversationEntry, MessageEntry, PendingMessage } from '#desk/state/conversations.ts';
import { deskState, dispatch } from '#desk/state/store.ts';
import { words } from '#desk/words/canvas.ts';

/** Indexes that belong to what this page has sent: a message is the arrival of one pending message only. */
const claimed = new Map<string, Set<number>>();

/** Notes that the message of this index is the arrival of something this page has sent. */
export function claim(sid: string, index: number): void {
  const known = claimed.get(sid) ?? new Set();
  claimed.set(sid, known.add(index));
}

type Sent = Pick<PendingMessage, 'body' | 'after' | 'contentSid'> & { readonly files: readonly unknown[] };

/** Among messages after it was sent, the one of this author that says the same and is nobody else's; -1 for none. */
export function arrivalOf(
  sent: Sent,
  messages: readonly Pick<MessageEntry, 'index' | 'author' | 'body' | 'contentSid' | 'media'>[],
  author: string,
  taken: ReadonlySet<number>,
): number {
  const found = messages.find(
    (message) =>
      message.index > sent.after &&
      message.author === author &&
      message.contentSid === sent.contentSid &&
      (sent.contentSid !== null || message.body === sent.body) &&
      message.media.length === sent.files.length &&
      !taken.has(message.index),
  );
  return found?.index ?? -1;
}

/** The index under which something that was sent is there already; it is taken then. -1 when it is not there. */
export function takeArrival(entry: ConversationEntry, pending: PendingMessage): number {
  const identity = deskState().session.user?.identity ?? '';
  const index = arrivalOf(pending, entry.messages, identity, claimed.get(entry.sid) ?? new Set());
  if (index >= 0) claim(entry.sid, index);
  return index;
}

interface Kept extends Omit<PendingMessage, 'files' | 'index' | 'error'> {
  readonly files: readonly string[];
}

const keyOf = (sid: string) => `parley.unsent.${deskState().session.user?.identity ?? ''}.${sid}`;

function kept(sid: string): Kept[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(sid)) ?? '[]') as Kept[];
  } catch {
    return [];
  }
}

function keep(sid: string, list: readonly Kept[]): void {
  try {
    if (list.length === 0) localStorage.removeItem(keyOf(sid));
    else localStorage.setItem(keyOf(sid), JSON.stringify(list));
  } catch {
    // A full or forbidden storage costs the safety of a reload, not the message.
  }
}

/** Keeps what is on its way, or was refused, until it is confirmed or taken back. */
export function keepUnsent(sid: string, pending: PendingMessage): void {
  const { files, index: _index, error: _error, ...rest } = pending;
  const others = kept(sid).filter(({ id }) => id !== pending.id);
  keep(sid, [...others, { ...rest, files: files.map(({ name }) => name) }]);
}

/** It was confirmed, or taken back. */
export function forgetUnsent(sid: string, id: string): void {
  keep(
    sid,
    kept(sid).filter((one) => one.id !== id),
  );
}

/** Shows what was on its way when the page was closed, but for what arrived. Files cannot be kept; their names are told. */
export function restoreUnsent(sid: string): void {
  const entry = deskState().conversations.bySid[sid];
  if (entry === undefined) return;
  for (const { files, ...one } of kept(sid)) {
    if (entry.pending.some(({ id }) => id === one.id)) continue;
    const pending: PendingMessage = { ...one, files: [], index: null, error: words.unconfirmed(files) };
    const isThere = takeArrival(entry, { ...pending, files: files as never }) >= 0;
    if (isThere) forgetUnsent(sid, one.id);
    else dispatch({ type: 'pending/changed', sid, pending });
  }
}
