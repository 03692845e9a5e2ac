// What a password has to be that somebody chooses, for himself or for a colleague.
import { z } from 'zod';

const LEAST = 10;

/** The longest password there can be, and so the longest that is looked at. */
export const LONGEST_PASSWORD = 1_024;

/** A password from now on. */
export const chosenPassword = z
  .string()
  .min(LEAST, `it is shorter than ${LEAST} characters`)
  .max(LONGEST_PASSWORD, `it is longer than ${LONGEST_PASSWORD} characters`);
