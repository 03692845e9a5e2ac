// What events tell of a text.
import type { CarrierMessageFacts } from '#events/event-types.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';

/** The facts of a message at this moment. */
export function messageFacts(row: CarrierMessageRow): CarrierMessageFacts {
  return {
    direction: row.direction,
    from: row.from_address,
    to: row.to_address,
    status: row.status,
    errorCode: row.error_code,
  };
}
