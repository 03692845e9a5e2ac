// Accepting a text for sending: its row, its place in the outbox and its event, in the caller's transaction.
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import { segmentText } from '#kernel/sms-segments.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, MessageStatus } from '#storage/schema/delivery.ts';
import { messageFacts } from './message-facts.ts';
import { STATUS_RANK } from './message-status.ts';
import { isOptedOut, UNSUBSCRIBED } from './opt-outs.ts';
import { putIntoOutbox } from './outbox.ts';

/** A text to be sent. Addresses are E.164 numbers or channel addresses and have been checked by the caller. */
export interface OutgoingMessage {
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string | null;
  readonly mediaUrls?: readonly string[];
  readonly direction: 'outbound-api' | 'outbound-reply';
  /** URL that is told of every status the message gets. */
  readonly statusCallback?: string | null;
  /** How long it may wait to leave before it is given up. */
  readonly validitySeconds?: number;
  /** Set for the confirmation of an opt-out, the one text its sender still gets. */
  readonly isConfirmation?: boolean;
}

/** What Twilio lets a message wait when nothing is said ("Message resource: ValidityPeriod"). */
const LONGEST_VALIDITY_SECONDS = 36_000;

/**
 * Accepts a text for sending and returns its row, `queued`. It leaves after the transaction has committed. To a
 * recipient who opted out nothing leaves: the row is `failed` with error code 21610.
 */
export async function sendMessage(tx: Transaction, message: OutgoingMessage): Promise<CarrierMessageRow> {
  const isRefused =
    message.isConfirmation !== true &&
    (await isOptedOut(tx.db, message.accountSid, message.from, message.to));
  const row = newRow(tx, message, isRefused ? 'failed' : 'queued');
  if (isRefused) row.error_code = UNSUBSCRIBED;
  await insertRows(tx, 'carrier_messages', [{ ...row }]);
  const event = { accountSid: row.account_sid, subjectSid: row.sid, data: messageFacts(row) };
  appendEvent(tx, { type: 'carrier-message.created', ...event });
  if (isRefused) appendEvent(tx, { type: 'carrier-message.status', ...event });
  else await putIntoOutbox(tx, row, (message.validitySeconds ?? LONGEST_VALIDITY_SECONDS) * 1_000);
  return row;
}

function newRow(tx: Transaction, message: OutgoingMessage, status: MessageStatus): CarrierMessageRow {
  const media = message.mediaUrls ?? [];
  return {
    sid: newSid(media.length > 0 ? 'MM' : 'SM'),
    account_sid: message.accountSid,
    from_address: message.from,
    to_address: message.to,
    body: message.body,
    media_urls: media.length > 0 ? JSON.stringify(media) : null,
    num_media: media.length,
    direction: message.direction,
    status,
    status_rank: STATUS_RANK[status],
    error_code: null,
    num_segments: segmentText(message.body ?? '').segments,
    status_callback: message.statusCallback ?? null,
    connector: null,
    carrier_message_id: null,
    opt_out_type: null,
    is_taken: null,
    feedback: null,
    date_sent: null,
    date_created: tx.now,
    date_updated: tx.now,
  };
}
