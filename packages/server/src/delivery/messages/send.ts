// Accepting a text for sending: its row, its place in the outbox and its event, in the caller's transaction.
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import type { MessageTag } from '#kernel/message-tags.ts';
import { newSid } from '#kernel/sid.ts';
import { segmentText } from '#kernel/sms-segments.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, MessageStatus } from '#storage/schema/delivery.ts';
import { optedOutAmong, UNSUBSCRIBED } from '../consents/consents.ts';
import { putIntoOutbox } from '../outbox/outbox.ts';
import { obstacleTo, quietObstacle, refusalFor } from '../rules/may-leave.ts';
import { rulesOf, type SendingRule } from '../rules/sending-rules.ts';
import { prepareDepartures } from '../windows/departures.ts';
import { messageFacts } from './facts.ts';
import { addCarrierMedia } from './media.ts';
import { awaitSendAt } from './scheduled.ts';
import { STATUS_RANK } from './status-order.ts';

/** A text to be sent. Addresses are E.164 numbers or channel addresses and have been checked by the caller. */
export interface OutgoingMessage {
  readonly accountSid: string;
  /** Empty for a scheduled message of a messaging service: its sender is chosen when it leaves. */
  readonly from: string;
  readonly to: string;
  readonly body: string | null;
  readonly mediaUrls?: readonly string[];
  readonly direction: 'outbound-api' | 'outbound-reply';
  /** URL that is told of every status the message gets. */
  readonly statusCallback?: string | null;
  /** How long it may wait to leave before it is given up. */
  readonly validitySeconds?: number;
  /** Set for the answer to STOP, START or HELP, which opt-outs and rules of sending do not hold back. */
  readonly isConfirmation?: boolean;
  /** Error code of a text that cannot leave at all; its row is `failed` with it, so that this is on record. */
  readonly refusedWith?: number;
  /** Set by who can be told at once: what may not leave is refused with an error, and nothing is written. */
  readonly isRefusedAloud?: boolean;
  readonly messagingServiceSid?: string | null;
  /** The Flex Flow on whose behalf it leaves, whose rules of sending count too. */
  readonly flowSid?: string | null;
  /** The content template the text was made from. */
  readonly contentSid?: string | null;
  readonly contentVariables?: string | null;
  /** Why it may leave although the customer has been silent for a day, on Messenger. */
  readonly messageTag?: MessageTag | null;
  /** Set by who wants to be refused at once outside of the customer's window, in place of a failed receipt. */
  readonly isWindowStrict?: boolean;
  /** When it is to leave, in milliseconds since the epoch; at once when not given. */
  readonly sendAt?: number | null;
  /** Sends a text without files as a multimedia message. */
  readonly isMultimedia?: boolean;
}

/** What Twilio lets a message wait when nothing is said ("Message resource: ValidityPeriod"). */
const LONGEST_VALIDITY_SECONDS = 36_000;

/** Rows of one insert; parameters of a statement are limited. */
const ROWS_A_STATEMENT = 200;

/**
 * Accepts a text for sending and returns its row, `queued` (`accepted` through a messaging service, `scheduled` until
 * its time). It leaves after the transaction has committed. To a recipient who opted out nothing leaves: the row is
 * `failed` with error code 21610; against the rules of sending with 99101 or 99102.
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

/** The error code of what may not leave; null for what may, which is counted under its caps. */
async function refusalOf(
  tx: Transaction,
  message: OutgoingMessage,
  rules: readonly SendingRule[],
): Promise<number | null> {
  if (rules.length === 0 || message.direction === 'outbound-reply') return null;
  const { sendAt } = message;
  // A scheduled message is counted on the day it leaves.
  const obstacle =
    sendAt == null ? await obstacleTo(tx, message, rules) : quietObstacle(rules, message, sendAt);
  if (obstacle !== null && message.isRefusedAloud) throw refusalFor(obstacle, message);
  return obstacle?.code ?? null;
}

async function errorCodesOf(
  tx: Transaction,
  messages: readonly OutgoingMessage[],
): Promise<(number | null)[]> {
  const open = messages.filter((message) => message.refusedWith === undefined && !message.isConfirmation);
  const unsubscribed = await optedOutAmong(tx.db, open);
  const rules =
    open.length === 0
      ? []
      : await rulesOf(
          tx.db,
          open.map(({ accountSid }) => accountSid),
        );
  const codes: (number | null)[] = [];
  for (const message of messages) {
    if (message.refusedWith !== undefined || message.isConfirmation) {
      codes.push(message.refusedWith ?? null);
    } else if (unsubscribed.has(message)) {
      if (message.isRefusedAloud) throw apiError(UNSUBSCRIBED, undefined, { parameter: 'To' });
      codes.push(UNSUBSCRIBED);
    } else {
      codes.push(await refusalOf(tx, message, rules));
    }
  }
  return codes;
}

function statusOf(message: OutgoingMessage, errorCode: number | null): MessageStatus {
  if (errorCode !== null) return 'failed';
  if (message.sendAt != null) return 'scheduled';
  return message.messagingServiceSid == null ? 'queued' : 'accepted';
}

async function acceptAll(tx: Transaction, given: readonly OutgoingMessage[]): Promise<CarrierMessageRow[]> {
  const messages = await prepareDepartures(tx, given);
  const codes = await errorCodesOf(tx, messages);
  const rows = messages.map((message, position) => {
    const errorCode = codes[position] ?? null;
    return { ...newRow(tx, message, statusOf(message, errorCode)), error_code: errorCode };
  });
  await insertRows(
    tx,
    'carrier_messages',
    rows.map((row) => ({ ...row })),
  );
  await addCarrierMedia(
    tx,
    rows.map((row, position) => ({ message: row, urls: messages[position]!.mediaUrls ?? [] })),
  );
  for (const row of rows) {
    const event = { accountSid: row.account_sid, subjectSid: row.sid, data: messageFacts(row) };
    appendEvent(tx, { type: 'carrier-message.created', ...event });
    if (row.status === 'failed') appendEvent(tx, { type: 'carrier-message.status', ...event });
  }
  await awaitSendAt(
    tx,
    rows.filter(({ status }) => status === 'scheduled'),
  );
  await putIntoOutbox(
    tx,
    rows
      .filter(({ status }) => status === 'queued' || status === 'accepted')
      .map((row) => ({ message: row, validityMs: row.validity_ms as number })),
  );
  return rows;
}

function newRow(tx: Transaction, message: OutgoingMessage, status: MessageStatus): CarrierMessageRow {
  const media = message.mediaUrls ?? [];
  return {
    sid: newSid(media.length > 0 || message.isMultimedia ? 'MM' : 'SM'),
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
    messaging_service_sid: message.messagingServiceSid ?? null,
    flow_sid: message.flowSid ?? null,
    content_sid: message.contentSid ?? null,
    content_variables: message.contentVariables ?? null,
    send_at: message.sendAt ?? null,
    validity_ms: (message.validitySeconds ?? LONGEST_VALIDITY_SECONDS) * 1_000,
    is_confirmation: message.isConfirmation ? 1 : null,
    message_tag: message.messageTag ?? null,
  };
}
