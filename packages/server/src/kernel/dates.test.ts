// Dates as they are written and read on the wire.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate, parseIsoDate, rfc2822Date } from './dates.ts';

const moment = Date.UTC(2026, 5, 1, 8, 5, 9, 250);

it('writes dates without milliseconds, and null as null', () => {
  expect(isoDate(moment)).toBe('2026-06-01T08:05:09Z');
  expect(rfc2822Date(moment)).toBe('Mon, 01 Jun 2026 08:05:09 +0000');
  expect([isoDate(null), rfc2822Date(null)]).toEqual([null, null]);
});

describe('parseIsoDate', () => {
  it.each([
    ['2026-06-01', Date.UTC(2026, 5, 1)],
    ['2026-06-01T08:05Z', Date.UTC(2026, 5, 1, 8, 5)],
    ['2026-06-01T08:05:09.250Z', moment],
    ['2026-06-01T10:05:09+02:00', Date.UTC(2026, 5, 1, 8, 5, 9)],
    ['2026-06-01T08:05:09', Date.UTC(2026, 5, 1, 8, 5, 9)],
    ['2026-13-01', null],
    ['yesterday', null],
    ['2026-06-01 08:05', null],
    ['1780300000', null],
  ])('%s', (text, expected) => {
    expect(parseIsoDate(text)).toBe(expected);
  });

  it('reads back what isoDate writes, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (time) => {
        expect(parseIsoDate(isoDate(time))).toBe(Math.floor(time / 1_000) * 1_000);
      }),
    );
  });
});
