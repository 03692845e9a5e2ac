// The dates between which conversations are listed.
import { z } from 'zod';
import { parseIsoDate } from '#kernel/dates.ts';

const DAY_MS = 86_400_000;
const DATE_ONLY_LENGTH = 'YYYY-MM-DD'.length;

const readable = (value: string) => parseIsoDate(value) !== null;
const NOT_A_DATE = 'it is not an ISO 8601 date';

/** The first millisecond of a range; a date without a time begins at midnight UTC. */
export const rangeStart = () =>
  z
    .string()
    .refine(readable, NOT_A_DATE)
    .transform((value) => parseIsoDate(value)!);

/** The last millisecond of a range; a date without a time lasts until the end of its day in UTC. */
export const rangeEnd = () =>
  z
    .string()
    .refine(readable, NOT_A_DATE)
    .transform((value) => parseIsoDate(value)! + (value.length === DATE_ONLY_LENGTH ? DAY_MS - 1 : 0));
