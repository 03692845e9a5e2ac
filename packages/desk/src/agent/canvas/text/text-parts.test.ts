import { describe, expect, it } from 'vitest';
import { isEmojiOnly, textParts } from './text-parts.ts';

const links = (text: string) => textParts(text).flatMap(({ href }) => (href === undefined ? [] : [href]));
const whole = (text: string) =>
  textParts(text)
    .map((part) => part.text)
    .join('');

describe('links in what people write', () => {
  it('are addresses of the web, of mail and of phones', () => {
    expect(links('see https://example.org/a?b=c, or www.example.org.')).toEqual([
      'https://example.org/a?b=c',
      'https://www.example.org/',
    ]);
    expect(links('write to jane.doe+x@example.org')).toEqual(['mailto:jane.doe+x@example.org']);
    expect(links('call +1 (415) 555-0101 today')).toEqual(['tel:+14155550101']);
  });

  it('leave out what belongs to the sentence', () => {
    expect(links('(https://example.org/wiki/A_(b)).')).toEqual(['https://example.org/wiki/A_(b)']);
    expect(links('Is it https://example.org?!')).toEqual(['https://example.org/']);
  });

  it('never lead to scripts, data or files', () => {
    for (const text of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)//https',
      'data:text/html,<script>alert(1)</script>',
      'vbscript:x',
      'file:///etc/passwd',
      'blob:https',
      '<a href="javascript:alert(1)">x</a>',
    ]) {
      expect(links(text).filter((href) => !/^(https?|mailto|tel):/.test(href))).toEqual([]);
      expect(whole(text)).toBe(text);
    }
  });

  it('are found in long texts without spaces in no time', () => {
    const long = `${'a'.repeat(10_000)} ${'a@'.repeat(5_000)} ${'+1'.repeat(5_000)} ${'('.repeat(10_000)}`;
    const began = performance.now();
    expect(whole(long)).toBe(long);
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe('misleading characters', () => {
  it('turn nothing around', () => {
    expect(whole('photo\u202egpj.exe')).toBe('photogpj.exe');
    expect(whole('שלום \u200f!')).toBe('שלום \u200f!');
  });
});

describe('a few emoji alone', () => {
  it('are told from words and numbers', () => {
    expect(['👍', '👩‍👩‍👧 🎉', '🇩🇪'].map(isEmojiOnly)).toEqual([true, true, true]);
    expect(['1', '#', 'ok 👍', '', ' ', '👍'.repeat(6), '❤️'].map(isEmojiOnly)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});
