import { expect, test } from 'vitest';
import { secondsSince, shortDuration, waitDuration } from './durations.ts';

test('a duration has its two largest parts', () => {
  expect([0, 59, 60, 3_599, 3_600, 3_960, 86_400, 100_800].map(shortDuration)).toEqual([
    '0 s',
    '59 s',
    '1 min',
    '59 min',
    '1 h',
    '1 h 6 min',
    '1 d',
    '1 d 4 h',
  ]);
});

test('a wait counts its seconds up to ten minutes', () => {
  expect([59, 60, 95, 599, 600, 4_000].map(waitDuration)).toEqual([
    '59 s',
    '1 min',
    '1 min 35 s',
    '9 min 59 s',
    '10 min',
    '1 h 6 min',
  ]);
});

test('what lies in the future or was never has lasted no time', () => {
  expect(secondsSince('2026-01-01T00:01:00Z', Date.parse('2026-01-01T00:00:00Z'))).toBe(0);
  expect(secondsSince(null, Date.now())).toBe(0);
  expect(secondsSince('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:01:30Z'))).toBe(90);
});
