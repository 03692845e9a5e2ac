// Mistakes in JSON and their lines.
import { expect, test } from 'vitest';
import { jsonProblem, tidyJson } from './json-problem.ts';

test.each([
  ['{"a": 1}', null],
  ['{\n  "a": 1,\n  b: 2\n}', { line: 3, column: 3 }],
  ['{\n  "a": 1\n  "b": 2\n}', { line: 3, column: 3 }],
  ['{\n  "a": [1, 2', { line: 2 }],
  ['', { line: 1, column: 1 }],
  ['[1]', { line: 1, column: 1 }],
])('%j', (text, expected) => {
  if (expected === null) expect(jsonProblem(text)).toBeNull();
  else expect(jsonProblem(text)).toMatchObject(expected);
});

test('tidying gives every entry its line and leaves alone what is no JSON', () => {
  expect(tidyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(tidyJson('{"a"')).toBe('{"a"');
});
