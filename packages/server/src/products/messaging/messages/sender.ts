// From which address a message leaves: the one that was named, or one the messaging service chooses.
import { chooseSender, findMessagingService, findSender, sendersOfService } from '#delivery/delivery.ts';
import { apiError } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { MessagingServiceRow } from '#storage/schema/messaging-services.ts';
import type { TextToSend } from './input.ts';

/** The address and the service a message leaves through. */
export interface ChosenSender {
  /** Empty until a scheduled message leaves. */
  readonly from: string;
  readonly service: MessagingServiceRow | undefined;
}

const channelOf = (address: string) => parseAddress(address)?.channel ?? 'sms';

/**
 * Refuses an address the message cannot leave from: 21212 for what is no address, 21910 for one of another channel,
 * 21606 for a number that is not the account's, 63007 for an address of a channel that is not, 21601 for letters that
 * are to send pictures.
 */
export async function requireSender(
  db: Reader,
  accountSid: string,
  from: string,
  to: string,
  hasMedia: boolean,
): Promise<void> {
  const address = parseAddress(from);
  const sender = await findSender(db, accountSid, from);
  const parameter = { parameter: 'From' };
  if (address === null && sender === undefined) throw apiError(21212, undefined, parameter);
  if (channelOf(from) !== channelOf(to)) throw apiError(21910, undefined, parameter);
  if (sender === undefined) throw apiError(channelOf(from) === 'sms' ? 21606 : 63007, undefined, parameter);
  if (hasMedia && !sender.canSendMedia) throw apiError(21601, undefined, parameter);
}

/** The service a request names; 404/21701 when the account has none such. */
async function serviceOf(
  db: Reader,
  accountSid: string,
  sid: string | null,
): Promise<MessagingServiceRow | undefined> {
  if (sid === null) return undefined;
  const service = await findMessagingService(db, accountSid, sid);
  if (service === undefined) throw apiError(21701, undefined, { parameter: 'MessagingServiceSid' });
  return service;
}

/**
 * The sender of a message. An address named besides a service must be in its pool (400/21606). A scheduled message
 * is given its sender when it leaves; a service that has none is refused at once.
 */
export async function senderFor(
  tx: Transaction,
  accountSid: string,
  text: TextToSend,
): Promise<ChosenSender> {
  const service = await serviceOf(tx.db, accountSid, text.messagingServiceSid);
  const hasMedia = text.mediaUrls.length > 0;
  if (text.from !== null) {
    await requireSender(tx.db, accountSid, text.from, text.to, hasMedia);
    if (service !== undefined) await requireInPool(tx.db, service, text.from);
    return { from: text.from, service };
  }
  const chooser = service as MessagingServiceRow;
  if (text.sendAt === null) return { from: await chooseSender(tx, chooser, text.to, hasMedia), service };
  if ((await sendersOfService(tx.db, chooser.sid)).length === 0) throw apiError(21704);
  return { from: '', service };
}

async function requireInPool(db: Reader, service: MessagingServiceRow, from: string): Promise<void> {
  const pool = await sendersOfService(db, service.sid);
  if (pool.some(({ address }) => address === from)) return;
  throw apiError(21606, "The 'From' number is not a sender of the Messaging Service", { parameter: 'From' });
}
