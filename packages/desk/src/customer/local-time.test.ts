// Local time is told only where a country has one.
import { expect, it } from 'vitest';
import { localTime } from './local-time.ts';

const NOON = Date.UTC(2026, 0, 15, 12);

it('is told where all of a country has the same', () => {
  expect(localTime('DE', NOON)).toMatch(/^(1:00|01:00|13:00)/);
  expect(localTime('IN', NOON)).toMatch(/:30/);
});

it.each(['US', 'CA', 'BR', 'AU'])('is not guessed in %s', (country) => {
  expect(localTime(country, NOON)).toBeNull();
});
