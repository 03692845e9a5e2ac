// What messages of the past are looked for by: words, customer, agent, channel, dates; the same for lists and exports.
import { z } from 'zod';
import { date, oneOf, text } from '#http/parameters.ts';

const CHANNELS = ['sms', 'whatsapp', 'messenger', 'rcs', 'line', 'email', 'custom', 'web', 'chat'] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Milliseconds up to which something counts: a day counts to its end. */
const lastMoment = () =>
  z
    .string()
    .transform((value) => ({ value, isDay: DAY.test(value) }))
    .pipe(z.object({ value: date(), isDay: z.boolean() }))
    .transform(({ value, isDay }) => (isDay ? value + DAY_MS - 1 : value));

/** The parameters. */
export const searchFilters = z.object({
  Query: text(256).nullish(),
  /** An address, in any spelling. */
  Customer: text(256).nullish(),
  /** SID of a worker. */
  Agent: text(34).nullish(),
  Channel: oneOf(CHANNELS).nullish(),
  StartDate: date().nullish(),
  EndDate: lastMoment().nullish(),
});

export type SearchFilters = z.output<typeof searchFilters>;
