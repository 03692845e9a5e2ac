// The browser SDKs that must work unchanged, and the words in which each generation says the same things.

import type { DatabaseKind } from '../support/databases.ts';

/** The words of one generation of the SDKs. */
export interface Words {
  /** What a thread and a participant are called in names of methods and events. */
  readonly thread: 'channel' | 'conversation';
  readonly participant: 'member' | 'participant';
  /** What has been read is `lastReadMessageIndex` in one generation, `lastConsumedMessageIndex` in the other. */
  readonly read: 'Read' | 'Consumed';
  readonly unread: 'Unread' | 'Unconsumed';
  /** Names of properties that are spelled differently. */
  readonly online: 'isOnline' | 'online';
  readonly notifiable: 'isNotifiable' | 'notifiable';
}

const CHAT: Words = {
  thread: 'channel',
  participant: 'member',
  read: 'Consumed',
  unread: 'Unconsumed',
  online: 'online',
  notifiable: 'notifiable',
};

const CONVERSATIONS: Words = {
  thread: 'conversation',
  participant: 'participant',
  read: 'Read',
  unread: 'Unread',
  online: 'isOnline',
  notifiable: 'isNotifiable',
};

/** One SDK. */
export interface Generation {
  readonly name: string;
  /** The npm alias. */
  readonly module: string;
  readonly words: Words;
}

/** Every SDK of conversations the server is made for. */
export const GENERATIONS: readonly Generation[] = [
  { name: '@twilio/conversations 3.0.1', module: '@twilio/conversations', words: CONVERSATIONS },
  { name: '@twilio/conversations 2.7.0', module: 'conversations2', words: CONVERSATIONS },
  { name: 'twilio-chat 6.0.0', module: 'twilio-chat', words: CHAT },
  { name: 'twilio-chat 3.4.0', module: 'twilio-chat3', words: CHAT },
];

/**
 * The SDKs a behaviour is shown with on a database: all of them on SQLite; on PostgreSQL the newest and the oldest,
 * which between them speak both protocols, unless `PARLEY_EVERY_SDK` asks for all.
 */
export function generationsOn(database: DatabaseKind['name']): readonly Generation[] {
  if (database === 'sqlite' || process.env['PARLEY_EVERY_SDK']) return GENERATIONS;
  return [GENERATIONS[0]!, GENERATIONS.at(-1)!];
}

/** The SDK behind an npm alias. */
export function generation(module: string): Generation {
  const found = GENERATIONS.find((one) => one.module === module);
  if (found === undefined) throw new Error(`no SDK is called ${module}`);
  return found;
}

/** What happens, in one vocabulary for all generations. */
export type LiveEvent =
  | 'threadAdded'
  | 'threadInvited'
  | 'threadJoined'
  | 'threadLeft'
  | 'threadRemoved'
  | 'threadUpdated'
  | 'participantJoined'
  | 'participantLeft'
  | 'participantUpdated'
  | 'messageAdded'
  | 'messageUpdated'
  | 'messageRemoved'
  | 'typingStarted'
  | 'typingEnded'
  | 'userUpdated'
  | 'tokenAboutToExpire'
  | 'tokenExpired'
  | 'connectionStateChanged'
  | 'connectionError';

/** The event in the words of a generation. */
export function eventName(words: Words, event: LiveEvent): string {
  return event.replace(/^thread/, words.thread).replace(/^participant/, words.participant);
}

/** `getConversations` for `get*s`: the name of a method or property in the words of a generation. */
export function threadWord(words: Words, name: string): string {
  return name.replace('*', words.thread[0]!.toUpperCase() + words.thread.slice(1));
}

/** `remove*`: the same for participants. */
export function participantWord(words: Words, name: string): string {
  return name.replace('*', words.participant[0]!.toUpperCase() + words.participant.slice(1));
}
