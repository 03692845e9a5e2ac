// The parameters of a bulk: what all recipients have in common, and the recipients.
import { z } from 'zod';
import { int, oneOf, text } from '#http/parameters.ts';
import { invalidParameter } from '#kernel/errors.ts';
import { isNestedTooDeep } from '#kernel/json-depth.ts';
import { TASK_ATTRIBUTES_LIMIT } from '../../interactions/input.ts';
import { commonParameters, jsonText, VARIABLES_LIMIT } from '../conversations/input.ts';

/** Recipients of one bulk; campaigns are many of them. */
const MOST_RECIPIENTS = 1_000;
/** Messages a second one sender can be asked for. */
const FASTEST = 500;

/** One recipient; what is given here takes the place of what all have in common. */
const recipientShape = z.object({
  To: z.string().min(1, 'it is empty').max(256, 'it is longer than 256 characters'),
  From: text(256).nullish(),
  CustomerName: text(256).nullish(),
  Body: text(32_768).nullish(),
  ContentVariables: jsonText(VARIABLES_LIMIT).nullish(),
  Attributes: jsonText(TASK_ATTRIBUTES_LIMIT).nullish(),
});

export type Recipient = z.output<typeof recipientShape>;

function parse(value: string): unknown {
  if (isNestedTooDeep(value)) throw invalidParameter('Recipients', 'its JSON is nested too deeply');
  try {
    return JSON.parse(value, (key, item: unknown) => {
      if (key.includes('\0') || (typeof item === 'string' && item.includes('\0'))) {
        throw invalidParameter('Recipients', 'it holds a NUL character');
      }
      return item;
    });
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidParameter('Recipients', 'it is not valid JSON');
    throw error;
  }
}

/** A JSON array of recipients, as such or as text; `+14155550100` is short for `{"To": "+14155550100"}`. */
function readRecipients(value: unknown): Recipient[] {
  const items = typeof value === 'string' ? parse(value) : value;
  if (!Array.isArray(items)) throw invalidParameter('Recipients', 'it is not a JSON array');
  if (items.length === 0) throw invalidParameter('Recipients', 'it is empty');
  if (items.length > MOST_RECIPIENTS) {
    throw invalidParameter('Recipients', `it has more than ${MOST_RECIPIENTS} items`);
  }
  return items.map((item, position) => {
    const read = recipientShape.safeParse(typeof item === 'string' ? { To: item } : item);
    if (read.success) return read.data;
    const issue = read.error.issues[0]!;
    const place = [position, ...issue.path].join('.');
    const problem =
      issue.code === 'invalid_type' ? `it is missing or not a ${issue.expected}` : issue.message;
    throw invalidParameter('Recipients', `${place}: ${problem}`);
  });
}

export const bulkCreate = z.object({
  ...commonParameters,
  FriendlyName: text(256).nullish(),
  Recipients: z.union([z.string(), z.array(z.unknown())]).transform(readRecipients),
  MessagesPerSecond: int(1, FASTEST).nullish(),
});

export const bulkUpdate = z.object({
  State: oneOf(['running', 'paused', 'canceled']).nullish(),
  MessagesPerSecond: int(1, FASTEST).nullish(),
  FriendlyName: text(256).nullish(),
});

export type BulkChange = z.output<typeof bulkUpdate>;

export const bulkFilters = z.object({
  State: oneOf(['running', 'paused', 'canceled', 'completed']).nullish(),
});

export const itemFilters = z.object({
  State: oneOf(['queued', 'sent', 'refused', 'failed', 'canceled']).nullish(),
});
