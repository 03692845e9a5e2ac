// The order in which the statuses of a text follow each other.
import type { MessageStatus } from '#storage/schema/delivery.ts';

/** How far each status is. A status is only ever replaced by one that is farther. */
export const STATUS_RANK: Readonly<Record<MessageStatus, number>> = {
  accepted: 0,
  scheduled: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  delivered: 4,
  undelivered: 4,
  failed: 4,
  canceled: 4,
  received: 4,
  read: 5,
};
