// The events of the log that change what clients see of threads and users.
import type { EventType, StoredEvent } from '#events/event-types.ts';
import type { PlacedEvent } from '#events/read-log.ts';

export const MESSAGE_EVENTS = [
  'message.added',
  'message.updated',
  'message.delivery',
  'message.removed',
] as const satisfies readonly EventType[];

export const PARTICIPANT_EVENTS = [
  'participant.added',
  'participant.updated',
  'participant.read',
  'participant.removed',
] as const satisfies readonly EventType[];

export const THREAD_EVENTS = [
  'thread.updated',
  'thread.state-updated',
] as const satisfies readonly EventType[];

export const INVITE_EVENTS = ['invite.added', 'invite.removed'] as const satisfies readonly EventType[];

export const USER_EVENTS = ['user.updated'] as const satisfies readonly EventType[];

/** Everything clients are told of. */
export const HANDLED = [
  ...MESSAGE_EVENTS,
  ...PARTICIPANT_EVENTS,
  ...THREAD_EVENTS,
  ...INVITE_EVENTS,
  ...USER_EVENTS,
  'thread.removed',
  'user.removed',
] as const satisfies readonly EventType[];

/** An event clients are told of. */
export type ThreadEvent<Type extends (typeof HANDLED)[number] = (typeof HANDLED)[number]> = PlacedEvent &
  StoredEvent<Type>;

/** Something happened that an object shows. */
export interface Mention<Type extends (typeof HANDLED)[number] = (typeof HANDLED)[number]> {
  /** SID of the object. */
  readonly object: string;
  readonly event: ThreadEvent<Type>;
}

type TypeOf<Types extends readonly (typeof HANDLED)[number][]> = Types[number];
export type MessageMention = Mention<TypeOf<typeof MESSAGE_EVENTS>>;
export type ParticipantMention = Mention<TypeOf<typeof PARTICIPANT_EVENTS>>;
export type PlaceMention = Mention<
  TypeOf<typeof PARTICIPANT_EVENTS> | TypeOf<typeof INVITE_EVENTS> | 'thread.removed'
> & {
  /** Whose map it is. */
  readonly identity: string;
};
/** The document of a conversation shows its last message as well. */
export type ConversationMention = Mention<TypeOf<typeof THREAD_EVENTS> | TypeOf<typeof MESSAGE_EVENTS>> & {
  readonly threadSid: string;
};
export type UserMention = Mention<TypeOf<typeof USER_EVENTS>>;

/** What objects have to tell of, by what they show. */
export interface Mentions {
  readonly conversations: ConversationMention[];
  readonly messages: MessageMention[];
  readonly participants: ParticipantMention[];
  readonly places: PlaceMention[];
  readonly users: UserMention[];
  /** Objects that are gone with the thread or user they showed. */
  readonly removed: Mention[];
}

/** Nothing to tell of yet. */
export function noMentions(): Mentions {
  return { conversations: [], messages: [], participants: [], places: [], users: [], removed: [] };
}
