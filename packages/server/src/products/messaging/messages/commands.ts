// What the Message resource does: send, redact, cancel, delete.

import type { z } from 'zod';
import { cancelMessage, sendMessage, smartlyEncoded } from '#delivery/delivery.ts';
import type { Call } from '#http/operations.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, MessageStatus } from '#storage/schema/delivery.ts';
import { requireOwnAccount } from '../own-account.ts';
import { type messageCreate, type messageUpdate, textToSend } from './input.ts';
import { senderFor } from './sender.ts';
import { statusCallbackOf } from './status-callback-url.ts';

/** A message in one of these has not left yet. */
const UNFINISHED: ReadonlySet<MessageStatus> = new Set(['accepted', 'scheduled', 'queued', 'sending']);

/** Whether a message has still to leave, or is leaving. */
export function isOnItsWay(message: Pick<CarrierMessageRow, 'status'>): boolean {
  return UNFINISHED.has(message.status);
}

/** The caller's message with this SID. */
export function findMessage(
  db: Reader,
  accountSid: string,
  sid: string,
): Promise<CarrierMessageRow | undefined> {
  return db
    .selectFrom('carrier_messages')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/** The message the path names; 404/20404 when the caller has none of that name. */
export async function requireMessage(
  db: Reader,
  call: Pick<Call, 'accountSid' | 'params'>,
  parameter = 'Sid',
): Promise<CarrierMessageRow> {
  requireOwnAccount(call);
  const sid = call.params[parameter] as string;
  const message = await findMessage(db, call.accountSid, sid);
  if (message === undefined) throw notFound(`/Accounts/${call.accountSid}/Messages/${sid}.json`);
  return message;
}

/**
 * Accepts a text for sending. Refused at once, with nothing written: what `senderFor` refuses, 21610 for a recipient
 * who unsubscribed, 99101 and 99102 for what the account's rules of sending hold back, and, where windows are strict,
 * 63016 outside of the customer's window; a template that cannot be sent with 21655, 21656 and 21658.
 */
export async function createMessage(
  tx: Transaction,
  call: Call<z.output<typeof messageCreate>>,
  hasStrictWindows: boolean,
): Promise<CarrierMessageRow> {
  requireOwnAccount(call);
  const { accountSid, input } = call;
  const text = textToSend(input, tx.now);
  const { from, service } = await senderFor(tx, accountSid, text);
  const isSmart = input.SmartEncoded ?? service?.smart_encoding === 1;
  const validity = input.ValidityPeriod == null ? service?.validity_period : Number(input.ValidityPeriod);
  return sendMessage(tx, {
    accountSid,
    ...text,
    from,
    body: text.body !== null && isSmart ? smartlyEncoded(text.body) : text.body,
    direction: 'outbound-api',
    statusCallback: input.StatusCallback ?? (await statusCallbackOf(tx.db, accountSid, from, service)),
    messagingServiceSid: service?.sid ?? null,
    isMultimedia: input.SendAsMms === true,
    isRefusedAloud: true,
    isWindowStrict: input.StrictWindow ?? hasStrictWindows,
    messageTag: input.MessageTag ?? null,
    ...(validity === undefined ? {} : { validitySeconds: validity }),
  });
}

/** Redacts the text of a message (empty Body) or cancels one that still waits (Status canceled). */
export async function updateMessage(
  tx: Transaction,
  call: Call<z.output<typeof messageUpdate>>,
): Promise<CarrierMessageRow> {
  const message = await requireMessage(tx.db, call);
  const { Body: body, Status: status } = call.input;
  if (body) throw invalidParameter('Body', 'it can only be emptied');
  if (status === 'canceled') return cancelMessage(tx, message);
  if (body === undefined) return message;
  if (isOnItsWay(message)) throw apiError(20009);
  const redacted = { body: '', content_variables: null, date_updated: tx.now };
  await tx.db.updateTable('carrier_messages').set(redacted).where('sid', '=', message.sid).execute();
  return { ...message, ...redacted };
}

/** Deletes a message with its media that is not on its way any more; 409/20009 when it is. */
export async function deleteMessage(tx: Transaction, call: Call): Promise<void> {
  const message = await requireMessage(tx.db, call);
  if (isOnItsWay(message)) throw apiError(20009);
  await tx.db.deleteFrom('carrier_media').where('message_sid', '=', message.sid).execute();
  await tx.db.deleteFrom('carrier_messages').where('sid', '=', message.sid).execute();
}
