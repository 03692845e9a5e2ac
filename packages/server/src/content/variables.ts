// The values a message gives for the variables of its template: `ContentVariables`.
import { isNestedTooDeep } from '#kernel/json-depth.ts';
import { LONGEST_VALUE } from './template.ts';

/** Twilio's codes for values that cannot be used. */
const BAD_VARIABLES = 21656;
const VALUE_TOO_LONG = 21658;

/** Line breaks, tabs and more than four spaces in a row, which WhatsApp refuses in a value. */
const UNUSABLE_BLANKS = /[\n\r\t]| {5}/;

/**
 * Reads `ContentVariables`: a JSON object of non-empty strings (numbers are taken as they are written). The code says
 * what is wrong: 21656 for anything else, 21658 for a value of more than 1,600 characters.
 */
export function readVariables(text: string | null | undefined): ReadonlyMap<string, string> | 21656 | 21658 {
  if (text === null || text === undefined || text === '') return new Map();
  if (isNestedTooDeep(text)) return BAD_VARIABLES;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return BAD_VARIABLES;
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return BAD_VARIABLES;
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    const written = typeof value === 'number' ? String(value) : value;
    if (typeof written !== 'string' || written === '') return BAD_VARIABLES;
    if (written.length > LONGEST_VALUE) return VALUE_TOO_LONG;
    if (UNUSABLE_BLANKS.test(written)) return BAD_VARIABLES;
    values.set(name, written);
  }
  return values;
}
