// How much a client may say, by the generation it speaks ("Conversations Limits", "Chat Limits").
import { attributesProblem } from '#kernel/attributes.ts';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import type { Face } from '#threads/threads.ts';

const LONGEST_NAME = 256;
const LONGEST_BODY = 32_768;
const LONGEST_ATTRIBUTES = {
  chat: { thread: 32_768, participant: 32_768, message: 32_768, user: 32_768 },
  conversations: { thread: 16_384, participant: 4_096, message: 4_096, user: 32_768 },
} as const;

/** Refuses attributes that are too long (400/50303) or no JSON (400/50304). Clients may set any JSON value. */
export function refuseUnusableAttributes(
  face: Face,
  what: keyof (typeof LONGEST_ATTRIBUTES)[Face],
  attributes: string | null | undefined,
): void {
  if (attributes === null || attributes === undefined) return;
  const problem = attributesProblem(attributes, LONGEST_ATTRIBUTES[face][what]);
  if (problem === null || problem === 'not-an-object') return;
  throw apiError(problem === 'too-long' ? 50303 : 50304, undefined, { parameter: 'attributes' });
}

/** Refuses a body that is too long: 400/50501. */
export function refuseLongBody(body: string | null | undefined): void {
  if (body && body.length > LONGEST_BODY) throw apiError(50501, undefined, { parameter: 'body' });
}

/** Refuses names longer than 256 characters: 400/20001. */
export function refuseLongNames(names: Readonly<Record<string, string | null | undefined>>): void {
  for (const [parameter, name] of Object.entries(names)) {
    if (name && name.length > LONGEST_NAME) {
      throw invalidParameter(parameter, `it is longer than ${LONGEST_NAME} characters`);
    }
  }
}
