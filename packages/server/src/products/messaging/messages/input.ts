// What a request to send a text may hold, and the code each mistake is refused with.
import { z } from 'zod';
import { checked, date, int, list, oneOf, sid, text, url } from '#http/parameters.ts';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';

/** Longest text, in characters ("Message resource: Body"). */
const BODY_LIMIT = 1_600;
const MEDIA_LIMIT = 10;

const isUrl = (value: string) => url().safeParse(value).success;

export const messageCreate = z.object({
  To: text(256).nullish(),
  From: text(256).nullish(),
  MessagingServiceSid: sid('MG').nullish(),
  Body: z.string().nullish(),
  MediaUrl: list(z.string(), MEDIA_LIMIT).nullish(),
  StatusCallback: checked(z.string(), 21609, isUrl).nullish(),
  ValidityPeriod: int(1, 36_000).nullish(),
  ProvideFeedback: z.string().nullish(),
  ContentSid: z.string().nullish(),
  SendAt: z.string().nullish(),
  ScheduleType: z.string().nullish(),
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

/** A request to send a text whose form is right; whether the account may send it is not checked here. */
export interface TextToSend {
  readonly from: string;
  readonly to: string;
  readonly body: string | null;
  readonly mediaUrls: readonly string[];
}

function parameterError(code: Parameters<typeof apiError>[0], parameter: string) {
  return apiError(code, undefined, { parameter });
}

/** Checks a request in the order Twilio does: recipient, sender, content. */
export function textToSend(input: z.output<typeof messageCreate>): TextToSend {
  refuseUnbuilt(input);
  if (!input.To) throw parameterError(21604, 'To');
  const to = parseAddress(input.To);
  if (to === null) throw parameterError(21211, 'To');
  if (!input.From && input.MessagingServiceSid) throw parameterError(21701, 'MessagingServiceSid');
  if (!input.From) throw parameterError(21603, 'From');
  const from = parseAddress(input.From);
  if (from === null) throw parameterError(21212, 'From');
  if (from.channel !== to.channel) throw parameterError(21910, 'From');
  if (input.From === input.To) throw parameterError(21266, 'To');
  const mediaUrls = input.MediaUrl ?? [];
  if (!mediaUrls.every(isUrl)) throw parameterError(21620, 'MediaUrl');
  const body = input.Body ?? null;
  if (body === null && mediaUrls.length === 0) throw parameterError(21602, 'Body');
  if (body !== null && body.length > BODY_LIMIT) throw parameterError(21617, 'Body');
  return { from: input.From, to: input.To, body, mediaUrls };
}

/** What would change the meaning of the message is refused rather than left out. */
function refuseUnbuilt(input: z.output<typeof messageCreate>): void {
  if (input.ContentSid)
    throw invalidParameter('ContentSid', 'content templates are not built in this server');
  if (input.SendAt || input.ScheduleType) {
    throw invalidParameter('SendAt', 'scheduled messages are not built in this server');
  }
}
