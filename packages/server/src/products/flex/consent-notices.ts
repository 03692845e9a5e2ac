// What agents see of a customer who refused texts or asked for them again: a notice where they talk with the customer.
import type { ConsentChange, ConsentListener } from '#delivery/delivery.ts';
import type { Transaction } from '#storage/database.ts';
import { actFor, type NewMessage, postMessages, SILENT_ORIGIN } from '#threads/threads.ts';

/** Who says it. */
const AUTHOR = 'system';

const SENTENCES = {
  refused: 'The customer has unsubscribed and gets no more messages.',
  returned: 'The customer has subscribed again and gets messages.',
};

/** The addresses of ours the change is about: the one the customer wrote to, or all of the service. */
async function ownAddresses(tx: Transaction, { accountSid, data }: ConsentChange): Promise<string[]> {
  if (data.messagingServiceSid === null) return [data.ownAddress];
  const pool = await tx.db
    .selectFrom('service_senders')
    .select('address')
    .where('account_sid', '=', accountSid)
    .where('service_sid', '=', data.messagingServiceSid)
    .execute();
  return [...new Set([data.ownAddress, ...pool.map(({ address }) => address)])];
}

/** Conversations the customer is in by these addresses. */
async function conversations(tx: Transaction, { accountSid, data }: ConsentChange, own: readonly string[]) {
  const rows = await tx.db
    .selectFrom('participants')
    .select('thread_sid')
    .where('account_sid', '=', accountSid)
    .where('address', '=', data.customerAddress)
    .where('proxy_address', 'in', own)
    .where('is_open', '=', 1)
    .execute();
  return rows.map((row) => row.thread_sid);
}

/** Chat channels the customer is connected to by an open session with one of these addresses. */
async function channels(tx: Transaction, { accountSid, data }: ConsentChange, own: readonly string[]) {
  const rows = await tx.db
    .selectFrom('proxy_participants as customer')
    .innerJoin('proxy_participants as channel', 'channel.session_sid', 'customer.session_sid')
    .select('channel.identifier')
    .where('customer.account_sid', '=', accountSid)
    .where('customer.identifier', '=', data.customerAddress)
    .where('customer.proxy_identifier', 'in', own)
    .where('customer.active', '=', 1)
    .where('channel.active', '=', 1)
    .where('channel.identifier', 'like', 'CH%')
    .execute();
  return rows.map(({ identifier }) => identifier);
}

/**
 * Says in every open conversation and chat channel with the customer what the customer wishes, to those who look at
 * it: no phone in it is sent the notice.
 */
export const noticeOfConsent: ConsentListener = async (tx, change) => {
  const own = await ownAddresses(tx, change);
  const places = new Set([...(await conversations(tx, change, own)), ...(await channels(tx, change, own))]);
  if (places.size === 0) return;
  const { optedOut, source, word } = change.data;
  actFor(tx, SILENT_ORIGIN);
  await postMessages(
    tx,
    [...places].map(
      (threadSid): NewMessage => ({
        accountSid: change.accountSid,
        threadSid,
        author: AUTHOR,
        isNotice: true,
        body: optedOut ? SENTENCES.refused : SENTENCES.returned,
        attributes: JSON.stringify({
          notice: 'consent',
          consent: { sid: change.subjectSid, status: optedOut ? 'opt-out' : 'opt-in', source, word },
        }),
      }),
    ),
  );
};
