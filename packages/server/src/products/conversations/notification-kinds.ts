// The kinds of push notifications, as Conversations calls them.
import type { NotificationKind } from '#threads/threads.ts';

/** Names of the kinds in this generation; invitations are of Programmable Chat only and keep their name. */
const NAMES: Readonly<Record<NotificationKind, string>> = {
  new_message: 'new_message',
  added_to_channel: 'added_to_conversation',
  removed_from_channel: 'removed_from_conversation',
  invited_to_channel: 'invited_to_channel',
};

/** What Conversations calls a kind of notification. */
export function notificationName(kind: NotificationKind): string {
  return NAMES[kind] ?? kind;
}
