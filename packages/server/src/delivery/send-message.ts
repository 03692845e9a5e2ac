// Accepting a text for sending: its row, its place in the outbox and its event, in the caller's transaction.
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import { segmentText } from '#kernel/sms-segments.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, MessageStatus } from '#storage/schema/delivery.ts';
import { messageFacts } from './message-facts.ts';
import { STATUS_RANK } from './message-status.ts';
import { optedOutAmong, UNSUBSCRIBED } from './opt-outs.ts';
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
  /** Error code of a text that cannot leave at all; its row is `failed` with it, so that this is on record. */
  readonly refusedWith?: number;
}

/** What Twilio lets a message wait when nothing is said ("Message resource: ValidityPeriod"). */
const LONGEST_VALIDITY_SECONDS = 36_000;

/** Rows of one insert; parameters of a statement are limited. */
const ROWS_A_STATEMENT = 200;

/**
 * Accepts a text for sending and returns its row, `queued`. It leaves after the transaction has committed. To a
 * recipient who opted out nothing leaves: the row is `failed` with error code 21610.
 */
export async function sendMessage(tx: Transaction, message: OutgoingMessage): Promise<CarrierMessageRow> {
  const [row] = await sendMessages(tx, [message]);
  return row!;
}

/** Accepts texts for sending, in their order and in as many statements as one takes, and returns their rows. */
export async function sendMessages(
  tx: Transaction,
  messages: readonly OutgoingMessage[],
): Promise<CarrierMessageRow[]> {
  const rows: CarrierMessageRow[] = [];
  for (let at = 0; at < messages.length; at += ROWS_A_STATEMENT) {
    rows.push(...(await acceptAll(tx, messages.slice(at, at + ROWS_A_STATEMENT))));
  }
  return rows;
}

async function acceptAll(
  tx: Transaction,
  messages: readonly OutgoingMessage[],
): Promise<CarrierMessageRow[]> {
  const refused = await optedOutAmong(
    tx.db,
    messages.filter(({ isConfirmation }) => isConfirmation !== true),
  );
  const accepted = messages.map((message) => {
    const errorCode = message.refusedWith ?? (refused.has(message) ? UNSUBSCRIBED : null);
    const row = newRow(tx, message, errorCode === null ? 'queued' : 'failed');
    return { message, row: { ...row, error_code: errorCode } };
  });
  const rows = accepted.map(({ row }) => row);
  await insertRows(
    tx,
    'carrier_messages',
    rows.map((row) => ({ ...row })),
  );
  for (const row of rows) {
    const event = { accountSid: row.account_sid, subjectSid: row.sid, data: messageFacts(row) };
    appendEvent(tx, { type: 'carrier-message.created', ...event });
    if (row.status === 'failed') appendEvent(tx, { type: 'carrier-message.status', ...event });
  }
  await putIntoOutbox(
    tx,
    accepted.flatMap(({ message, row }) =>
      row.status === 'failed'
        ? []
        : [{ message: row, validityMs: (message.validitySeconds ?? LONGEST_VALIDITY_SECONDS) * 1_000 }],
    ),
  );
  return rows;
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
