// Parameters of a message, and the message they ask for.
import { z } from 'zod';
import { checked, date, text } from '#http/parameters.ts';
import { attributesProblem } from '#kernel/attributes.ts';
import { apiError } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { MessageRow } from '#storage/schema/threads.ts';
import type { NewMessage } from '#threads/threads.ts';
import { ATTRIBUTE_LIMITS, attributes } from '../attributes.ts';

/** Longest body, in characters ("Conversations Limits"); carriers take less and say so in their receipts. */
const BODY_LIMIT = 32_768;
const VARIABLES_LIMIT = 16_384;

const fields = {
  Author: text(256).nullish(),
  Body: checked(z.string(), 50501, (body) => body.length <= BODY_LIMIT).nullish(),
  Attributes: attributes(ATTRIBUTE_LIMITS.message).nullish(),
  DateCreated: date().nullish(),
  DateUpdated: date().nullish(),
  Subject: text(256).nullish(),
};

/** Parameters of an update ("Conversation Message resource"). */
export const messageUpdate = z.object(fields);

/** Parameters of a create. */
export const messageCreate = z.object({
  ...fields,
  MediaSid: checked(z.string(), 50510, (value) => isSid(value, 'ME')).nullish(),
  ContentSid: checked(z.string(), 50526, (value) => isSid(value, 'HX')).nullish(),
  ContentVariables: checked(
    z.string(),
    50527,
    (value) => attributesProblem(value, VARIABLES_LIMIT) === null,
  ).nullish(),
});

/** What is posted, without the place it goes to. A template takes the place of the body ("ContentSid"). */
export function messageFrom(
  input: z.output<typeof messageCreate>,
): Pick<
  NewMessage,
  | 'author'
  | 'body'
  | 'attributes'
  | 'media'
  | 'subject'
  | 'contentSid'
  | 'contentVariables'
  | 'dateCreated'
  | 'dateUpdated'
> {
  if (input.ContentVariables && !input.ContentSid) {
    throw apiError(50528, undefined, { parameter: 'ContentSid' });
  }
  return {
    author: input.Author ?? 'system',
    body: input.ContentSid ? null : (input.Body ?? null),
    attributes: input.Attributes,
    media: input.ContentSid || !input.MediaSid ? null : [{ sid: input.MediaSid }],
    subject: input.Subject,
    contentSid: input.ContentSid,
    contentVariables: input.ContentVariables,
    dateCreated: input.DateCreated,
    dateUpdated: input.DateUpdated,
  };
}

/** An empty parameter clears what can be empty; one that was not sent changes nothing. */
export function changeFrom(input: z.output<typeof messageUpdate>): Partial<MessageRow> {
  return {
    ...(input.Author ? { author: input.Author } : {}),
    ...(input.Body === undefined ? {} : { body: input.Body ?? '' }),
    ...(input.Attributes === undefined ? {} : { attributes: input.Attributes ?? '{}' }),
    ...(input.Subject === undefined ? {} : { subject: input.Subject }),
    ...(input.DateCreated ? { date_created: input.DateCreated } : {}),
    ...(input.DateUpdated ? { date_updated: input.DateUpdated } : {}),
    // Programs act for the account, not for one of the people in the conversation.
    last_updated_by: 'system',
  };
}
