// What the push notifications of a service say: stored for clients that read it.
import { z } from 'zod';
import { type Presentation, write } from '#http/operations.ts';
import { bool, text } from '#http/parameters.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import {
  holdService,
  type NotificationKind,
  type NotificationSettings,
  settingsOf,
  updateService,
} from '#threads/threads.ts';

/** The kinds Conversations knows, by the name of their parameters. */
const KINDS = {
  NewMessage: 'new_message',
  AddedToConversation: 'added_to_channel',
  RemovedFromConversation: 'removed_from_channel',
} as const satisfies Record<string, NotificationKind>;

function presentKind({ enabled, template, sound }: NotificationSettings) {
  return { enabled, template: template ?? null, sound: sound ?? null };
}

export function presentNotifications(row: ChatServiceRow, { base }: Presentation) {
  const { notifications, mediaNotification, notificationLogEnabled } = settingsOf(row);
  return {
    account_sid: row.account_sid,
    chat_service_sid: row.sid,
    log_enabled: notificationLogEnabled,
    new_message: {
      ...presentKind(notifications.new_message),
      badge_count_enabled: notifications.new_message.badge_count_enabled ?? false,
      with_media: { enabled: mediaNotification.enabled, template: mediaNotification.template ?? null },
    },
    added_to_conversation: presentKind(notifications.added_to_channel),
    removed_from_conversation: presentKind(notifications.removed_from_channel),
    url: `${base}/v1/Services/${row.sid}/Configuration/Notifications`,
  };
}

const template = () => text(1_024).nullish();
const kind = <Name extends string>(name: Name) =>
  ({
    [`${name}.Enabled`]: bool().nullish(),
    [`${name}.Template`]: template(),
    [`${name}.Sound`]: text(256).nullish(),
  }) as Record<`${Name}.Enabled`, z.ZodType<boolean | null | undefined>> &
    Record<`${Name}.${'Template' | 'Sound'}`, z.ZodType<string | null | undefined>>;

const input = z.object({
  LogEnabled: bool().nullish(),
  ...kind('NewMessage'),
  'NewMessage.BadgeCountEnabled': bool().nullish(),
  'NewMessage.WithMedia.Enabled': bool().nullish(),
  'NewMessage.WithMedia.Template': template(),
  ...kind('AddedToConversation'),
  ...kind('RemovedFromConversation'),
});
type Given = z.output<typeof input>;

/** An empty template or sound clears; a flag that was not said, or said without a value, stays. */
function changedKind(
  name: keyof typeof KINDS,
  before: NotificationSettings,
  given: Given,
): NotificationSettings {
  const said = (field: 'Template' | 'Sound') => given[`${name}.${field}`];
  return {
    ...before,
    enabled: given[`${name}.Enabled`] ?? before.enabled,
    template: said('Template') === undefined ? (before.template ?? null) : said('Template')!,
    sound: said('Sound') === undefined ? (before.sound ?? null) : said('Sound')!,
  };
}

/** Changes what is named of the notification settings of a service. */
export const updateNotifications = write(input, async (tx, { accountSid, params, input: given }) => {
  const service = await holdService(tx, accountSid, params['ChatServiceSid']!);
  const before = settingsOf(service);
  const { notifications, mediaNotification } = before;
  const kinds = Object.entries(KINDS).map(([name, key]) => [
    key,
    changedKind(name as keyof typeof KINDS, notifications[key], given),
  ]);
  const changed = { ...notifications, ...Object.fromEntries(kinds) } as typeof notifications;
  const badge = given['NewMessage.BadgeCountEnabled'] ?? notifications.new_message.badge_count_enabled;
  const mediaTemplate = given['NewMessage.WithMedia.Template'];
  return updateService(tx, service, {
    settings: {
      notificationLogEnabled: given.LogEnabled ?? before.notificationLogEnabled,
      notifications: {
        ...changed,
        new_message: {
          ...changed.new_message,
          ...(badge === undefined ? {} : { badge_count_enabled: badge }),
        },
      },
      mediaNotification: {
        enabled: given['NewMessage.WithMedia.Enabled'] ?? mediaNotification.enabled,
        template: mediaTemplate === undefined ? (mediaNotification.template ?? null) : mediaTemplate,
      },
    },
  });
});
