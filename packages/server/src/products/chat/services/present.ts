// A chat service as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import { settingsOf } from '#threads/threads.ts';

/** Largest attachment a service takes, in megabytes. */
const MEDIA_LIMIT_MB = 150;

export function presentService(row: ChatServiceRow, { base }: Presentation) {
  const settings = settingsOf(row);
  const url = `${base}/v2/Services/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    friendly_name: row.friendly_name,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    default_service_role_sid: row.default_service_role_sid,
    default_channel_role_sid: row.default_channel_role_sid,
    default_channel_creator_role_sid: row.default_channel_creator_role_sid,
    read_status_enabled: settings.readStatusEnabled,
    reachability_enabled: settings.reachabilityEnabled,
    typing_indicator_timeout: settings.typingIndicatorTimeout,
    consumption_report_interval: settings.consumptionReportInterval,
    limits: { channel_members: settings.channelMembersLimit, user_channels: settings.userChannelsLimit },
    pre_webhook_url: settings.preWebhookUrl,
    post_webhook_url: settings.postWebhookUrl,
    webhook_method: settings.webhookMethod,
    webhook_filters: settings.webhookFilters,
    pre_webhook_retry_count: settings.preWebhookRetryCount,
    post_webhook_retry_count: settings.postWebhookRetryCount,
    notifications: { log_enabled: settings.notificationLogEnabled, ...settings.notifications },
    media: { size_limit_mb: MEDIA_LIMIT_MB, compatibility_message: settings.mediaCompatibilityMessage },
    url,
    links: {
      channels: `${url}/Channels`,
      users: `${url}/Users`,
      roles: `${url}/Roles`,
      bindings: `${url}/Bindings`,
    },
  };
}
