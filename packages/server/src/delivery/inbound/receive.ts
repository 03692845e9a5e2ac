// Texts that come in: stored once, the opt-out words obeyed, the rest offered to the handlers.
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import { segmentText } from '#kernel/sms-segments.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { obeyOptOutWord } from '../consents/obey-word.ts';
import { messageFacts } from '../messages/facts.ts';
import { addCarrierMedia } from '../messages/media.ts';
import { STATUS_RANK } from '../messages/status-order.ts';
import { holdPair } from '../pairs.ts';
import { serviceOfAddress } from '../senders/messaging-services.ts';
import { noteInbound } from '../windows/windows.ts';
import type { InboundHandler } from './handler.ts';

/** A text that came in through a connector. */
export interface InboundMessage {
  readonly accountSid: string;
  readonly connector: string;
  /** The connector's own name for the text; telling it again changes nothing. */
  readonly carrierMessageId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string | null;
  readonly mediaUrls?: readonly string[];
}

/** What became of a text that came in. */
export interface Reception {
  readonly message: CarrierMessageRow;
  /** False when the text had come in before. */
  readonly isNew: boolean;
}

/** Who is asked and who is told. */
export interface Receivers {
  /** Asked in this order who takes an ordinary text. */
  readonly handlers: readonly InboundHandler[];
  /** Told of STOP, START and HELP after they were obeyed. */
  readonly wordListeners?: readonly InboundHandler[];
}

/**
 * Stores a text that came in and asks the handlers, in their order, who takes it. STOP, START and HELP are obeyed
 * here and never offered to them: an agent does not get them as what the customer said. A text nobody takes is kept,
 * and an event says so. A text told again by the connector's own name for it is the one stored before. The listeners
 * are told of the words that were obeyed.
 */
export async function receiveMessage(
  tx: Transaction,
  inbound: InboundMessage,
  { handlers, wordListeners = [] }: Receivers,
): Promise<Reception> {
  const service = await serviceOfAddress(tx.db, inbound.accountSid, inbound.to);
  const stored = await store(tx, inbound, service?.sid ?? null);
  if (stored === undefined) return { message: await knownMessage(tx, inbound), isNew: false };
  await addCarrierMedia(tx, [{ message: stored, urls: inbound.mediaUrls ?? [] }]);
  await noteInbound(tx, stored);
  record(tx, 'carrier-message.received', stored);
  const optOutType = await obeyOptOutWord(tx, stored, service);
  if (optOutType !== null) {
    const message = await mark(tx, stored, { opt_out_type: optOutType, is_taken: 1 });
    for (const listener of wordListeners) await listener(tx, message);
    return { message, isNew: true };
  }
  await holdPair(tx, { accountSid: inbound.accountSid, customer: inbound.from, own: inbound.to });
  for (const handler of handlers) {
    if (await handler(tx, stored)) return { message: await mark(tx, stored, { is_taken: 1 }), isNew: true };
  }
  record(tx, 'carrier-message.unhandled', stored);
  return { message: stored, isNew: true };
}

function record(
  tx: Transaction,
  type: 'carrier-message.received' | 'carrier-message.unhandled',
  message: CarrierMessageRow,
): void {
  const { account_sid: accountSid, sid: subjectSid } = message;
  appendEvent(tx, { type, accountSid, subjectSid, data: messageFacts(message) });
}

async function mark(
  tx: Transaction,
  message: CarrierMessageRow,
  facts: Partial<Pick<CarrierMessageRow, 'opt_out_type' | 'is_taken'>>,
): Promise<CarrierMessageRow> {
  await tx.db.updateTable('carrier_messages').set(facts).where('sid', '=', message.sid).execute();
  return { ...message, ...facts };
}

function store(
  tx: Transaction,
  inbound: InboundMessage,
  serviceSid: string | null,
): Promise<CarrierMessageRow | undefined> {
  const media = inbound.mediaUrls ?? [];
  return tx.db
    .insertInto('carrier_messages')
    .values({
      sid: newSid(media.length > 0 ? 'MM' : 'SM'),
      account_sid: inbound.accountSid,
      from_address: inbound.from,
      to_address: inbound.to,
      body: inbound.body,
      media_urls: media.length > 0 ? JSON.stringify(media) : null,
      num_media: media.length,
      direction: 'inbound',
      status: 'received',
      status_rank: STATUS_RANK.received,
      error_code: null,
      num_segments: segmentText(inbound.body ?? '').segments,
      status_callback: null,
      connector: inbound.connector,
      carrier_message_id: inbound.carrierMessageId,
      opt_out_type: null,
      is_taken: 0,
      feedback: null,
      date_sent: tx.now,
      date_created: tx.now,
      date_updated: tx.now,
      messaging_service_sid: serviceSid,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

function knownMessage(tx: Transaction, inbound: InboundMessage): Promise<CarrierMessageRow> {
  return tx.db
    .selectFrom('carrier_messages')
    .selectAll()
    .where('connector', '=', inbound.connector)
    .where('carrier_message_id', '=', inbound.carrierMessageId)
    .where('account_sid', '=', inbound.accountSid)
    .where('direction', '=', 'inbound')
    .executeTakeFirstOrThrow();
}
