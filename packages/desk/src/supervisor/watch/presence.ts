// Being in a conversation to watch it: a participant of its own that tells colleagues why it is there, and customers
// nothing. It goes with the page.
import { readAll } from '#desk/rest/pages.ts';
import { post, RequestError, remove } from '#desk/rest/request.ts';
import type { DeskState } from '#desk/state/store.ts';
import { until } from '#desk/state/until.ts';
import { attributesOf } from '../basis/taskrouter.ts';

/** Who is there already cannot be added. */
const ALREADY_THERE = 50433;

interface ParticipantRecord {
  readonly sid: string;
  readonly identity: string | null;
  /** JSON text. */
  readonly attributes: string;
}

/** The watcher's part in a conversation. */
export interface Presence {
  readonly participantSid: string;
  /** He works on it himself: then he does not leave with the page. */
  readonly isOwnWork: boolean;
}

const WATCHING = { parley: { role: 'watching' } } as const;

function participants(conversationSid: string): string {
  return `/conversations/v1/Conversations/${conversationSid}/Participants`;
}

/** Whether a participant only watches. */
function isWatching(participant: ParticipantRecord): boolean {
  const { parley } = attributesOf(participant) as { parley?: { role?: unknown } | null };
  return parley?.role === 'watching';
}

/** Enters; whoever is in the conversation already, from another window or as its agent, stays who he is. */
export async function enter(conversationSid: string, identity: string): Promise<Presence> {
  const path = participants(conversationSid);
  try {
    const Attributes = JSON.stringify(WATCHING);
    const { sid } = await post<ParticipantRecord>(path, { Identity: identity, Attributes });
    return { participantSid: sid, isOwnWork: false };
  } catch (error) {
    if (!(error instanceof RequestError) || (error.status !== 409 && error.code !== ALREADY_THERE)) {
      throw error;
    }
    const all = await readAll<ParticipantRecord>(path);
    const own = all.find((participant) => participant.identity === identity);
    if (own === undefined) throw error;
    return { participantSid: own.sid, isOwnWork: !isWatching(own) };
  }
}

/** As long as it may take the client to hear that it came in. */
const HEARD_MS = 3_000;

function isTakenUp({ worker, conversations }: DeskState, conversationSid: string): true | null {
  const entry = conversations.bySid[conversationSid];
  const isOver =
    worker.links.conversations !== 'open' || entry?.isLoaded || (entry && entry.failure !== null);
  return isOver ? true : null;
}

/** Leaves; who is out already is out. A client that is still reading what it came into is not shut out meanwhile. */
export async function leave(conversationSid: string, { participantSid }: Presence): Promise<void> {
  await until((state) => isTakenUp(state, conversationSid), HEARD_MS);
  try {
    await remove(`${participants(conversationSid)}/${participantSid}`);
  } catch (error) {
    if (!(error instanceof RequestError) || error.status !== 404) throw error;
  }
}

/** Leaves while the page goes away, when nothing can be waited for any more. */
export function leaveAtOnce(conversationSid: string, { participantSid }: Presence): void {
  fetch(`${participants(conversationSid)}/${participantSid}`, {
    method: 'DELETE',
    headers: { 'X-Parley-Desk': '1' },
    credentials: 'same-origin',
    keepalive: true,
  }).catch(() => {});
}

/** Whispers: the note is for colleagues only, and the watcher's participant tells their desks to read it now. */
export async function whisper(
  conversationSid: string,
  presence: Presence | null,
  Body: string,
): Promise<void> {
  await post('/desk/v1/ConversationNotes', { ConversationSid: conversationSid, Kind: 'whisper', Body });
  if (presence === null || presence.isOwnWork) return;
  const Attributes = JSON.stringify({ ...WATCHING, whisperedAt: new Date().toISOString() });
  await post(`${participants(conversationSid)}/${presence.participantSid}`, { Attributes });
}
