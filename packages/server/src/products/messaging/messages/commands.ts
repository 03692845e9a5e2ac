// What the Message resource does: send, redact, cancel, delete.

import type { z } from 'zod';
import { cancelMessage, isOptedOut, sendMessage } from '#delivery/delivery.ts';
import type { Call } from '#http/operations.ts';
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, MessageStatus } from '#storage/schema/delivery.ts';
import { requireOwnAccount } from '../own-account.ts';
import { type messageCreate, type messageUpdate, textToSend } from './input.ts';
import { requireSender } from './sender.ts';

/** A message in one of these is still on its way out. */
const UNFINISHED: ReadonlySet<MessageStatus> = new Set(['accepted', 'queued', 'sending']);

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

/** Accepts a text for sending. Refused: 21606 for a foreign sender, 21610 for a recipient who unsubscribed. */
export async function createMessage(
  tx: Transaction,
  call: Call<z.output<typeof messageCreate>>,
): Promise<CarrierMessageRow> {
  requireOwnAccount(call);
  const { accountSid, input } = call;
  const text = textToSend(input);
  await requireSender(tx.db, accountSid, text.from);
  if (await isOptedOut(tx.db, accountSid, text.from, text.to)) throw apiError(21610);
  return sendMessage(tx, {
    accountSid,
    ...text,
    direction: 'outbound-api',
    statusCallback: input.StatusCallback ?? null,
    ...(input.ValidityPeriod == null ? {} : { validitySeconds: input.ValidityPeriod }),
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
  if (UNFINISHED.has(message.status)) throw apiError(20009);
  const redacted = { body: '', date_updated: tx.now };
  await tx.db.updateTable('carrier_messages').set(redacted).where('sid', '=', message.sid).execute();
  return { ...message, ...redacted };
}

/** Deletes a message that is not on its way any more; 409/20009 when it is. */
export async function deleteMessage(tx: Transaction, call: Call): Promise<void> {
  const message = await requireMessage(tx.db, call);
  if (UNFINISHED.has(message.status)) throw apiError(20009);
  await tx.db.deleteFrom('carrier_messages').where('sid', '=', message.sid).execute();
}
