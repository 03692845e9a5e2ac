// Permissions by the words of Conversations and by those the roles of a service are kept in.
import type { RoleRow } from '#storage/schema/threads.ts';

/** Words of Conversations for what Programmable Chat calls differently; roles are kept in the words of Chat. */
const CHAT_WORDS: Readonly<Record<string, string>> = {
  addParticipant: 'addMember',
  removeParticipant: 'removeMember',
  createConversation: 'createChannel',
  deleteConversation: 'destroyChannel',
  editConversationAttributes: 'editChannelAttributes',
  editConversationName: 'editChannelName',
  joinConversation: 'joinChannel',
  leaveConversation: 'leaveChannel',
};

const CONVERSATION_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(CHAT_WORDS).map(([conversations, chat]) => [chat, conversations]),
);

/** What either type of role may hold. */
const COMMON = [
  'addNonChatParticipant',
  'addParticipant',
  'deleteAnyMessage',
  'deleteConversation',
  'deleteOwnMessage',
  'editAnyMessage',
  'editAnyMessageAttributes',
  'editAnyParticipantAttributes',
  'editConversationAttributes',
  'editConversationName',
  'editNotificationLevel',
  'editOwnMessage',
  'editOwnMessageAttributes',
  'editOwnParticipantAttributes',
  'removeParticipant',
] as const;

/** Permissions by the type of role that may hold them (Role resource, permission values). */
const PERMISSIONS: Readonly<Record<RoleRow['type'], ReadonlySet<string>>> = {
  channel: new Set([...COMMON, 'leaveConversation', 'sendMediaMessage', 'sendMessage']),
  deployment: new Set([
    ...COMMON,
    'createConversation',
    'editAnyUserInfo',
    'editOwnUserInfo',
    'joinConversation',
  ]),
};

/** Whether roles of the type may hold the permission, in the words of Conversations. */
export function isPermissionOf(type: RoleRow['type'], permission: string): boolean {
  return PERMISSIONS[type].has(permission);
}

/** The word a permission is kept under. */
export function storedPermission(permission: string): string {
  return CHAT_WORDS[permission] ?? permission;
}

/** The word Conversations has for a permission that is kept. */
export function presentedPermission(stored: string): string {
  return CONVERSATION_WORDS[stored] ?? stored;
}
