// What the answer of a pre-event webhook means: go on, go on with other content, or do not.
import { attributesProblem } from '#kernel/attributes.ts';
import { type ApiError, apiError } from '#kernel/errors.ts';
import type { Outcome } from '#webhooks/webhooks.ts';
import type { Happening } from './event-names.ts';

/** Content an answer gives; only what it names. */
export interface Modification {
  readonly body?: string;
  readonly author?: string;
  readonly attributes?: string;
  readonly friendly_name?: string;
  readonly unique_name?: string;
}

/** What follows from an answer. `remark` is told to the log: why it was not, or not wholly, obeyed. */
export type Verdict =
  | { readonly kind: 'refused'; readonly error: ApiError; readonly remark: string }
  | { readonly kind: 'allowed'; readonly modification: Modification; readonly remark: string | null };

const LONGEST_ATTRIBUTES = 32_768;
const LONGEST_BODY = 32_768;
const LONGEST_NAME = 256;

type Field = keyof Modification;
type Reader = (value: unknown) => string | null;

const textUpTo =
  (limit: number): Reader =>
  (value) =>
    typeof value === 'string' && value.length <= limit ? value : null;

/** Attributes are text that is JSON; an answer may as well hold the object itself. */
const attributesText: Reader = (value) => {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
  if (typeof text !== 'string') return null;
  return attributesProblem(text, LONGEST_ATTRIBUTES) === null ? text : null;
};

const READERS: Readonly<Record<Field, Reader>> = {
  body: textUpTo(LONGEST_BODY),
  author: textUpTo(LONGEST_NAME),
  attributes: attributesText,
  friendly_name: textUpTo(LONGEST_NAME),
  unique_name: textUpTo(LONGEST_NAME),
};

const MESSAGE: readonly Field[] = ['body', 'author', 'attributes'];
const THREAD: readonly Field[] = ['friendly_name', 'attributes', 'unique_name'];

/** What an answer may change, by what is about to happen. */
const MODIFIABLE: Readonly<Partial<Record<Happening, readonly Field[]>>> = {
  'message.add': MESSAGE,
  'media.add': MESSAGE,
  'message.update': MESSAGE,
  'thread.add': THREAD,
  'thread.update': THREAD,
  'participant.add': ['attributes'],
  'participant.update': ['attributes'],
  'user.update': ['friendly_name', 'attributes'],
};

/** `author` is what Programmable Chat calls `from`; names are taken in either spelling. */
const SPELLINGS: Readonly<Record<string, Field>> = {
  from: 'author',
  friendlyName: 'friendly_name',
  uniqueName: 'unique_name',
};

function documentIn(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    const isDocument = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isDocument ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function readModification(happening: Happening, document: Record<string, unknown>): Verdict {
  const modification: Partial<Record<Field, string>> = {};
  const unusable: string[] = [];
  for (const [name, value] of Object.entries(document)) {
    const field = SPELLINGS[name] ?? (name as Field);
    if (!MODIFIABLE[happening]?.includes(field)) continue;
    const text = READERS[field](value);
    if (text === null) unusable.push(name);
    else modification[field] = text;
  }
  const remark = unusable.length === 0 ? null : `Unusable and left as it was: ${unusable.join(', ')}`;
  return { kind: 'allowed', modification, remark };
}

function refused(error: ApiError): Verdict {
  return { kind: 'refused', error, remark: `${error.code}: ${error.message}` };
}

function unmodified(remark: string | null): Verdict {
  return { kind: 'allowed', modification: {}, remark };
}

/**
 * What follows from how a question ended. Any 4xx refuses (50056) and any 5xx too (50057); a 200 with JSON changes
 * what may be changed; everything else lets the action happen as it was meant, silence under alert 50076.
 */
export function verdictOf(happening: Happening, outcome: Outcome): Verdict {
  if (outcome.kind !== 'answered') {
    return unmodified(`50076: ${outcome.kind === 'stopped' ? 'The server is stopping' : outcome.error}`);
  }
  const { status, body } = outcome;
  if (status >= 500) return refused(apiError(50057));
  if (status >= 400) return refused(apiError(50056));
  if (status !== 200 || body.trim() === '') return unmodified(null);
  const document = documentIn(body);
  return document === null
    ? unmodified('The body of the answer is no JSON object')
    : readModification(happening, document);
}
