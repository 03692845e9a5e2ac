// SIDs: their shape, and that creation order is index order.
import { describe, expect, it } from 'vitest';
import { creationMark, isSid, newSid } from './sid.ts';

describe('newSid', () => {
  it('is two capital letters and 32 lower-case hex digits', () => {
    expect(newSid('CH')).toMatch(/^CH[0-9a-f]{32}$/);
  });

  it('grows with every call, also within a millisecond', () => {
    const made = Array.from({ length: 20_000 }, () => newSid('IM'));
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it('tells by its mark which of two was made first, whatever their prefixes', () => {
    const [first, second] = [newSid('ZZ'), newSid('AA')];
    expect(creationMark(first) < creationMark(second)).toBe(true);
  });
});

describe('isSid', () => {
  const digits = '0123456789abcdef0123456789abcdef';
  it.each([
    [`CH${digits}`, undefined, true],
    [`CH${digits.toUpperCase()}`, 'CH', true],
    [`CH${digits}`, 'IS', false],
    [`ch${digits}`, undefined, false],
    [`CH${digits}0`, undefined, false],
    [`CH${digits.slice(1)}`, undefined, false],
    [`CH${digits.slice(1)}g`, undefined, false],
    ['', undefined, false],
  ])('%s with prefix %s: %s', (text, prefix, expected) => {
    expect(isSid(text, prefix)).toBe(expected);
  });
});
