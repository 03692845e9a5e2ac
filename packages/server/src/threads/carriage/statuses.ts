// What carriers say of messages that left a thread becomes their receipts.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import { type CarrierReport, moveReceipts, type TextsElsewhere } from './move-receipts.ts';

/** The status of a receipt by that of the carrier's message; the others say nothing of its way yet. */
const STATUSES: Readonly<Record<string, CarrierReport['status']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  canceled: 'failed',
  undelivered: 'undelivered',
};

/** Keeps receipts up with the messages they are of; `elsewhere` are the texts the core has not sent itself. */
export const threadReceipts = (elsewhere: TextsElsewhere): Processor => ({
  name: 'thread-receipts',
  handles: ['carrier-message.status'],
  async process(tx, events) {
    const reports = (events as readonly StoredEvent<'carrier-message.status'>[]).flatMap(
      ({ subjectSid, data }): CarrierReport[] => {
        const status = data.direction === 'inbound' ? undefined : STATUSES[data.status];
        if (status === undefined) return [];
        return [{ channelMessageSid: subjectSid, status, errorCode: data.errorCode ?? 0 }];
      },
    );
    await moveReceipts(tx, reports, elsewhere);
  },
});
