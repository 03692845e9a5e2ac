// What the client of a user may do, by the permissions of his roles. Programs with the account's credentials are
// not asked: roles bind clients only.

/** What a client can want to do. */
export type Action =
  | 'thread.create'
  | 'thread.join'
  | 'thread.leave'
  | 'thread.read'
  | 'thread.editName'
  | 'thread.editAttributes'
  | 'thread.remove'
  | 'participant.add'
  | 'participant.addByAddress'
  | 'participant.invite'
  | 'participant.editAttributes'
  | 'participant.remove'
  | 'message.read'
  | 'message.send'
  | 'message.sendMedia'
  | 'message.editBody'
  | 'message.editAttributes'
  | 'message.remove'
  | 'user.edit'
  | 'readHorizon.set'
  | 'notificationLevel.set'
  | 'typing.show';

/** Where an action is wanted. What is not said does not apply. */
export interface ActionContext {
  /** The message, the participant or the user that is acted on is the caller's own. */
  readonly isOwn?: boolean;
  /** The caller is in the thread. */
  readonly isParticipant?: boolean;
  /** The caller was invited to the thread. */
  readonly isInvited?: boolean;
  /** The thread is a public one. */
  readonly isPublic?: boolean;
}

/** What must hold for an action: one of the lists grants it, and the conditions are met. */
interface Rule {
  /** Any of these permissions, for whatever is acted on. */
  readonly any?: readonly string[];
  /** Any of these, for what is the caller's own. */
  readonly own?: readonly string[];
  /** Needs no permission for what is the caller's own. */
  readonly isOwnFree?: boolean;
  /** Whether the caller must be in the thread; the roles of a service reach into every thread. */
  readonly isParticipantNeeded?: boolean;
  /** Needs no permission where this holds. */
  readonly isFree?: (context: ActionContext) => boolean;
  /** Where this does not hold no permission helps. */
  readonly isPossible?: (context: ActionContext) => boolean;
}

const isInOrAsked = ({ isParticipant, isInvited }: ActionContext) =>
  isParticipant === true || isInvited === true;

/**
 * The permissions of Programmable Chat ("Roles and Permissions") by action; roles are kept in its words, and in those
 * of Conversations where Chat has none.
 */
export const RULES: Readonly<Record<Action, Rule>> = {
  'thread.create': { any: ['createChannel'] },
  'thread.join': {
    any: ['joinChannel'],
    isFree: ({ isInvited }) => isInvited === true,
    isPossible: ({ isPublic, isInvited }) => isPublic === true || isInvited === true,
  },
  'thread.leave': { any: ['leaveChannel'], isParticipantNeeded: true },
  'thread.read': {
    any: ['joinChannel'],
    isFree: isInOrAsked,
    isPossible: (context) => context.isPublic === true || isInOrAsked(context),
  },
  'thread.editName': { any: ['editChannelName'] },
  'thread.editAttributes': { any: ['editChannelAttributes'] },
  'thread.remove': { any: ['destroyChannel'] },
  'participant.add': { any: ['addMember'] },
  'participant.addByAddress': { any: ['addNonChatParticipant'] },
  'participant.invite': { any: ['inviteMember'] },
  'participant.editAttributes': { any: ['editAnyUserInfo', 'editAnyParticipantAttributes'], isOwnFree: true },
  'participant.remove': { any: ['removeMember'], own: ['leaveChannel'] },
  'message.read': { isFree: ({ isParticipant }) => isParticipant === true },
  'message.send': { any: ['sendMessage'], isParticipantNeeded: true },
  'message.sendMedia': { any: ['sendMediaMessage'], isParticipantNeeded: true },
  'message.editBody': { any: ['editAnyMessage'], own: ['editOwnMessage'] },
  'message.editAttributes': { any: ['editAnyMessageAttributes'], own: ['editOwnMessageAttributes'] },
  'message.remove': { any: ['deleteAnyMessage'], own: ['deleteOwnMessage'] },
  'user.edit': { any: ['editAnyUserInfo'], own: ['editOwnUserInfo'] },
  'readHorizon.set': { isOwnFree: true, isParticipantNeeded: true },
  'notificationLevel.set': { isOwnFree: true, isParticipantNeeded: true },
  'typing.show': { isFree: () => true, isParticipantNeeded: true },
};

/**
 * Whether a client may do something. `permissions` are those of the user's role and, in a thread, of his
 * participant's role there.
 */
export function isAllowed(
  permissions: Iterable<string>,
  action: Action,
  context: ActionContext = {},
): boolean {
  const rule = RULES[action];
  if (rule.isPossible?.(context) === false) return false;
  if (rule.isParticipantNeeded === true && context.isParticipant !== true) return false;
  if (rule.isFree?.(context) === true) return true;
  if (rule.isOwnFree === true && context.isOwn === true) return true;
  const granting = [...(rule.any ?? []), ...(context.isOwn === true ? (rule.own ?? []) : [])];
  for (const name of permissions) {
    if (granting.includes(name)) return true;
  }
  return false;
}
