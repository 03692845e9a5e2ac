// Values every face of Sync takes: data, times to live, names and keys.
import { apiError } from '#kernel/errors.ts';
import { isNestedTooDeep } from '#kernel/json-depth.ts';
import { isSid } from '#kernel/sid.ts';

/** Sync "Limits": what an object or item may hold, as JSON in UTF-8. */
const MOST_DATA_BYTES = 16 * 1_024;
/** Sync "Limits": a year of seconds. */
const LONGEST_TTL = 31_536_000;
const LONGEST_NAME = 320;
const LONGEST_KEY = 320;

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Data of any size as the text that is stored. 400/54008 for anything but a JSON object. */
export function objectText(value: unknown, parameter = 'data'): string {
  if (!isObject(value)) throw apiError(54008, undefined, { parameter });
  return JSON.stringify(value);
}

/** 413/54006 for the text of more than 16 KiB of data. */
export function refuseLarge(text: string, parameter = 'data'): void {
  if (Buffer.byteLength(text) > MOST_DATA_BYTES) throw apiError(54006, undefined, { parameter });
}

/** Data as the text that is stored. 400/54008 for anything but a JSON object, 413/54006 for more than 16 KiB. */
export function dataText(value: unknown, parameter = 'data'): string {
  const text = objectText(value, parameter);
  refuseLarge(text, parameter);
  return text;
}

/** Data that arrived as JSON text, as the text that is stored; refused like `dataText`. */
export function dataFromJson(json: string, parameter: string): string {
  if (isNestedTooDeep(json)) throw apiError(54008, undefined, { parameter });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw apiError(54008, undefined, { parameter });
  }
  return dataText(value, parameter);
}

/** Seconds to live, 0 for ever; undefined when nothing is said. 400/54011 for anything else. */
export function readTtl(value: unknown, parameter = 'ttl'): number | undefined {
  if (value === undefined || value === null) return undefined;
  const seconds = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_TTL) {
    return seconds;
  }
  throw apiError(54011, undefined, { parameter });
}

/** A unique name, or null where none is given. 400/54302 for one that is too long or could be taken for a SID. */
export function readUniqueName(value: unknown, parameter = 'unique_name'): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_NAME || isSid(value)) {
    throw apiError(54302, undefined, { parameter });
  }
  return value;
}

/** The key of a map's item. 400/54209 for one that is empty or too long. */
export function readKey(value: unknown, parameter = 'key'): string {
  if (typeof value !== 'string' || value === '' || value.length > LONGEST_KEY)
    throw apiError(54209, undefined, { parameter });
  return value;
}

/** The index of a list's item; null for a text that cannot be one. */
export function readIndex(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** When something ends that lives this long from now on: null when it lives for ever. */
export function expiryOf(ttl: number, now: number): number | null {
  return ttl === 0 ? null : now + ttl * 1_000;
}
