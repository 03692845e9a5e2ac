// Decoding of form bodies and query strings the way Twilio's clients encode them.
import { parse } from 'node:querystring';
import { ApiError, invalidParameter } from '#kernel/errors.ts';
import { isNestedTooDeep } from '#kernel/json-depth.ts';

/** Parameters by wire name. A repeated key is a list; an empty value is null. */
export type RawInput = Record<string, unknown>;

/** More keys than any operation has; what comes after them is not read. */
const KEY_LIMIT = 1_000;

function refuseNul(name: string, value: string): void {
  if (value.includes('\0')) throw invalidParameter(name, 'it holds a NUL character');
}

/** Decodes a form-encoded text. Keys stay as they are (`Integration.WorkspaceSid`). */
export function decodeForm(text: string): RawInput {
  const decoded = parse(text, '&', '=', { maxKeys: KEY_LIMIT });
  const input: RawInput = Object.create(null);
  for (const name in decoded) {
    const value = decoded[name] as string | string[];
    if (typeof value === 'string') {
      refuseNul(name, value);
      input[name] = value === '' ? null : value;
    } else {
      for (const item of value) refuseNul(name, item);
      input[name] = value;
    }
  }
  return input;
}

/** Decodes a JSON body, which must be an object. */
export function decodeJson(text: string): RawInput {
  if (text.trim() === '') return {};
  if (isNestedTooDeep(text)) throw invalidParameter('body', 'its JSON is nested too deeply');
  let value: unknown;
  try {
    value = JSON.parse(text, refuseNulWithin);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw invalidParameter('body', 'it is not valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidParameter('body', 'it must be a JSON object');
  }
  return value as RawInput;
}

function refuseNulWithin(name: string, value: unknown): unknown {
  refuseNul('body', name);
  if (typeof value === 'string') refuseNul('body', value);
  return value;
}
