import { describe, expect, it } from 'vitest';
import { ageIn, stopwatch } from './times.ts';

describe('an age in few letters', () => {
  it.each([
    [59_999, null],
    [60_000, '1'],
    [59 * 60_000, '59'],
    [3_600_000, '1'],
    [47 * 3_600_000, '1'],
    [49 * 3_600_000, '2'],
  ])('of %d ms counts %s whole units', (milliseconds, count) => {
    const age = ageIn(milliseconds);
    expect(age === null ? null : (/\d+/.exec(age)?.[0] ?? age)).toBe(count);
  });
});

describe('a stopwatch', () => {
  it.each([
    [-5, '0:00'],
    [7_900, '0:07'],
    [750_000, '12:30'],
    [3_723_000, '1:02:03'],
  ])('at %d ms shows %s', (milliseconds, shown) => {
    expect(stopwatch(milliseconds)).toBe(shown);
  });
});
