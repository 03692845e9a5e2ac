import { expect, it } from 'vitest';
import { arrivalOf } from './unsent.ts';

const message = (
  index: number,
  body: string,
  author = 'anna',
  files = 0,
  contentSid: string | null = null,
) => ({
  index,
  author,
  body,
  contentSid,
  media: Array.from({ length: files }) as never[],
});
const sent = (body: string, after: number, files = 0, contentSid: string | null = null) => ({
  body,
  after,
  contentSid,
  files: Array.from({ length: files }),
});

it('what was sent is found among later messages of its author, and nothing else is taken for it', () => {
  const messages = [message(0, 'ok'), message(1, 'ok', 'ben'), message(2, 'ok'), message(3, 'ok', 'anna', 1)];
  expect(arrivalOf(sent('ok', -1), messages, 'anna', new Set())).toBe(0);
  expect(arrivalOf(sent('ok', 0), messages, 'anna', new Set())).toBe(2);
  expect(arrivalOf(sent('ok', 0, 1), messages, 'anna', new Set())).toBe(3);
  expect(arrivalOf(sent('ok', 3), messages, 'anna', new Set())).toBe(-1);
});

it('the same words twice are two messages', () => {
  const messages = [message(4, 'ok')];
  expect(arrivalOf(sent('ok', 3), messages, 'anna', new Set([4]))).toBe(-1);
});

it('a template is known by its SID, for its words are made elsewhere', () => {
  const messages = [message(1, '', 'anna', 0, 'HX1')];
  expect(arrivalOf(sent('', 0, 0, 'HX1'), messages, 'anna', new Set())).toBe(1);
  expect(arrivalOf(sent('', 0, 0, 'HX2'), messages, 'anna', new Set())).toBe(-1);
});
