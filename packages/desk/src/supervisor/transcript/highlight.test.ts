import { expect, test } from 'vitest';
import { excerpt, highlighted } from './highlight.ts';

const found = (text: string, query: string) =>
  highlighted(text, query)
    .map((piece) => (piece.isFound ? `[${piece.text}]` : piece.text))
    .join('');

test('sought words are marked, without regard to case and accents', () => {
  expect(found('Your Order has arrived', 'order')).toBe('Your [Order] has arrived');
  expect(found('Café, cafe', 'café')).toBe('[Café], [cafe]');
});

test('a word finds those that begin with it, a short one only itself', () => {
  expect(found('orders reorder', 'ord')).toBe('[orders] reorder');
  expect(found('is it in', 'i')).toBe('is it in');
  expect(found('is it in', 'it')).toBe('is [it] in');
});

test('signs of patterns are only signs', () => {
  expect(found('a.b (c)', '.*( ')).toBe('a.b (c)');
  expect(highlighted('', 'x')).toEqual([]);
});

test('a long text is shortened around what was found', () => {
  const text = `${'before '.repeat(60)}needle ${'after '.repeat(60)}`.trim();
  const short = excerpt(text, 'needle');
  expect(short).toContain('needle');
  expect(short.length).toBeLessThan(230);
  expect(short.startsWith('… ')).toBe(true);
  expect(short.endsWith(' …')).toBe(true);
  expect(excerpt('short', 'needle')).toBe('short');
});
