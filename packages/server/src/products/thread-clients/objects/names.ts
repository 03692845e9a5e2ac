// Names and SIDs of the Sync objects that show threads: each is told by the SID of what it shows, and tells it.
import { isSid } from '#kernel/sid.ts';

/** Unique names of the objects of a conversation. */
export interface ConversationObjects {
  /** The document with what the conversation is. */
  readonly conversation: string;
  /** The list of its messages. */
  readonly messages: string;
  /** The map of its participants. */
  readonly participants: string;
}

/** Unique names of the objects of a user. */
export interface UserObjects {
  /** The map with what the user is called. */
  readonly userInfo: string;
  /** The map of the conversations the user is in. */
  readonly myConversations: string;
}

/** What an object shows. */
export type Shown = 'conversation' | 'messages' | 'participants' | 'userInfo' | 'myConversations';

const ENDINGS: ReadonlyMap<string, Shown> = new Map([
  ['channel', 'conversation'],
  ['messages', 'messages'],
  ['roster', 'participants'],
  ['userInfo', 'userInfo'],
  ['myChannels', 'myConversations'],
]);

/** Names of the objects of the conversation with this SID (CH…). */
export function conversationObjects(chSid: string): ConversationObjects {
  return {
    conversation: `${chSid}.channel`,
    messages: `${chSid}.messages`,
    participants: `${chSid}.roster`,
  };
}

/** Names of the objects of the user with this SID (US…). */
export function userObjects(usSid: string): UserObjects {
  return { userInfo: `${usSid}.userInfo`, myConversations: `${usSid}.myChannels` };
}

/** Two maps of one user need two SIDs: in the second every hexadecimal digit is taken from fifteen. */
function mirrored(hex: string): string {
  return hex.replace(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
}

/** The SID of an object of the conversation or user with this SID. */
export function objectSid(shown: Shown, sid: string): string {
  const hex = sid.slice(2);
  switch (shown) {
    case 'conversation':
      return `ET${hex}`;
    case 'messages':
      return `ES${hex}`;
    case 'myConversations':
      return `MP${mirrored(hex)}`;
    default:
      return `MP${hex}`;
  }
}

/** The unique name of an object of the conversation or user with this SID. */
export function uniqueNameOf(shown: Shown, sid: string): string {
  if (shown === 'userInfo' || shown === 'myConversations') return userObjects(sid)[shown];
  return conversationObjects(sid)[shown];
}

/** What a SID or unique name may show; the SID of a map alone does not say which of three maps it is. */
export interface NamedObject {
  readonly shown: Shown;
  /** SID of the conversation or user. */
  readonly of: string;
}

/** What an object may show, given its SID. */
export function shownBySid(sid: string): readonly NamedObject[] {
  const hex = sid.slice(2);
  if (isSid(sid, 'ET')) return [{ shown: 'conversation', of: `CH${hex}` }];
  if (isSid(sid, 'ES')) return [{ shown: 'messages', of: `CH${hex}` }];
  if (!isSid(sid, 'MP')) return [];
  return [
    { shown: 'participants', of: `CH${hex}` },
    { shown: 'userInfo', of: `US${hex}` },
    { shown: 'myConversations', of: `US${mirrored(hex)}` },
  ];
}

/** What an object may show, given its SID or unique name. */
export function shownByName(name: string): readonly NamedObject[] {
  const dot = name.indexOf('.');
  if (dot === -1) return shownBySid(name);
  const shown = ENDINGS.get(name.slice(dot + 1));
  const of = name.slice(0, dot);
  const isOfUser = shown === 'userInfo' || shown === 'myConversations';
  return shown !== undefined && isSid(of, isOfUser ? 'US' : 'CH') ? [{ shown, of }] : [];
}
