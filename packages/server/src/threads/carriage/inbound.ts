// From phones into threads: a text finds its thread by the pair of addresses it carries.
import type { CarrierMessageRow } from '#delivery/delivery.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ParticipantRow } from '#storage/schema/threads.ts';
import { isOpen } from '../open-threads.ts';
import { actFor, carrierOrigin } from '../origin.ts';
import { postMessages } from '../post-messages.ts';

/** The participant of an open thread whose pair of addresses this is; in group texts, who has the customer's alone. */
async function findBound(db: Reader, message: CarrierMessageRow): Promise<ParticipantRow | undefined> {
  const ofCustomer = db
    .selectFrom('participants')
    .selectAll('participants')
    .where('participants.account_sid', '=', message.account_sid)
    .where('participants.address', '=', message.from_address)
    .where(isOpen);
  const bound = await ofCustomer
    .where('participants.proxy_address', '=', message.to_address)
    .executeTakeFirst();
  if (bound !== undefined) return bound;
  return ofCustomer
    .innerJoin('participants as ours', 'ours.thread_sid', 'participants.thread_sid')
    .where('participants.proxy_address', 'is', null)
    .where((eb) =>
      eb.or([
        eb('ours.projected_address', '=', message.to_address),
        eb('ours.proxy_address', '=', message.to_address),
      ]),
    )
    .orderBy('participants.sid', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The source of events that a text sets off: `SMS`, `WHATSAPP` and so on. */
export function sourceOf(message: CarrierMessageRow): string {
  return (parseAddress(message.from_address)?.channel ?? 'sms').toUpperCase();
}

/** Where the carrier keeps what came with a text. It stays in the attributes, should the files not be had. */
function mediaOf(message: CarrierMessageRow): { mediaUrls: readonly string[]; attributes: string | null } {
  const mediaUrls = message.media_urls === null ? [] : (JSON.parse(message.media_urls) as string[]);
  return { mediaUrls, attributes: mediaUrls.length === 0 ? null : JSON.stringify({ media: mediaUrls }) };
}

/** Says in a thread what a participant wrote on a phone; false when the thread was closed or removed meanwhile. */
export async function sayFor(
  tx: Transaction,
  participant: Pick<ParticipantRow, 'sid' | 'account_sid' | 'thread_sid'>,
  message: CarrierMessageRow,
): Promise<boolean> {
  actFor(tx, carrierOrigin(sourceOf(message)));
  const [posted] = await postMessages(tx, [
    {
      accountSid: participant.account_sid,
      threadSid: participant.thread_sid,
      author: message.from_address,
      participantSid: participant.sid,
      inboundMessageSid: message.sid,
      body: message.body ?? '',
      ...mediaOf(message),
    },
  ]);
  return !(posted instanceof Error);
}

/**
 * Takes a text whose addresses are those of a participant in an open thread: it is said there, and goes on to the
 * other messaging participants as everything that is said does.
 */
export async function receiveByBinding(tx: Transaction, message: CarrierMessageRow): Promise<boolean> {
  const participant = await findBound(tx.db, message);
  return participant !== undefined && sayFor(tx, participant, message);
}
