// Which answers are usable, and what is said of those that are not.
import { describe, expect, it } from 'vitest';
import type { Outcome } from './outcome.ts';
import { type Answer, failureOf, jsonRefusal } from './question.ts';

const answer = (given: Partial<Answer>): Answer => ({ status: 200, contentType: null, body: '', ...given });

describe('an answer', () => {
  it.each([
    ['nothing', answer({})],
    ['nothing as text', answer({ contentType: 'text/plain' })],
    ['white space', answer({ contentType: 'text/plain', body: ' \n' })],
    ['JSON', answer({ contentType: 'application/json', body: '{"a":1}' })],
  ])('200 with %s is usable', (_name, given) => {
    expect(jsonRefusal(given)).toBeNull();
  });

  it.each([
    ['a status other than 200', answer({ status: 204 }), 11_200],
    ['an error', answer({ status: 500, contentType: 'application/json', body: '{}' }), 11_200],
    ['a redirect', answer({ status: 302 }), 11_200],
    ['JSON as text', answer({ contentType: 'text/html', body: '{}' }), 12_300],
    ['JSON without a type', answer({ body: '{}' }), 12_300],
    ['another kind of JSON', answer({ contentType: 'application/problem+json', body: '{}' }), 12_300],
    ['broken JSON', answer({ contentType: 'application/json', body: '{"a":' }), 40_001],
  ])('with %s is not', (_name, given, code) => {
    expect(jsonRefusal(given, 40_001)?.code).toBe(code);
  });
});

describe('an attempt', () => {
  const ends: [string, Outcome, number | undefined][] = [
    ['answered', { kind: 'answered', status: 200, contentType: null, body: '', retryAfter: null }, undefined],
    ['unreachable', { kind: 'unreachable', error: 'The connection was refused' }, 11_205],
    ['refused', { kind: 'refused', error: 'The URL is not valid' }, 11_100],
    ['stopped', { kind: 'stopped' }, undefined],
  ];
  it.each(ends)('that ended %s fails with %#', (_name, outcome, code) => {
    expect(failureOf(outcome, jsonRefusal)?.code).toBe(code);
  });
});
