// Telling the sender of a message what becomes of it, at the StatusCallback URL it gave.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { enqueueWebhook } from '#webhooks/webhooks.ts';

/** What a callback tells beside what happened. */
type Told = Pick<CarrierMessageRow, 'from_address' | 'messaging_service_sid'>;

/** The form of one callback ("Track the Message Status of Outbound Messages"). */
function statusParameters(
  event: StoredEvent<'carrier-message.status'>,
  message: Told,
): Record<string, string> {
  const { to, status, errorCode } = event.data;
  const from = event.data.from || message.from_address;
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
    ...(message.messaging_service_sid === null ? {} : { MessagingServiceSid: message.messaging_service_sid }),
    ...(errorCode === null ? {} : { ErrorCode: String(errorCode) }),
    ...(channel === 'sms' ? {} : { ChannelPrefix: channel, ChannelToAddress: to }),
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
      .select(['sid', 'status_callback', 'from_address', 'messaging_service_sid'])
      .where('sid', 'in', [...new Set(events.map((event) => event.subjectSid))])
      .where('status_callback', 'is not', null)
      .execute();
    const told = new Map(rows.map((row) => [row.sid, row]));
    for (const event of events as readonly StoredEvent<'carrier-message.status'>[]) {
      const message = told.get(event.subjectSid);
      if (message === undefined) continue;
      await enqueueWebhook(tx, {
        accountSid: event.accountSid,
        subjectSid: event.subjectSid,
        eventType: 'message.status',
        url: message.status_callback as string,
        parameters: statusParameters(event, message),
      });
    }
  },
};
