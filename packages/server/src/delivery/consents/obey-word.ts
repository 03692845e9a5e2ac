// What happens when a customer sends STOP, START or HELP.
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import type { MessagingServiceRow } from '#storage/schema/messaging-services.ts';
import { sendMessage } from '../messages/send.ts';
import { isOptedOut, recordOptIn, recordOptOut } from './consents.ts';
import { type OptOutSettings, optOutSettings } from './opt-out-settings.ts';
import { maybeOptOutWord, type OptOutType, optOutTypeOf, wordOf } from './opt-out-words.ts';

const ANSWERS: Readonly<Record<OptOutType, string>> = {
  STOP: 'You are unsubscribed and will get no more messages from this number. Reply START to get them again.',
  START: 'You will get messages from this number again. Reply STOP to end them.',
  HELP: 'Reply STOP to get no more messages from this number, START to get them again.',
};

function answerTo(type: OptOutType, settings: OptOutSettings): string {
  const own = { STOP: settings.stopMessage, START: settings.startMessage, HELP: settings.helpMessage };
  return own[type] ?? ANSWERS[type];
}

/**
 * Acts on a text that may be one of the words, and says which it was; null for an ordinary text. A refusal and its
 * end are recorded and confirmed once; sent again, the word changes nothing and is not answered.
 */
export async function obeyOptOutWord(
  tx: Transaction,
  message: CarrierMessageRow,
  service: MessagingServiceRow | undefined,
): Promise<OptOutType | null> {
  const { account_sid: accountSid, to_address: ownAddress, from_address: customerAddress, body } = message;
  const settings = optOutSettings(service);
  if (!maybeOptOutWord(body, settings)) return null;
  const isRefusing = await isOptedOut(tx.db, accountSid, ownAddress, customerAddress);
  const type = optOutTypeOf(body, isRefusing, settings);
  if (type === null) return null;
  const scope = { ownAddress, messagingServiceSid: service?.sid ?? null };
  const said = {
    accountSid,
    customerAddress,
    source: 'keyword',
    word: wordOf(body),
    messageSid: message.sid,
  } as const;
  const isAnswered =
    type === 'HELP' ||
    (type === 'STOP' ? await recordOptOut(tx, scope, said) : await recordOptIn(tx, scope, said));
  if (isAnswered) {
    await sendMessage(tx, {
      accountSid,
      from: ownAddress,
      to: customerAddress,
      body: answerTo(type, settings),
      direction: 'outbound-reply',
      messagingServiceSid: service?.sid ?? null,
      isConfirmation: true,
    });
  }
  return type;
}
