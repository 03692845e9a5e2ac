import { expect, it } from 'vitest';
import { EMOJI, findEmoji } from './emoji.ts';

it('there are about two hundred, each once and with words', () => {
  expect(EMOJI.length).toBeGreaterThan(200);
  expect(new Set(EMOJI.map(({ mark }) => mark)).size).toBe(EMOJI.length);
  for (const { mark, words } of EMOJI) {
    expect([...new Intl.Segmenter().segment(mark)], mark).toHaveLength(1);
    expect(words).toMatch(/^[a-z]/);
  }
});

it('they are found by the beginning of any of their words', () => {
  expect(findEmoji('thumbs u').map(({ mark }) => mark)).toEqual(['👍']);
  expect(findEmoji('PARCEL').map(({ mark }) => mark)).toEqual(['📦']);
  expect(findEmoji('zzz')).toEqual([]);
  expect(findEmoji('')).toBe(EMOJI);
});
