// What a request to send a text may hold, and the code each mistake is refused with.
import { z } from 'zod';
import { bool, checked, date, int, list, oneOf, text, url } from '#http/parameters.ts';
import { parseIsoDate } from '#kernel/dates.ts';
import { apiError } from '#kernel/errors.ts';
import { MESSAGE_TAGS } from '#kernel/message-tags.ts';
import { parseAddress } from '#kernel/phone.ts';
import { isSid } from '#kernel/sid.ts';

/** Longest text, in characters ("Message resource: Body"). */
const BODY_LIMIT = 1_600;
const MEDIA_LIMIT = 10;
const LONGEST_VALIDITY_SECONDS = 36_000;

/** How far ahead a message can be scheduled, both ends included ("Message Scheduling"). */
const SOONEST_MS = 15 * 60_000;
const LATEST_MS = 35 * 24 * 60 * 60_000;

const isUrl = (value: string) => url().safeParse(value).success;
const isService = (value: string) => isSid(value, 'MG');
const isValidity = (value: string) => int(1, LONGEST_VALIDITY_SECONDS).safeParse(value).success;

export const messageCreate = z.object({
  To: text(256).nullish(),
  From: text(256).nullish(),
  MessagingServiceSid: checked(z.string(), 21705, isService).nullish(),
  Body: z.string().nullish(),
  MediaUrl: list(z.string()).nullish(),
  StatusCallback: checked(z.string(), 21609, isUrl).nullish(),
  ValidityPeriod: checked(z.string(), 21624, isValidity).nullish(),
  ContentSid: text(64).nullish(),
  ContentVariables: z.string().nullish(),
  ScheduleType: z.string().nullish(),
  SendAt: z.string().nullish(),
  SmartEncoded: bool().nullish(),
  SendAsMms: bool().nullish(),
  // Parley's own: to be refused at once outside of the customer's window, and the reason to leave on Messenger.
  StrictWindow: bool().nullish(),
  MessageTag: oneOf(MESSAGE_TAGS).nullish(),
});

export const messageUpdate = z.object({
  Body: z.string().nullish(),
  Status: oneOf(['canceled']).nullish(),
});

/** Filters of the list; `DateSent<` and `DateSent>` mean "on or before" and "on or after". */
export const messageFilters = z.object({
  To: text(256).nullish(),
  From: text(256).nullish(),
  DateSent: date().nullish(),
  'DateSent<': date().nullish(),
  'DateSent>': date().nullish(),
});

export type MessageInput = z.output<typeof messageCreate>;

/** A request to send a text whose form is right; whether the account may send it is not checked here. */
export interface TextToSend {
  /** Null when the messaging service chooses. */
  readonly from: string | null;
  readonly messagingServiceSid: string | null;
  readonly to: string;
  readonly body: string | null;
  readonly mediaUrls: readonly string[];
  readonly contentSid: string | null;
  readonly contentVariables: string | null;
  /** Milliseconds since the epoch; null for at once. */
  readonly sendAt: number | null;
}

function parameterError(code: Parameters<typeof apiError>[0], parameter: string) {
  return apiError(code, undefined, { parameter });
}

/** Sender and messaging service; the SID of a service may also stand in the place of the sender. */
function senderOf(input: MessageInput): Pick<TextToSend, 'from' | 'messagingServiceSid'> {
  if (input.From && isService(input.From)) return { from: null, messagingServiceSid: input.From };
  if (!input.From && !input.MessagingServiceSid) throw parameterError(21603, 'From');
  return { from: input.From ?? null, messagingServiceSid: input.MessagingServiceSid ?? null };
}

function contentOf(input: MessageInput) {
  const mediaUrls = input.MediaUrl ?? [];
  if (mediaUrls.length > MEDIA_LIMIT) throw parameterError(21623, 'MediaUrl');
  if (!mediaUrls.every(isUrl)) throw parameterError(21620, 'MediaUrl');
  const body = input.Body ?? null;
  if (input.ContentVariables && !input.ContentSid) throw parameterError(21654, 'ContentSid');
  if (body === null && mediaUrls.length === 0 && !input.ContentSid) throw parameterError(21602, 'Body');
  if (body !== null && body.length > BODY_LIMIT) throw parameterError(21617, 'Body');
  return {
    body,
    mediaUrls,
    contentSid: input.ContentSid ?? null,
    contentVariables: input.ContentVariables ?? null,
  };
}

/** When the message is to leave: 900 seconds to 35 days ahead, through a messaging service. */
function sendAtOf(input: MessageInput, messagingServiceSid: string | null, now: number): number | null {
  const { ScheduleType: type, SendAt: sendAt } = input;
  if (!type && !sendAt) return null;
  if (type !== 'fixed') throw parameterError(35126, 'ScheduleType');
  if (!sendAt) throw parameterError(35111, 'SendAt');
  if (messagingServiceSid === null) throw parameterError(35118, 'MessagingServiceSid');
  const at = parseIsoDate(sendAt);
  if (at === null) throw parameterError(35112, 'SendAt');
  if (at < now + SOONEST_MS || at > now + LATEST_MS) throw parameterError(35114, 'SendAt');
  return at;
}

/** Checks a request in the order Twilio does: recipient, sender, content, time. */
export function textToSend(input: MessageInput, now: number): TextToSend {
  if (!input.To) throw parameterError(21604, 'To');
  if (parseAddress(input.To) === null) throw parameterError(21211, 'To');
  const sender = senderOf(input);
  if (sender.from === input.To) throw parameterError(21266, 'To');
  const content = contentOf(input);
  return { to: input.To, ...sender, ...content, sendAt: sendAtOf(input, sender.messagingServiceSid, now) };
}
