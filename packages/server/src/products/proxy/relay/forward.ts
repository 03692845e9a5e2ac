// Carrying a text to one side of a session: into its chat channel, or out to its phone.
import { type CarrierMessageRow, sendMessage } from '#delivery/delivery.ts';
import { ApiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { MessageRow } from '#storage/schema/threads.ts';
import { postMessages } from '#threads/threads.ts';
import type { Leg } from '../interactions/record.ts';
import { isChannel } from '../participants/new-participant.ts';

/** Whom a text goes to. */
export interface Recipient {
  /** Null for a channel that has not joined the session yet. */
  readonly sid: string | null;
  readonly account_sid: string;
  readonly identifier: string;
  readonly proxy_identifier: string;
}

/** A content template and the values in it. */
export interface Template {
  readonly contentSid: string;
  /** JSON object as text. */
  readonly contentVariables: string | null;
}

/** A text on its way through a session. */
export interface ForwardedText {
  readonly body: string | null;
  readonly mediaUrls: readonly string[];
  /** Who wrote it, in the words of the chat channel it goes to. */
  readonly author: string;
  /** SID of what it came in as. */
  readonly sourceSid: string;
  /** The template it was made from, for channels that want to see one. */
  readonly template?: Template | null | undefined;
}

/** The side the text arrived at, and why it could not be carried there. */
export interface Forwarded {
  readonly leg: Leg;
  readonly refusal: ApiError | null;
}

/** Statuses of messages that interactions have another word for. */
const STATUS_WORDS: Partial<Record<CarrierMessageRow['status'], string>> = { read: 'delivered' };

/** The status of a carrier message in the words of the Interaction resource. */
export function interactionStatus(status: CarrierMessageRow['status']): string {
  return STATUS_WORDS[status] ?? status;
}

/** Product and path of a carrier message. */
export function carrierMessagePath(accountSid: string, sid: string): string {
  return `api/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`;
}

/** Product and path of a message in a chat channel. */
export function chatMessagePath(serviceSid: string, threadSid: string, sid: string): string {
  return `chat/v2/Services/${serviceSid}/Channels/${threadSid}/Messages/${sid}`;
}

/**
 * Carries a text to a participant. A refusal is told, not thrown: the text was said, and the interaction shows
 * that it did not arrive.
 */
export async function forward(tx: Transaction, to: Recipient, text: ForwardedText): Promise<Forwarded> {
  return isChannel(to.identifier) ? postInto(tx, to, text) : sendOut(tx, to, text);
}

function failed(to: Recipient, refusal: ApiError): Forwarded {
  return { leg: { participantSid: to.sid, resourceSid: null, status: 'failed', path: null }, refusal };
}

async function postInto(tx: Transaction, to: Recipient, text: ForwardedText): Promise<Forwarded> {
  const [posted] = await postMessages(tx, [
    {
      accountSid: to.account_sid,
      threadSid: to.identifier,
      author: text.author,
      body: text.body ?? '',
      // Where the carrier keeps them; it stays here, should the files not be had.
      attributes: text.mediaUrls.length > 0 ? JSON.stringify({ media: text.mediaUrls }) : null,
      mediaUrls: text.mediaUrls,
      inboundMessageSid: text.sourceSid,
    },
  ]);
  if (posted instanceof Error) return failed(to, posted);
  const { sid, service_sid: serviceSid } = posted as MessageRow;
  const path = chatMessagePath(serviceSid, to.identifier, sid);
  return { leg: { participantSid: to.sid, resourceSid: sid, status: 'delivered', path }, refusal: null };
}

async function sendOut(tx: Transaction, to: Recipient, text: ForwardedText): Promise<Forwarded> {
  try {
    const message = await sendMessage(tx, {
      accountSid: to.account_sid,
      from: to.proxy_identifier,
      to: to.identifier,
      body: text.body,
      ...(text.mediaUrls.length > 0 ? { mediaUrls: text.mediaUrls } : {}),
      ...text.template,
      direction: 'outbound-api',
    });
    const path = carrierMessagePath(to.account_sid, message.sid);
    const status = interactionStatus(message.status);
    return { leg: { participantSid: to.sid, resourceSid: message.sid, status, path }, refusal: null };
  } catch (error) {
    if (error instanceof ApiError) return failed(to, error);
    throw error;
  }
}
