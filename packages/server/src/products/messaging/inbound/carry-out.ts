// Carrying out what the answer to a text asks for: replies leave, further documents are fetched.
import { type CarrierMessageRow, findMessagingService, findSender, sendMessage } from '#delivery/delivery.ts';
import { appendEvent } from '#events/event-log.ts';
import { parseAddress } from '#kernel/phone.ts';
import type { Transaction } from '#storage/database.ts';
import type { Asked, Instructions, Reply } from '#webhooks/webhooks.ts';
import { findMessage } from '../messages/commands.ts';
import { statusCallbackOf } from '../messages/status-callback-url.ts';
import { inboundParameters } from './parameters.ts';
import { isLooping } from './reply-loop.ts';
import { type Fetching, fetchDocument } from './tell-owner.ts';

/** Replies to one text, and documents one text can lead to ("Error 14109", "Error 14106"). */
const MOST_REPLIES = 10;
const MOST_DOCUMENTS = 50;

/** Twilio's code for too many replies between two addresses ("Error 14107"). */
const LOOPING = 14107;

interface Fault {
  readonly code: number;
  readonly message: string;
}

/** One answer on its way: what it answers to, and what went wrong so far. */
interface Course {
  readonly tx: Transaction;
  readonly message: CarrierMessageRow;
  readonly fetching: Fetching;
  readonly faults: Fault[];
  replies: number;
}

/** Where the reply leaves from; a fault when the answer names what is not the account's. */
async function addressesOf(
  { tx, message }: Course,
  reply: Reply,
): Promise<Fault | { from: string; to: string }> {
  const from = reply.from ?? message.to_address;
  const to = reply.to ?? message.from_address;
  if (parseAddress(to) === null) return { code: 14101, message: `${to} is no address to send to` };
  const channel = (address: string) => parseAddress(address)?.channel ?? 'sms';
  const isOwn = reply.from === null || (await findSender(tx.db, message.account_sid, from)) !== undefined;
  if (!isOwn) return { code: 14102, message: `${from} is no sender of this account` };
  if (channel(from) !== channel(to) || from === to) {
    return { code: 14101, message: `${to} cannot be reached from ${from}` };
  }
  return { from, to };
}

/** Sends one reply; null when it was not sent. */
async function send(course: Course, reply: Reply): Promise<CarrierMessageRow | null> {
  const { tx, message, fetching, faults } = course;
  if (course.replies >= MOST_REPLIES) {
    faults.push({ code: 14109, message: `A text is answered by ${MOST_REPLIES} replies at most` });
    return null;
  }
  const addresses = await addressesOf(course, reply);
  if ('code' in addresses) {
    faults.push(addresses);
    return null;
  }
  course.replies += 1;
  const accountSid = message.account_sid;
  const serviceSid = reply.from === null ? message.messaging_service_sid : null;
  const service = serviceSid === null ? undefined : await findMessagingService(tx.db, accountSid, serviceSid);
  const callback = reply.statusCallback;
  const looping = await isLooping(tx, accountSid, addresses);
  const sent = await sendMessage(tx, {
    accountSid,
    ...addresses,
    body: reply.body,
    mediaUrls: reply.mediaUrls,
    direction: 'outbound-reply',
    messagingServiceSid: service?.sid ?? null,
    statusCallback:
      callback === null
        ? await statusCallbackOf(tx.db, accountSid, addresses.from, service)
        : new URL(callback, fetching.url).href,
    ...(service === undefined ? {} : { validitySeconds: service.validity_period }),
    ...(looping ? { refusedWith: LOOPING } : {}),
  });
  if (looping)
    faults.push({ code: LOOPING, message: 'Too many replies between two addresses in 30 seconds' });
  else if (sent.error_code !== null) {
    faults.push({ code: sent.error_code, message: 'A reply was not sent' });
  }
  return sent;
}

/** Goes on with another document: the same parameters, and those given. */
async function goOn(
  course: Course,
  place: { readonly url: string; readonly method: 'GET' | 'POST' },
  more: Record<string, string> = {},
): Promise<void> {
  const { tx, message, fetching, faults } = course;
  if (!URL.canParse(place.url, fetching.url)) {
    faults.push({ code: 11100, message: `${place.url} is no URL to go on with` });
    return;
  }
  if (fetching.depth + 1 >= MOST_DOCUMENTS) {
    faults.push({ code: 14106, message: `A text leads to ${MOST_DOCUMENTS} documents at most` });
    return;
  }
  const parameters = { ...(await inboundParameters(tx.db, message)), ...more };
  await fetchDocument(tx, message.account_sid, parameters, {
    messageSid: message.sid,
    url: new URL(place.url, fetching.url).href,
    method: place.method,
    fallback: null,
    depth: fetching.depth + 1,
    replies: course.replies,
  });
}

/** Records what was wrong, where programs look for it. */
export function recordFaults(
  tx: Transaction,
  asked: Pick<Asked, 'accountSid' | 'deliverySid' | 'subjectSid'>,
  faults: readonly Fault[],
): void {
  for (const { code, message } of faults) {
    appendEvent(tx, {
      type: 'messaging.warning',
      accountSid: asked.accountSid,
      subjectSid: asked.subjectSid ?? asked.deliverySid,
      data: { code, message, deliverySid: asked.deliverySid },
    });
  }
}

/** Carries an answer out, and resolves with the remark for the log of webhooks: what was wrong, or null. */
export async function carryOut(
  tx: Transaction,
  asked: Asked,
  instructions: Instructions,
): Promise<string | null> {
  const fetching = asked.facts as unknown as Fetching;
  const message = await findMessage(tx.db, asked.accountSid, fetching.messageSid);
  if (message === undefined) return null;
  const faults: Fault[] = [...instructions.warnings];
  const course: Course = { tx, message, fetching, faults, replies: fetching.replies };
  for (const step of instructions.steps) {
    if (step.kind === 'redirect') {
      await goOn(course, { url: step.url === '' ? fetching.url : step.url, method: step.method });
      continue;
    }
    const sent = await send(course, step.reply);
    if (sent !== null && step.reply.action !== null) {
      await goOn(course, step.reply.action, { MessageSid: sent.sid, MessageStatus: sent.status });
    }
  }
  recordFaults(tx, asked, faults);
  return faults.length === 0 ? null : faults.map(({ code, message: text }) => `${code}: ${text}`).join('; ');
}
