// The kinds of parameters operations take, as Zod schemas, and the refusal when one does not fit.
import { z } from 'zod';
import { parseIsoDate } from '#kernel/dates.ts';
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import { type ApiError, apiError, invalidParameter, missingParameter } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { RawInput } from './form-body.ts';

/** Text of at most `max` characters. */
export const text = (max = 4_096) => z.string().max(max, `it is longer than ${max} characters`);

/** A SID with the given prefix. */
export const sid = (prefix: string) =>
  z.string().refine((value) => isSid(value, prefix), `it is not a SID starting with ${prefix}`);

/** `true` or `false`, in either case: Python clients write `True`. */
export const bool = () =>
  z.union([
    z.boolean(),
    z
      .string()
      .transform((value) => value.toLowerCase())
      .refine((value) => value === 'true' || value === 'false', 'it is neither true nor false')
      .transform((value) => value === 'true'),
  ]);

/** A whole number within the bounds. */
export const int = (min: number, max: number = Number.MAX_SAFE_INTEGER) =>
  z
    .union([z.string(), z.number()])
    .refine(
      (value) => typeof value === 'number' || /^[+-]?\d{1,16}$/.test(value.trim()),
      'it is not a whole number',
    )
    .transform(Number)
    .refine(
      (value) => Number.isInteger(value) && value >= min && value <= max,
      `it is not between ${min} and ${max}`,
    );

/** One of the listed words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, `it is not one of ${words.join(', ')}`);

/** An absolute http or https URL. */
export const url = () =>
  z
    .string()
    .max(2_048, 'it is longer than 2048 characters')
    .refine(isHttpUrl, 'it is not an http or https URL');

function isHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol } = new URL(value);
  return protocol === 'http:' || protocol === 'https:';
}

/** An ISO 8601 date, as milliseconds since the epoch. */
export const date = () =>
  z
    .string()
    .refine((value) => parseIsoDate(value) !== null, 'it is not an ISO 8601 date')
    .transform((value) => parseIsoDate(value) as number);

/** A list: the key repeated, or once for a single item. */
export const list = <T extends z.ZodType>(item: T, max = 100) =>
  z.preprocess(
    (value) => (value === null || value === undefined ? value : Array.isArray(value) ? value : [value]),
    z.array(item).max(max, `it has more than ${max} items`),
  );

/** Refuses with a catalogued code instead of 20001 when the check fails. */
export function checked<T extends z.ZodType>(
  schema: T,
  code: ErrorCode,
  isGood: (value: z.output<T>) => boolean,
) {
  return schema.superRefine((value, context) => {
    if (!isGood(value)) context.addIssue({ code: 'custom', message: '', params: { refusal: code } });
  });
}

function refusalOf(issue: z.core.$ZodIssue, input: RawInput): ApiError {
  const name = String(issue.path[0] ?? 'body');
  const refusal = issue.code === 'custom' ? (issue.params?.['refusal'] as ErrorCode | undefined) : undefined;
  if (refusal !== undefined) return apiError(refusal, undefined, { parameter: name });
  const value = input[name];
  if (value === undefined || value === null) return missingParameter(name);
  if (issue.code === 'invalid_union') return refusalOfUnion(issue, name);
  return invalidParameter(
    name,
    issue.code === 'invalid_type' ? `it is not a ${issue.expected}` : issue.message,
  );
}

function refusalOfUnion(issue: z.core.$ZodIssueInvalidUnion, name: string): ApiError {
  const told = issue.errors.flat().find((inner) => inner.code !== 'invalid_type');
  return invalidParameter(name, told?.message ?? 'it has an unusable type');
}

/**
 * Reads the input of an operation. Unknown parameters are dropped; the first unusable one is refused by name.
 * A transform may throw a refusal of its own.
 */
export function readInput<S extends z.ZodType>(schema: S, input: RawInput): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw refusalOf(result.error.issues[0]!, input);
}
