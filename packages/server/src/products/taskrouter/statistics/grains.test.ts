// A window is made up of few spans, exactly.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangesOf, spanEnd, spanStart } from './grains.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (text: string) => Date.parse(`2026-06-${text}Z`);

describe('spans', () => {
  it('start and end at whole minutes, hours and days', () => {
    expect(spanStart(at('10T12:34:56'), MINUTE)).toBe(at('10T12:34:00'));
    expect(spanEnd(at('10T12:34:56'), HOUR)).toBe(at('10T13:00:00'));
    expect(spanEnd(at('10T12:34:00'), MINUTE)).toBe(at('10T12:34:00'));
    expect(spanStart(at('10T12:34:56'), DAY)).toBe(at('10T00:00:00'));
  });

  it('of a short window are minutes', () => {
    expect(rangesOf(at('10T12:34:00'), at('10T12:49:00'))).toEqual([
      { grain: MINUTE, from: at('10T12:34:00'), to: at('10T12:49:00') },
    ]);
  });

  it('of a long window are minutes at the edges, hours, and days in the midst', () => {
    expect(rangesOf(at('10T22:58:00'), at('13T01:02:00'))).toEqual([
      { grain: MINUTE, from: at('10T22:58:00'), to: at('10T23:00:00') },
      { grain: HOUR, from: at('10T23:00:00'), to: at('11T00:00:00') },
      { grain: DAY, from: at('11T00:00:00'), to: at('13T00:00:00') },
      { grain: HOUR, from: at('13T00:00:00'), to: at('13T01:00:00') },
      { grain: MINUTE, from: at('13T01:00:00'), to: at('13T01:02:00') },
    ]);
  });

  it('of an empty window are none', () => {
    expect(rangesOf(at('10T12:34:00'), at('10T12:34:00'))).toEqual([]);
  });

  it('make up any window without a gap or an overlap, and are at most 194 for 30 days', () => {
    const start = at('01T00:00:00') / MINUTE;
    const minutes = fc.tuple(fc.nat(60 * 24 * 60), fc.nat(30 * 24 * 60));
    fc.assert(
      fc.property(minutes, ([offset, length]) => {
        const from = (start + offset) * MINUTE;
        const to = from + length * MINUTE;
        const ranges = rangesOf(from, to);
        let end = from;
        for (const range of ranges) {
          expect(range.from).toBe(end);
          expect(range.from % range.grain).toBe(0);
          expect(range.to % range.grain).toBe(0);
          end = range.to;
        }
        expect(end).toBe(to);
        expect(ranges.length).toBeLessThanOrEqual(5);
        const spans = ranges.reduce((sum, range) => sum + (range.to - range.from) / range.grain, 0);
        expect(spans).toBeLessThanOrEqual(194);
      }),
    );
  });
});
