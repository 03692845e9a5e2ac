// The Conversations client of this agent, and what of it the desk's state shows.
import type { Client, Conversation, Message, Participant } from '@twilio/conversations';
import type { ConversationEntry } from '#desk/state/conversations.ts';
import { deskState, dispatch } from '#desk/state/store.ts';
import { words } from '#desk/words/canvas.ts';
import { messageEntry, objectOf, participantEntry } from './message-entry.ts';
import { restoreUnsent } from './unsent.ts';

/** Messages read with a conversation. */
const PAGE = 30;
/** Messages read with each look further back: few enough to come between two frames. */
const EARLIER_PAGE = 50;

function entryOf(conversation: Conversation): ConversationEntry {
  return {
    sid: conversation.sid,
    friendlyName: conversation.friendlyName ?? '',
    attributes: objectOf(conversation.attributes),
    state: conversation.state?.current ?? 'active',
    createdBy: conversation.createdBy,
    lastRead: conversation.lastReadMessageIndex,
    lastIndex: conversation.lastMessage?.index ?? null,
    participants: [],
    typing: [],
    messages: [],
    hasEarlier: false,
    isLoaded: false,
    failure: null,
    pending: [],
    source: conversation,
  };
}

async function readParticipants(conversation: Conversation): Promise<void> {
  const participants = await conversation.getParticipants();
  dispatch({
    type: 'conversation/changed',
    sid: conversation.sid,
    patch: { participants: participants.map(participantEntry) },
  });
}

async function readNewest(conversation: Conversation): Promise<void> {
  const page = await conversation.getMessages(PAGE);
  dispatch({
    type: 'messages/arrived',
    sid: conversation.sid,
    messages: page.items.map(messageEntry),
    patch: { isLoaded: true, hasEarlier: page.hasPrevPage },
  });
}

/** What is read at this moment, so that scrolling asks once for a page. */
const underWay = new Map<string, Promise<void>>();

async function readBefore(entry: ConversationEntry): Promise<void> {
  const first = entry.messages[0];
  if (first === undefined || !entry.hasEarlier) return;
  if (first.index === 0) {
    dispatch({ type: 'conversation/changed', sid: entry.sid, patch: { hasEarlier: false } });
    return;
  }
  const page = await entry.source.getMessages(EARLIER_PAGE, first.index - 1, 'backwards');
  dispatch({
    type: 'messages/arrived',
    sid: entry.sid,
    messages: page.items.map(messageEntry),
    patch: { hasEarlier: page.hasPrevPage },
  });
}

/** Reads the page of messages before the oldest one that is there; resolves when it is in the state. */
export function loadEarlier(sid: string): Promise<void> {
  const already = underWay.get(sid);
  if (already !== undefined) return already;
  const entry = deskState().conversations.bySid[sid];
  if (entry === undefined) return Promise.resolve();
  const reading = readBefore(entry).finally(() => underWay.delete(sid));
  underWay.set(sid, reading);
  return reading;
}

/**
 * Reads the newest page anew; messages between it and what is known are read as well. For after a connection was lost,
 * when it must be certain what arrived.
 */
export async function readMissed(sid: string): Promise<void> {
  const entry = deskState().conversations.bySid[sid];
  if (entry === undefined) return;
  const known = entry.messages.at(-1)?.index ?? -1;
  let page = await entry.source.getMessages(PAGE);
  const missed = page.items.map(messageEntry);
  while (known >= 0 && page.hasPrevPage && (page.items[0]?.index ?? 0) > known + 1) {
    page = await page.prevPage();
    missed.push(...page.items.map(messageEntry));
  }
  dispatch({ type: 'messages/arrived', sid, messages: missed });
}

function markTyping(participant: Participant, isTyping: boolean): void {
  const { sid } = participant.conversation;
  const entry = deskState().conversations.bySid[sid];
  if (entry === undefined) return;
  const who = participant.identity ?? participant.sid;
  const others = entry.typing.filter((name) => name !== who);
  dispatch({
    type: 'conversation/changed',
    sid,
    patch: { typing: isTyping ? [...others, who] : others },
  });
}

function arrived(message: Message): void {
  dispatch({ type: 'messages/arrived', sid: message.conversation.sid, messages: [messageEntry(message)] });
}

/** Takes a conversation up: it is shown at once, and complete when this resolves. */
async function takeUp(conversation: Conversation): Promise<void> {
  const known = deskState().conversations.bySid[conversation.sid];
  if (known?.source === conversation && known.isLoaded) return;
  dispatch({ type: 'conversation/added', conversation: entryOf(conversation) });
  await readAll(conversation);
}

async function readAll(conversation: Conversation): Promise<void> {
  const { sid } = conversation;
  try {
    const isKnown = deskState().conversations.bySid[sid]?.isLoaded === true;
    const reading = isKnown ? readMissed(sid) : readNewest(conversation);
    await Promise.all([readParticipants(conversation), reading]);
    restoreUnsent(sid);
  } catch (error) {
    const failure = error instanceof Error && error.message !== '' ? error.message : words.unreadable;
    dispatch({ type: 'conversation/changed', sid, patch: { failure } });
  }
}

/** Tries again to read a conversation that could not be read. */
export async function readAgain(sid: string): Promise<void> {
  const entry = deskState().conversations.bySid[sid];
  if (entry === undefined) return;
  dispatch({ type: 'conversation/changed', sid, patch: { failure: null } });
  await readAll(entry.source);
}

/** Keeps the state in step with a client: every conversation the agent is in, from joining to leaving. */
export function followConversations(client: Client): void {
  const failed = (error: unknown) => console.error('a conversation could not be read', error);
  client.on('conversationJoined', (conversation) => void takeUp(conversation).catch(failed));
  client.on('conversationLeft', ({ sid }) => dispatch({ type: 'conversation/gone', sid }));
  client.on('conversationRemoved', ({ sid }) => dispatch({ type: 'conversation/gone', sid }));
  client.on('conversationUpdated', ({ conversation }) =>
    dispatch({
      type: 'conversation/changed',
      sid: conversation.sid,
      patch: {
        friendlyName: conversation.friendlyName ?? '',
        attributes: objectOf(conversation.attributes),
        state: conversation.state?.current ?? 'active',
        lastRead: conversation.lastReadMessageIndex,
        lastIndex: conversation.lastMessage?.index ?? null,
      },
    }),
  );
  client.on('messageAdded', arrived);
  client.on('messageUpdated', ({ message }) => arrived(message));
  client.on('messageRemoved', ({ conversation, index }) =>
    dispatch({ type: 'message/removed', sid: conversation.sid, index }),
  );
  const people = ({ conversation }: Participant) => void readParticipants(conversation).catch(failed);
  client.on('participantJoined', people);
  client.on('participantLeft', people);
  client.on('participantUpdated', ({ participant }) => people(participant));
  client.on('typingStarted', (participant) => markTyping(participant, true));
  client.on('typingEnded', (participant) => markTyping(participant, false));
  client.on('connectionStateChanged', (state) => {
    const link = { connected: 'open', connecting: 'connecting', denied: 'refused' } as const;
    dispatch({
      type: 'link/changed',
      name: 'conversations',
      link: link[state as keyof typeof link] ?? 'lost',
    });
  });
}
