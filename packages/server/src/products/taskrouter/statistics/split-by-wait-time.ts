// `SplitByWaitTime`: thresholds in seconds that divide tasks into those that waited less and those that did not.
import { z } from 'zod';

/** More thresholds than anybody looks at; each is a column of the statement that counts. */
const MOST_THRESHOLDS = 50;
const THRESHOLD = /^\d{1,9}$/;

function thresholdsOf(text: string): number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (!parts.every((part) => THRESHOLD.test(part))) return [];
  return [...new Set(parts.map(Number))].sort((a, b) => a - b);
}

/** Thresholds in whole seconds, separated by commas, each once and in order. */
export const waitThresholds = () =>
  z
    .string()
    .refine(
      (value) => value.length <= 1_000 && thresholdsOf(value).length > 0,
      'it is not a list of seconds separated by commas',
    )
    .transform(thresholdsOf)
    .refine(
      (thresholds) => thresholds.length <= MOST_THRESHOLDS,
      `it has more than ${MOST_THRESHOLDS} thresholds`,
    );

/** How many tasks waited for less than a threshold before their end, and how many did not. */
export interface WaitSplit {
  /** Seconds. */
  readonly threshold: number;
  readonly below: WaitCounts;
  readonly above: WaitCounts;
}

/** Tasks by the end of their wait. */
export interface WaitCounts {
  readonly accepted: number;
  readonly canceled: number;
}
