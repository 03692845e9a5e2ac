// What happens when a customer sends STOP, START or HELP.
import type { Transaction } from '#storage/database.ts';
import { type OptOutType, optOutTypeOf } from './opt-out-words.ts';
import { type Correspondence, isOptedOut, recordOptOut, removeOptOut } from './opt-outs.ts';
import { sendMessage } from './send-message.ts';

const ANSWERS: Readonly<Record<OptOutType, string>> = {
  STOP: 'You are unsubscribed and will get no more messages from this number. Reply START to get them again.',
  START: 'You will get messages from this number again. Reply STOP to end them.',
  HELP: 'Reply STOP to get no more messages from this number, START to get them again.',
};

/**
 * Acts on a text that may be one of the words, and says which it was. A refusal and its end are recorded and
 * confirmed once; sent again, the word changes nothing and is not answered.
 */
export async function obeyOptOutWord(
  tx: Transaction,
  correspondence: Correspondence,
  body: string | null,
  messageSid: string,
): Promise<OptOutType | null> {
  const { accountSid, ownAddress, customerAddress } = correspondence;
  const type = optOutTypeOf(body, await isOptedOut(tx.db, accountSid, ownAddress, customerAddress));
  if (type === null) return null;
  const isAnswered =
    type === 'HELP' ||
    (type === 'STOP'
      ? await recordOptOut(tx, correspondence, (body ?? '').trim().slice(0, 40), messageSid)
      : await removeOptOut(tx, correspondence, messageSid));
  if (isAnswered) {
    await sendMessage(tx, {
      accountSid,
      from: ownAddress,
      to: customerAddress,
      body: ANSWERS[type],
      direction: 'outbound-reply',
      isConfirmation: true,
    });
  }
  return type;
}
