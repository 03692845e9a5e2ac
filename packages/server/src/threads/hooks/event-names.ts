// The names of webhook events in both generations of the API, and which of them a webhook can be called for.

/** The generation of the API a webhook was configured in. */
export type Face = 'chat' | 'conversations';

/** What happens in a service, in nobody's words. */
export type Happening =
  | 'message.add'
  | 'media.add'
  | 'message.update'
  | 'message.remove'
  | 'thread.add'
  | 'thread.update'
  | 'thread.remove'
  | 'thread.state'
  | 'participant.add'
  | 'participant.update'
  | 'participant.remove'
  | 'delivery.update'
  | 'user.add'
  | 'user.update';

/** What an event is called before and after it happened; null where nobody is asked or told. */
export interface EventNames {
  readonly pre: string | null;
  readonly post: string | null;
}

const NOTHING: EventNames = { pre: null, post: null };

/** Programmable Chat "Webhook Events". A message with an attachment has names of its own there. */
const CHAT: Readonly<Record<Happening, EventNames>> = {
  'message.add': { pre: 'onMessageSend', post: 'onMessageSent' },
  'media.add': { pre: 'onMediaMessageSend', post: 'onMediaMessageSent' },
  'message.update': { pre: 'onMessageUpdate', post: 'onMessageUpdated' },
  'message.remove': { pre: 'onMessageRemove', post: 'onMessageRemoved' },
  'thread.add': { pre: 'onChannelAdd', post: 'onChannelAdded' },
  'thread.update': { pre: 'onChannelUpdate', post: 'onChannelUpdated' },
  'thread.remove': { pre: 'onChannelDestroy', post: 'onChannelDestroyed' },
  'thread.state': NOTHING,
  'participant.add': { pre: 'onMemberAdd', post: 'onMemberAdded' },
  'participant.update': { pre: null, post: 'onMemberUpdated' },
  'participant.remove': { pre: 'onMemberRemove', post: 'onMemberRemoved' },
  'delivery.update': NOTHING,
  'user.add': { pre: null, post: 'onUserAdded' },
  'user.update': { pre: 'onUserUpdate', post: 'onUserUpdated' },
};

/** "Conversations Webhooks". */
const CONVERSATIONS: Readonly<Record<Happening, EventNames>> = {
  'message.add': { pre: 'onMessageAdd', post: 'onMessageAdded' },
  'media.add': { pre: 'onMessageAdd', post: 'onMessageAdded' },
  'message.update': { pre: 'onMessageUpdate', post: 'onMessageUpdated' },
  'message.remove': { pre: 'onMessageRemove', post: 'onMessageRemoved' },
  'thread.add': { pre: 'onConversationAdd', post: 'onConversationAdded' },
  'thread.update': { pre: 'onConversationUpdate', post: 'onConversationUpdated' },
  'thread.remove': { pre: 'onConversationRemove', post: 'onConversationRemoved' },
  'thread.state': { pre: null, post: 'onConversationStateUpdated' },
  'participant.add': { pre: 'onParticipantAdd', post: 'onParticipantAdded' },
  'participant.update': { pre: 'onParticipantUpdate', post: 'onParticipantUpdated' },
  'participant.remove': { pre: 'onParticipantRemove', post: 'onParticipantRemoved' },
  'delivery.update': { pre: null, post: 'onDeliveryUpdated' },
  'user.add': { pre: null, post: 'onUserAdded' },
  'user.update': { pre: 'onUserUpdate', post: 'onUserUpdated' },
};

const NAMES = { chat: CHAT, conversations: CONVERSATIONS };

/** What a happening is called in the words of a generation. */
export function namesOf(face: Face, happening: Happening): EventNames {
  return NAMES[face][happening];
}

function namesAt(face: Face, moment: keyof EventNames, isMeant = (_happening: string) => true): string[] {
  const found = Object.entries(NAMES[face])
    .filter(([happening]) => isMeant(happening))
    .flatMap(([, names]) => names[moment] ?? []);
  return [...new Set(found)];
}

function serviceEvents(face: Face): readonly [string, ...string[]] {
  return [...namesAt(face, 'pre'), ...namesAt(face, 'post')] as unknown as readonly [string, ...string[]];
}

/** Every event the webhooks of a service or an account can be called for, by the words of its generation. */
export const SERVICE_EVENTS: Readonly<Record<Face, readonly [string, ...string[]]>> = {
  chat: serviceEvents('chat'),
  conversations: serviceEvents('conversations'),
};

const isOfThread = (happening: string) => !happening.startsWith('user.');

/** The events a webhook of one thread can be called for: only after they happened, and none of users. */
export const SCOPED_EVENTS: Readonly<Record<Face, ReadonlySet<string>>> = {
  chat: new Set(namesAt('chat', 'post', isOfThread)),
  conversations: new Set(namesAt('conversations', 'post', isOfThread)),
};

/** Names that the examples of the Conversation Scoped Webhook resource still have from Programmable Chat. */
const OLDER_NAMES: Readonly<Record<string, string>> = {
  onMessageSent: 'onMessageAdded',
  onConversationDestroyed: 'onConversationRemoved',
};

/** The name of this generation a filter of a webhook stands for. */
export function currentName(face: Face, name: string): string {
  return face === 'conversations' ? (OLDER_NAMES[name] ?? name) : name;
}
