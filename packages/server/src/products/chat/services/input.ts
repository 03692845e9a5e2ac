// Parameters of a chat service, and the settings they change.
import { z } from 'zod';
import { bool, int, list, oneOf, sid, text, url } from '#http/parameters.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import {
  type NotificationKind,
  type NotificationSettings,
  SERVICE_EVENTS,
  type ServiceSettings,
  settingsOf,
} from '#threads/threads.ts';

const notification = (name: string) => ({
  [`Notifications.${name}.Enabled`]: bool().nullish(),
  [`Notifications.${name}.Template`]: text(1_024).nullish(),
  [`Notifications.${name}.Sound`]: text(256).nullish(),
});

/** Parameters of an update (Programmable Chat REST reference, Service resource). */
export const serviceUpdate = z.object({
  FriendlyName: text(256).nullish(),
  DefaultServiceRoleSid: sid('RL').nullish(),
  DefaultChannelRoleSid: sid('RL').nullish(),
  DefaultChannelCreatorRoleSid: sid('RL').nullish(),
  ReadStatusEnabled: bool().nullish(),
  ReachabilityEnabled: bool().nullish(),
  TypingIndicatorTimeout: int(0, 60).nullish(),
  ConsumptionReportInterval: int(0, 3_600).nullish(),
  PreWebhookUrl: url().nullish(),
  PostWebhookUrl: url().nullish(),
  WebhookMethod: oneOf(['GET', 'POST']).nullish(),
  WebhookFilters: list(oneOf(SERVICE_EVENTS.chat)).nullish(),
  'Limits.ChannelMembers': int(1, 1_000).nullish(),
  'Limits.UserChannels': int(1, 1_000).nullish(),
  'Media.CompatibilityMessage': text(1_024).nullish(),
  PreWebhookRetryCount: int(0, 3).nullish(),
  PostWebhookRetryCount: int(0, 3).nullish(),
  'Notifications.LogEnabled': bool().nullish(),
  'Notifications.NewMessage.BadgeCountEnabled': bool().nullish(),
  ...notification('NewMessage'),
  ...notification('AddedToChannel'),
  ...notification('RemovedFromChannel'),
  ...notification('InvitedToChannel'),
});

/** The settings named in the input; a parameter that was not sent changes nothing, an empty one clears. */
export function settingsFrom(
  input: z.output<typeof serviceUpdate>,
  service: ChatServiceRow,
): Partial<ServiceSettings> {
  const current = settingsOf(service);
  const given = input as Record<string, unknown>;
  const keep = <T>(name: string, value: T): T => (given[name] ?? value) as T;
  const clearable = <T>(name: string, value: T): T =>
    given[name] === undefined ? value : (given[name] as T);
  const kinds: Record<NotificationKind, string> = {
    new_message: 'NewMessage',
    added_to_channel: 'AddedToChannel',
    removed_from_channel: 'RemovedFromChannel',
    invited_to_channel: 'InvitedToChannel',
  };
  const notifications = Object.fromEntries(
    Object.entries(kinds).map(([kind, name]) => {
      const before = current.notifications[kind as NotificationKind];
      const badge = given[`Notifications.${name}.BadgeCountEnabled`];
      return [
        kind,
        {
          ...before,
          enabled: keep(`Notifications.${name}.Enabled`, before.enabled),
          template: clearable(`Notifications.${name}.Template`, before.template ?? null),
          sound: clearable(`Notifications.${name}.Sound`, before.sound ?? null),
          ...(badge === undefined || badge === null ? {} : { badge_count_enabled: badge }),
        },
      ];
    }),
  ) as Record<NotificationKind, NotificationSettings>;
  return {
    readStatusEnabled: keep('ReadStatusEnabled', current.readStatusEnabled),
    reachabilityEnabled: keep('ReachabilityEnabled', current.reachabilityEnabled),
    typingIndicatorTimeout: keep('TypingIndicatorTimeout', current.typingIndicatorTimeout),
    consumptionReportInterval: keep('ConsumptionReportInterval', current.consumptionReportInterval),
    preWebhookUrl: clearable('PreWebhookUrl', current.preWebhookUrl),
    postWebhookUrl: clearable('PostWebhookUrl', current.postWebhookUrl),
    webhookMethod: clearable('WebhookMethod', current.webhookMethod),
    webhookFilters: clearable('WebhookFilters', current.webhookFilters),
    channelMembersLimit: keep('Limits.ChannelMembers', current.channelMembersLimit),
    userChannelsLimit: keep('Limits.UserChannels', current.userChannelsLimit),
    mediaCompatibilityMessage: clearable('Media.CompatibilityMessage', current.mediaCompatibilityMessage),
    preWebhookRetryCount: keep('PreWebhookRetryCount', current.preWebhookRetryCount),
    postWebhookRetryCount: keep('PostWebhookRetryCount', current.postWebhookRetryCount),
    notificationLogEnabled: keep('Notifications.LogEnabled', current.notificationLogEnabled),
    notifications,
  };
}
