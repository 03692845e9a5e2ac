// The roles every service starts with and what each of them may do.

/** A role as a service is born with it. */
export interface DefaultRole {
  readonly name: string;
  readonly type: 'channel' | 'deployment';
  readonly permissions: readonly string[];
}

/** Roles of a new service; the first three become its defaults for users, members and creators of channels. */
export const DEFAULT_ROLES = {
  serviceUser: {
    name: 'service user',
    type: 'deployment',
    permissions: ['createChannel', 'joinChannel', 'editOwnUserInfo'],
  },
  channelUser: {
    name: 'channel user',
    type: 'channel',
    permissions: [
      'sendMessage',
      'sendMediaMessage',
      'leaveChannel',
      'editOwnMessage',
      'editOwnMessageAttributes',
      'deleteOwnMessage',
    ],
  },
  channelAdmin: {
    name: 'channel admin',
    type: 'channel',
    permissions: [
      'addMember',
      'deleteAnyMessage',
      'deleteOwnMessage',
      'destroyChannel',
      'editAnyMessage',
      'editAnyMessageAttributes',
      'editChannelAttributes',
      'editChannelName',
      'editOwnMessage',
      'editOwnMessageAttributes',
      'inviteMember',
      'leaveChannel',
      'removeMember',
      'sendMediaMessage',
      'sendMessage',
    ],
  },
  serviceAdmin: {
    name: 'service admin',
    type: 'deployment',
    permissions: [
      'addMember',
      'createChannel',
      'deleteAnyMessage',
      'destroyChannel',
      'editAnyMessage',
      'editAnyMessageAttributes',
      'editAnyUserInfo',
      'editChannelAttributes',
      'editChannelName',
      'editOwnUserInfo',
      'inviteMember',
      'joinChannel',
      'removeMember',
    ],
  },
} as const satisfies Record<string, DefaultRole>;

/** Every permission a role may hold. */
export const PERMISSIONS: ReadonlySet<string> = new Set(
  Object.values(DEFAULT_ROLES).flatMap((role) => role.permissions as readonly string[]),
);
