// A delivery of a webhook as JSON.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import { shownUrl } from '../target.ts';

export function presentDelivery(row: WebhookDeliveryRow, { base }: Presentation) {
  const url = `${base}/v1/Deliveries/${row.sid}`;
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    subject_sid: row.subject_sid,
    event_type: row.event_type,
    status: row.status,
    request_url: shownUrl(row.url),
    request_method: row.method,
    request_parameters: JSON.parse(row.parameters) as Record<string, string>,
    attempts: row.attempts,
    max_attempts: row.max_attempts,
    date_next_attempt: isoDate(row.due_at),
    response_status: row.response_status,
    response_body: row.response_body,
    error: row.error,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url,
    links: { redeliver: `${url}/Redeliver` },
  };
}
