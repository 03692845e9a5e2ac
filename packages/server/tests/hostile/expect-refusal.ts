// What every refusal looks like, whoever gives it.
import { expect } from 'vitest';
import type { WireAnswer } from './wire.ts';

/** The refusal a test expects. */
export interface ExpectedRefusal {
  readonly status: number;
  readonly code: number;
  /** The parameter at fault, which the message or its details must name. */
  readonly parameter: string | undefined;
}

/** What keeps an answer from being a refusal in Twilio's shape, or null. */
export function malformedRefusal({ status, headers, text, json }: WireAnswer): string | null {
  if (headers['content-type']?.startsWith('application/json') !== true) return `it is no JSON: ${text}`;
  if (typeof json !== 'object' || json === null) return `it is no JSON object: ${text}`;
  if (json.status !== status) return `status ${json.status} in the body of a ${status}`;
  if (!Number.isInteger(json.code) || json.code < 10_000) return `code ${json.code}`;
  if (typeof json.message !== 'string' || json.message === '') return `message ${json.message}`;
  if (json.more_info !== `https://www.twilio.com/docs/errors/${json.code}`)
    return `more_info ${json.more_info}`;
  return null;
}

/** Fails unless the answer is the refusal. */
export function expectRefusal(answer: WireAnswer, expected: ExpectedRefusal): void {
  const given = `${answer.status}/${answer.json?.code ?? '-'}`;
  expect(given, answer.text.slice(0, 300)).toBe(`${expected.status}/${expected.code}`);
  expect(malformedRefusal(answer)).toBeNull();
  if (expected.parameter === undefined) return;
  const named = `${answer.json.message} ${answer.json.details?.parameter ?? ''}`;
  expect(named).toContain(expected.parameter);
}
