// Parts of a text, at the edges of each alphabet.
import { describe, expect, it } from 'vitest';
import { countParts } from './segments.ts';

describe('countParts', () => {
  it.each([
    ['nothing', '', 1, null],
    ['160 letters', 'a'.repeat(160), 1, null],
    ['161 letters', 'a'.repeat(161), 2, null],
    ['307 letters', 'a'.repeat(307), 3, null],
    ['81 euro signs, which count twice', '€'.repeat(81), 2, null],
    ['70 letters with one of another alphabet', `${'a'.repeat(69)}ч`, 1, 'ч'],
    ['36 emoji, which count twice', '😀'.repeat(36), 2, '😀'],
    ['67 emoji: 33 a part, none split', '😀'.repeat(67), 3, '😀'],
  ])('%s', (_name, text, parts, special) => {
    expect(countParts(text)).toMatchObject({ parts, special });
  });
});
