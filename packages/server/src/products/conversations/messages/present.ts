// A message as JSON, with what became of it on its way to messaging participants.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { Reader } from '#storage/database.ts';
import type { DeliveryCounts, MessageMedia, MessageRow } from '#storage/schema/threads.ts';
import { deliveryOf, deliverySummary } from '#threads/threads.ts';
import { namedService, type Place } from '../places.ts';

/** A message with the sum of its receipts; null while there is none. */
export interface DeliveredMessage extends MessageRow {
  readonly delivery: DeliveryCounts | null;
}

/** Adds the sums of the receipts to messages, in one statement. */
export async function withDelivery(db: Reader, rows: readonly MessageRow[]): Promise<DeliveredMessage[]> {
  const counts = await deliveryOf(
    db,
    rows.map(({ sid }) => sid),
  );
  return rows.map((row) => ({ ...row, delivery: counts.get(row.sid) ?? null }));
}

function presentMedia(row: MessageRow) {
  if (row.media === null) return null;
  return (JSON.parse(row.media) as MessageMedia[]).map(({ sid, size, content_type, filename }) => ({
    sid,
    size,
    content_type,
    filename,
  }));
}

/** The message in one of its two trees. */
export function presentMessage(place: Place) {
  return (row: DeliveredMessage, presentation: Presentation) => {
    const tree = place.url(presentation, row.service_sid);
    const url = `${tree}/Conversations/${row.thread_sid}/Messages/${row.sid}`;
    return {
      account_sid: row.account_sid,
      ...(place === namedService ? { chat_service_sid: row.service_sid } : {}),
      conversation_sid: row.thread_sid,
      sid: row.sid,
      index: row.message_index,
      author: row.author,
      body: row.body,
      media: presentMedia(row),
      attributes: row.attributes,
      participant_sid: row.participant_sid,
      date_created: isoDate(row.date_created),
      date_updated: isoDate(row.date_updated),
      url,
      delivery: row.delivery === null ? null : deliverySummary(row.delivery),
      links: { delivery_receipts: `${url}/Receipts`, channel_metadata: `${url}/ChannelMetadata` },
      content_sid: row.content_sid,
    };
  };
}
