// Which texts are durations, and how long they are.
import { describe, expect, it } from 'vitest';
import { parseDuration } from './durations.ts';

describe('ISO 8601 durations', () => {
  it.each([
    ['PT1M', 60_000],
    ['PT10M', 600_000],
    ['PT0S', 0],
    ['PT1.5S', 1_500],
    ['P1D', 86_400_000],
    ['P1W', 604_800_000],
    ['P1DT2H3M4S', 93_784_000],
    ['P1M', 2_592_000_000],
    ['P100Y', 3_153_600_000_000],
  ])('reads %s as %d milliseconds', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  it.each([
    '',
    'P',
    'PT',
    'P1DT',
    '10M',
    '60',
    '-PT1M',
    'PT-1M',
    'PT1M ',
    'P101Y',
    `PT${'9'.repeat(40)}S`,
    'PT1M1M',
  ])('does not take %j', (text) => expect(parseDuration(text)).toBeNull());
});
