// What counts as a word, a constant and a symbol.

import { describe, expect, test } from 'vitest';
import { ExpressionError } from './expression-error.ts';
import { MAX_LENGTH, tokenize } from './tokens.ts';

function readValue(text: string): unknown {
  const [token] = tokenize(text);
  return token !== undefined && 'value' in token ? token.value : undefined;
}

function refusal(text: string): ExpressionError {
  try {
    tokenize(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
  }
  throw new Error(`${text} was read`);
}

describe('numbers', () => {
  test.each([
    ['1', 1],
    ['1.0', 1],
    ['3.141529', 3.141529],
    ['.1', 0.1],
    ['-5', -5],
    ['-.5', -0.5],
    ['1e3', 1000],
    ['2.5E-3', 0.0025],
    ['1e+21', 1e21],
    ['0800', 800],
    ['-0', 0],
  ])('%s is the number %d', (text, value) => {
    expect(Object.is(readValue(text), value)).toBe(true);
  });

  test('a number too large to hold is refused', () => {
    expect(refusal('1e999').message).toContain('1e999');
  });

  test('a letter directly after a number is refused', () => {
    expect(refusal('1abc == 1')).toMatchObject({ offset: 1 });
  });
});

describe('strings', () => {
  test.each([
    [`'one'`, 'one'],
    [`"two"`, 'two'],
    [`''`, ''],
    [`"it's"`, "it's"],
    [`'it\\'s'`, "it's"],
    [`"say \\"hi\\""`, 'say "hi"'],
    [`'a\\\\b'`, 'a\\b'],
    [`'a\\nb\\tc\\r\\b\\f\\/'`, 'a\nb\tc\r\b\f/'],
    [`'\\u00e9\\u0041'`, 'éA'],
    [`'\\d+ \\u12 \\x'`, '\\d+ \\u12 \\x'],
    [`'héllo 😀'`, 'héllo 😀'],
  ])('%s', (text, value) => {
    expect(readValue(text)).toBe(value);
  });

  test.each([`a == 'open`, `a == "open'`, `a == 'open\\'`, `a == 'open\\`])('%s has no end', (text) => {
    expect(refusal(text)).toMatchObject({ offset: 5, reason: 'syntax' });
  });
});

describe('names', () => {
  test.each(['skill', '_x', '$x', 'a1', 'straße', 'WA0123456789abcdef', 'prénom'])(
    '%s is one word',
    (text) => {
      expect(tokenize(text)[0]).toMatchObject({ kind: 'word', text });
    },
  );

  test.each([
    ['skill-level > 3', 'skill-level', 0],
    ['a == 1 AND my-long-name == 2', 'my-long-name', 11],
    ['task.skill-level > 3', 'skill-level', 5],
    ['level-2 == 1', 'level-2', 0],
  ])('%s is refused because of its hyphen', (text, name, offset) => {
    const error = refusal(text);
    expect(error).toMatchObject({ reason: 'hyphen', offset });
    expect(error.message).toContain(`"${name}" contains a hyphen`);
    expect(error.message).toContain(name.replaceAll('-', '_'));
  });

  test('a hyphen inside a string is ordinary', () => {
    expect(readValue(`'skill-level'`)).toBe('skill-level');
  });
});

describe('what other languages write is refused with the spelling that works', () => {
  test.each([
    ['a === 1', '"=="'],
    ['a => 1', '">="'],
    ['a =< 1', '"<="'],
    ['a && b', 'AND'],
    ['a || b', 'OR'],
    ['a <> b', '"!="'],
    ['!a', 'NOT'],
    ['a == “x”', 'curly'],
    ['a - b', 'arithmetic'],
    ['a == #', '"#"'],
  ])('%s', (text, advice) => {
    expect(refusal(text).message).toContain(advice);
  });
});

test('an expression may be as long as the limit and not longer', () => {
  expect(tokenize(' '.repeat(MAX_LENGTH))).toHaveLength(1);
  expect(refusal(' '.repeat(MAX_LENGTH + 1))).toMatchObject({ reason: 'too-long' });
});
