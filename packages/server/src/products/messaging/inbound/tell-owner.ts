// Telling its owner's server of a text, whose answer says what happens next.
import type { CarrierMessageRow, InboundHandler } from '#delivery/delivery.ts';
import type { Transaction } from '#storage/database.ts';
import { enqueueWebhook } from '#webhooks/webhooks.ts';
import { ownerUrls } from './owner-urls.ts';
import { inboundParameters } from './parameters.ts';

/** Who waits for the answers to texts, among those who ask. */
export const TWIML_ASKER = 'message-twiml';

/** How long an owner's server has ("Messaging webhooks: timeouts"). */
const ANSWER_LIMIT_MS = 15_000;

/** One document of an answer that may lead to others. */
export interface Fetching {
  readonly messageSid: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Asked once when this gives no usable answer. */
  readonly fallback?: { readonly url: string; readonly method: 'GET' | 'POST' } | null;
  /** Documents fetched before this one, and replies sent so far. */
  readonly depth: number;
  readonly replies: number;
}

/** Asks for a document; its answer is carried out when it is there. */
export async function fetchDocument(
  tx: Transaction,
  accountSid: string,
  parameters: Readonly<Record<string, string>>,
  fetching: Fetching,
): Promise<void> {
  await enqueueWebhook(tx, {
    accountSid,
    subjectSid: fetching.messageSid,
    eventType: 'message.received',
    url: fetching.url,
    method: fetching.method,
    parameters,
    question: {
      asker: TWIML_ASKER,
      facts: { ...fetching },
      answerLimit: ANSWER_LIMIT_MS,
    },
  });
}

/** The connector of texts that servers told us of: telling servers of them in turn would never end. */
const TOLD_BY_SERVER = 'webhooks';

async function tell(tx: Transaction, message: CarrierMessageRow): Promise<boolean> {
  if (message.connector === TOLD_BY_SERVER) return false;
  const urls = await ownerUrls(tx.db, message);
  if (urls === null) return false;
  await fetchDocument(tx, message.account_sid, await inboundParameters(tx.db, message), {
    messageSid: message.sid,
    url: urls.url,
    method: urls.method,
    fallback: urls.fallbackUrl === null ? null : { url: urls.fallbackUrl, method: urls.fallbackMethod },
    depth: 0,
    replies: 0,
  });
  return true;
}

/** Takes a text to an address that has a URL: its owner's server is asked what to do with it. */
export const receiveAtNumberUrl: InboundHandler = tell;
