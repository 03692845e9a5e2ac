// Conversations this agent is in, with the part of their history that was read, and what is on its way out.
import type { Conversation, Message, Participant } from '@twilio/conversations';
import type { Action } from './action.ts';
import { withMessages, withoutMessage } from './message-list.ts';

/** How far a message has come to those who are reached through carriers; null where nobody is. */
export type Delivery = 'sent' | 'delivered' | 'read' | 'failed' | 'undelivered' | null;

/** A message as it is shown. */
export interface MessageEntry {
  readonly sid: string;
  readonly index: number;
  readonly author: string;
  readonly body: string;
  /** Milliseconds. */
  readonly date: number;
  readonly isEdited: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly media: readonly MediaEntry[];
  /** The template it was made of; null for free words. */
  readonly contentSid: string | null;
  readonly delivery: Delivery;
  /** The SDK's message: links of its files, receipts in detail. */
  readonly source: Message;
}

export interface MediaEntry {
  readonly sid: string;
  readonly filename: string;
  readonly contentType: string;
  /** Bytes. */
  readonly size: number;
}

/** What the agent has sent and the server has not confirmed yet, or refused. */
export interface PendingMessage {
  readonly id: string;
  readonly body: string;
  readonly files: readonly File[];
  readonly attributes: Readonly<Record<string, unknown>> | null;
  readonly contentSid: string | null;
  readonly contentVariables: Readonly<Record<string, string>> | null;
  readonly date: number;
  /** The newest message when it was first sent: it can only be among later ones. -1 where there was none. */
  readonly after: number;
  /** Known once the server has it; it stays until the message itself arrives. */
  readonly index: number | null;
  /** Why it was refused; null while it is on its way. */
  readonly error: string | null;
}

export interface ParticipantEntry {
  readonly sid: string;
  readonly identity: string | null;
  /** `chat` or the channel through which a customer takes part. */
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly lastRead: number | null;
  /** When he came in, milliseconds. */
  readonly joined: number;
  /** Our address he is talked to from, where he takes part through a carrier. */
  readonly ourAddress: string | null;
  readonly address: string | null;
  readonly source: Participant;
}

export interface ConversationEntry {
  readonly sid: string;
  readonly friendlyName: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly state: 'active' | 'inactive' | 'closed';
  readonly createdBy: string;
  readonly lastRead: number | null;
  readonly lastIndex: number | null;
  readonly participants: readonly ParticipantEntry[];
  /** Those who are writing at this moment: identities, or participant SIDs where there is none. */
  readonly typing: readonly string[];
  /** In order of their index, without gaps. */
  readonly messages: readonly MessageEntry[];
  /** Whether older messages than those can be read. */
  readonly hasEarlier: boolean;
  /** The newest page of messages was read. */
  readonly isLoaded: boolean;
  /** Why it could not be read; null while that is under way or was done. */
  readonly failure: string | null;
  readonly pending: readonly PendingMessage[];
  readonly source: Conversation;
}

export interface ConversationsState {
  readonly bySid: Readonly<Record<string, ConversationEntry>>;
}

type Patch = Partial<Omit<ConversationEntry, 'sid' | 'messages' | 'pending'>>;

export type ConversationsAction =
  | { readonly type: 'conversation/added'; readonly conversation: ConversationEntry }
  | { readonly type: 'conversation/changed'; readonly sid: string; readonly patch: Patch }
  | { readonly type: 'conversation/gone'; readonly sid: string }
  | {
      readonly type: 'messages/arrived';
      readonly sid: string;
      readonly messages: readonly MessageEntry[];
      readonly patch?: Patch;
    }
  | { readonly type: 'message/removed'; readonly sid: string; readonly index: number }
  | { readonly type: 'pending/changed'; readonly sid: string; readonly pending: PendingMessage }
  | { readonly type: 'pending/gone'; readonly sid: string; readonly id: string };

function changed(
  state: ConversationsState,
  sid: string,
  change: (entry: ConversationEntry) => ConversationEntry,
): ConversationsState {
  const entry = state.bySid[sid];
  return entry === undefined ? state : { bySid: { ...state.bySid, [sid]: change(entry) } };
}

/** A conversation that is taken up anew stays on the screen as it was. */
function withKnown(added: ConversationEntry, known: ConversationEntry | undefined): ConversationEntry {
  if (known === undefined) return added;
  const { messages, participants, hasEarlier, isLoaded, pending } = known;
  return { ...added, messages, participants, hasEarlier, isLoaded, pending };
}

function withPending(entry: ConversationEntry, pending: PendingMessage): ConversationEntry {
  const hasArrived = pending.index !== null && (entry.messages.at(-1)?.index ?? -1) >= pending.index;
  const others = entry.pending.filter(({ id }) => id !== pending.id);
  if (hasArrived) return { ...entry, pending: others };
  const isKnown = others.length < entry.pending.length;
  const inPlace = entry.pending.map((known) => (known.id === pending.id ? pending : known));
  return { ...entry, pending: isKnown ? inPlace : [...others, pending] };
}

function withArrived(
  entry: ConversationEntry,
  messages: readonly MessageEntry[],
  patch: Patch | undefined,
): ConversationEntry {
  const all = withMessages(entry.messages, messages);
  const newest = all.at(-1)?.index ?? -1;
  return {
    ...entry,
    ...patch,
    messages: all,
    lastIndex: Math.max(newest, entry.lastIndex ?? -1),
    pending: entry.pending.filter(({ index }) => index === null || index > newest),
  };
}

export function conversationsReducer(
  state: ConversationsState = { bySid: {} },
  action: Action,
): ConversationsState {
  switch (action.type) {
    case 'conversation/added': {
      const { conversation } = action;
      const added = withKnown(conversation, state.bySid[conversation.sid]);
      return { bySid: { ...state.bySid, [conversation.sid]: added } };
    }
    case 'conversation/changed':
      return changed(state, action.sid, (entry) => ({ ...entry, ...action.patch }));
    case 'conversation/gone': {
      const { [action.sid]: _gone, ...rest } = state.bySid;
      return { bySid: rest };
    }
    case 'messages/arrived':
      return changed(state, action.sid, (entry) => withArrived(entry, action.messages, action.patch));
    case 'message/removed':
      return changed(state, action.sid, (entry) => ({
        ...entry,
        messages: withoutMessage(entry.messages, action.index),
      }));
    case 'pending/changed':
      return changed(state, action.sid, (entry) => withPending(entry, action.pending));
    case 'pending/gone':
      return changed(state, action.sid, (entry) => ({
        ...entry,
        pending: entry.pending.filter(({ id }) => id !== action.id),
      }));
    case 'session/signed-out':
      return { bySid: {} };
    default:
      return state;
  }
}
