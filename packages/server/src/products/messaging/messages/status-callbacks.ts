// Telling the sender of a message what becomes of it, at the StatusCallback URL it gave.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import { parseAddress } from '#kernel/phone.ts';
import { enqueueWebhook } from '#webhooks/webhooks.ts';

/** The form of one callback ("Track the Message Status of Outbound Messages"). */
export function statusParameters(event: StoredEvent<'carrier-message.status'>): Record<string, string> {
  const { from, to, status, errorCode } = event.data;
  const channel = parseAddress(from)?.channel ?? 'sms';
  return {
    MessageSid: event.subjectSid,
    MessageStatus: status,
    SmsSid: event.subjectSid,
    SmsStatus: status,
    AccountSid: event.accountSid,
    From: from,
    To: to,
    ApiVersion: '2010-04-01',
    ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
    ...(channel === 'sms' ? {} : { ChannelPrefix: channel }),
    ...(status === 'read' ? { EventType: 'READ' } : {}),
  };
}

/** Calls back for each status a message gets. */
export const statusCallbacks: Processor = {
  name: 'message-status-callbacks',
  handles: ['carrier-message.status'],
  async process(tx, events) {
    const rows = await tx.db
      .selectFrom('carrier_messages')
      .select(['sid', 'status_callback'])
      .where('sid', 'in', [...new Set(events.map((event) => event.subjectSid))])
      .where('status_callback', 'is not', null)
      .execute();
    const urls = new Map(rows.map((row) => [row.sid, row.status_callback as string]));
    for (const event of events as readonly StoredEvent<'carrier-message.status'>[]) {
      const url = urls.get(event.subjectSid);
      if (url === undefined) continue;
      await enqueueWebhook(tx, {
        accountSid: event.accountSid,
        subjectSid: event.subjectSid,
        eventType: 'message.status',
        url,
        parameters: statusParameters(event),
      });
    }
  },
};
