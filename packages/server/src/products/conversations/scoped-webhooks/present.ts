// A webhook of one conversation as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';
import type { Place } from '../places.ts';

/** What belongs to the target. Words that trigger a call are also told as its filters, as the documents have it. */
function presentConfiguration(row: ScopedWebhookRow): Record<string, unknown> {
  if (row.target === 'studio') return { flow_sid: row.flow_sid };
  const place = { url: row.url, method: row.method?.toLowerCase() ?? null };
  const triggers = JSON.parse(row.triggers) as string[];
  if (row.target === 'trigger') return { ...place, filters: triggers, triggers };
  return { ...place, filters: JSON.parse(row.filters) as string[] };
}

/** The presenter of one of the two trees. */
export function presentScopedWebhook(place: Place) {
  return (row: ScopedWebhookRow, presentation: Presentation) => ({
    sid: row.sid,
    account_sid: row.account_sid,
    ...(place.path === '/v1' ? {} : { chat_service_sid: row.service_sid }),
    conversation_sid: row.thread_sid,
    target: row.target,
    url: `${place.url(presentation, row.service_sid)}/Conversations/${row.thread_sid}/Webhooks/${row.sid}`,
    configuration: presentConfiguration(row),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
  });
}
