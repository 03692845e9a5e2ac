// A webhook of a channel as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';

/** Only what the type of the webhook has a use for. */
function configurationOf(row: ScopedWebhookRow) {
  const retries = { retry_count: row.retry_count };
  if (row.target === 'studio') return { flow_sid: row.flow_sid, ...retries };
  const place = { url: row.url, method: row.method };
  if (row.target === 'webhook') return { ...place, filters: JSON.parse(row.filters) as string[], ...retries };
  // The documented answer has the words of a trigger under the name of filters.
  const words = JSON.parse(row.triggers) as string[];
  return { ...place, filters: words, triggers: words, ...retries };
}

export function presentChannelWebhook(row: ScopedWebhookRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    channel_sid: row.thread_sid,
    type: row.target,
    url: `${base}/v2/Services/${row.service_sid}/Channels/${row.thread_sid}/Webhooks/${row.sid}`,
    configuration: configurationOf(row),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
  };
}
