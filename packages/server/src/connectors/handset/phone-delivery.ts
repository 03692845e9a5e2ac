// Texts on their way to phones: each phone behaves as its settings say, and shows a text once.

import type { SendResult } from '#delivery/port.ts';
import { newSid } from '#kernel/sid.ts';
import { buttonsOf } from '#server/content/content.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, HandsetPhoneRow } from '#storage/schema/delivery.ts';
import { HELD, setArrivalTimers } from './arrivals.ts';
import { failuresIn } from './behaviour.ts';
import { noteAnswers } from './busy-day/customers.ts';
import { holdPhones, notePhonesActive, phoneKey } from './phones.ts';

/** Which phone a message goes to. */
type PhoneOfMessage = (message: CarrierMessageRow) => HandsetPhoneRow;

/**
 * Delivers a batch. A number that was never seen is a phone like any other. A text given twice, after a crash, is
 * shown once.
 */
export async function deliverToPhones(
  tx: Transaction,
  batch: readonly CarrierMessageRow[],
): Promise<SendResult[]> {
  const phones = await holdPhones(
    tx,
    batch.map((message) => ({ accountSid: message.account_sid, address: message.to_address })),
  );
  const phoneOfMessage: PhoneOfMessage = (message) =>
    phones.get(phoneKey(message.account_sid, message.to_address)) as HandsetPhoneRow;
  const failing = await failuresIn(tx, batch, phones);
  const reaching = batch.filter((message) => !failing.has(message.sid));
  await showOnPhones(tx, reaching, phoneOfMessage);
  const slow = reaching.filter((message) => phoneOfMessage(message).behaviour === 'slow');
  await setArrivalTimers(
    tx,
    slow.map((message) => message.account_sid),
  );
  const shown = reaching.filter((message) => arrivalOf(phoneOfMessage(message), 0) === null);
  await noteAnswers(
    tx,
    shown
      .filter((message) => message.is_confirmation !== 1)
      .map((message) => ({
        accountSid: message.account_sid,
        phone: message.to_address,
        contact: message.from_address,
      })),
  );
  return batch.map((message) => resultFor(phoneOfMessage(message), failing.get(message.sid)));
}

function resultFor({ behaviour }: HandsetPhoneRow, errorCode: number | undefined): SendResult {
  if (errorCode !== undefined) return { outcome: 'sent', final: { status: 'undelivered', errorCode } };
  const isWaiting = behaviour === 'slow' || behaviour === 'off';
  return isWaiting ? { outcome: 'sent' } : { outcome: 'sent', final: { status: 'delivered' } };
}

/** When a phone shows what it gets now; null for at once. */
function arrivalOf({ behaviour, delay_seconds: delay }: HandsetPhoneRow, now: number): number | null {
  if (behaviour === 'off') return HELD;
  return behaviour === 'slow' ? now + delay * 1_000 : null;
}

async function showOnPhones(
  tx: Transaction,
  messages: readonly CarrierMessageRow[],
  phoneOfMessage: PhoneOfMessage,
): Promise<void> {
  if (messages.length === 0) return;
  const buttons = await buttonsOf(tx.db, messages);
  await tx.db
    .insertInto('handset_messages')
    .values(
      messages.map((message, position) => {
        const below = buttons[position] ?? [];
        return {
          sid: newSid('HM'),
          account_sid: message.account_sid,
          phone_address: message.to_address,
          contact_address: message.from_address,
          direction: 'incoming',
          carrier_message_sid: message.sid,
          body: message.body,
          media_urls: message.media_urls,
          buttons: below.length === 0 ? null : JSON.stringify(below),
          arrives_at: arrivalOf(phoneOfMessage(message), tx.now),
          date_created: tx.now,
        } as const;
      }),
    )
    .onConflict((conflict) => conflict.column('carrier_message_sid').doNothing())
    .execute();
  await notePhonesActive(
    tx,
    messages.map((message) => ({ accountSid: message.account_sid, address: message.to_address })),
  );
}
