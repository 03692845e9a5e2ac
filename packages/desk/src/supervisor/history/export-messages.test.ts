import { expect, test } from 'vitest';
import { lineCounter } from './export-messages.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('the heads of a table are no message, and a line feed within quotes ends none', () => {
  const count = lineCounter('csv');
  expect(count(bytes('sid,body\r\nIM1,"two'))).toBe(0);
  expect(count(bytes('\nlines"\r\nIM2,"a ""quote"""\r\n'))).toBe(2);
});

test('each line of JSON is a message', () => {
  expect(lineCounter('jsonl')(bytes('{"body":"\\"x"}\n{}\n'))).toBe(2);
});
