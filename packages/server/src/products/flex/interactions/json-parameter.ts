// Parameters that travel as JSON in one form field: the channel of an interaction, its routing, properties of people.
import { z } from 'zod';
import { attributesProblem } from '#kernel/attributes.ts';
import { invalidParameter } from '#kernel/errors.ts';

/** Characters of such a field; task attributes are the largest part of one. */
const LIMIT = 16_384;

const PROBLEMS = {
  'not-json': 'it is not valid JSON',
  'not-an-object': 'it is not a JSON object',
  'too-long': `it is longer than ${LIMIT} characters`,
} as const;

/** Texts in it end up in columns, and no database stores a NUL character in a text. */
function refuseNul(name: string, text: string): void {
  if (text.includes('\0')) throw invalidParameter(name, 'it holds a NUL character');
}

function parse(name: string, text: string): unknown {
  const problem = attributesProblem(text, LIMIT);
  if (problem !== null) throw invalidParameter(name, PROBLEMS[problem]);
  return JSON.parse(text, (key, value: unknown) => {
    refuseNul(name, key);
    if (typeof value === 'string') refuseNul(name, value);
    return value;
  });
}

/** The first thing that is wrong, with its place inside the document. */
function problemOf(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.');
  const problem = issue.code === 'invalid_type' ? `it is missing or not a ${issue.expected}` : issue.message;
  return place === '' ? problem : `${place}: ${problem}`;
}

/**
 * A JSON object of the given shape, as text or as it is in a JSON body. 400/20001 names the field, and the place in
 * the document that is wrong.
 */
export function jsonParameter<S extends z.ZodType>(name: string, shape: S) {
  return z.union([z.string(), z.record(z.string(), z.unknown())]).transform((value): z.output<S> => {
    const read = shape.safeParse(typeof value === 'string' ? parse(name, value) : value);
    if (read.success) return read.data;
    throw invalidParameter(name, problemOf(read.error.issues[0]!));
  });
}
