// Quiet hours at their edges, over midnight, in several zones and on the days clocks are changed.
import { describe, expect, it } from 'vitest';
import { dayIn, isTimeZone, quietUntil } from './quiet-hours.ts';

const NIGHT = { start: 21 * 60, end: 8 * 60 };
const at = (iso: string) => Date.parse(iso);
const until = (zones: readonly string[], iso: string, hours = NIGHT) => {
  const end = quietUntil(hours, zones, at(iso));
  return end === null ? null : new Date(end).toISOString();
};

describe('quiet hours', () => {
  it.each([
    ['2026-06-01T20:59:59.999Z', null],
    ['2026-06-01T21:00:00.000Z', '2026-06-02T08:00:00.000Z'],
    ['2026-06-02T00:00:00.000Z', '2026-06-02T08:00:00.000Z'],
    ['2026-06-02T07:59:59.999Z', '2026-06-02T08:00:00.000Z'],
    ['2026-06-02T08:00:00.000Z', null],
  ])('at %s in UTC last until %s', (time, end) => expect(until(['UTC'], time)).toBe(end));

  it('within a day end on the day', () => {
    const noon = { start: 12 * 60, end: 13 * 60 };
    expect(until(['UTC'], '2026-06-01T12:30:10Z', noon)).toBe('2026-06-01T13:00:00.000Z');
    expect(until(['UTC'], '2026-06-01T13:00:00Z', noon)).toBeNull();
  });

  it('hold while it is night in any zone the recipient can be in', () => {
    const zones = ['America/New_York', 'America/Los_Angeles'];
    // 8:00 in New York is 5:00 in Los Angeles; 21:00 in New York is 18:00 there.
    expect(until(zones, '2026-06-01T12:00:00Z')).toBe('2026-06-01T15:00:00.000Z');
    expect(until(zones, '2026-06-01T15:00:00Z')).toBeNull();
    expect(until(zones, '2026-06-02T00:59:00Z')).toBeNull();
    expect(until(zones, '2026-06-02T01:00:00Z')).toBe('2026-06-02T15:00:00.000Z');
  });

  it('end by the clock on the wall in the night clocks go forward', () => {
    expect(until(['Europe/Berlin'], '2026-03-29T00:30:00Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(until(['Europe/Berlin'], '2026-10-25T00:30:00Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('are given up after three days where some zone always sleeps', () => {
    const apart = ['Pacific/Kiritimati', 'Europe/London', 'America/Los_Angeles', 'Asia/Kolkata'];
    const end = quietUntil(NIGHT, apart, at('2026-06-01T00:00:00Z')) as number;
    expect(end - at('2026-06-01T00:00:00Z')).toBeGreaterThanOrEqual(3 * 86_400_000);
    expect(end - at('2026-06-01T00:00:00Z')).toBeLessThan(4 * 86_400_000);
  });

  it('know the day of a zone and the names of zones', () => {
    expect(dayIn('America/New_York', at('2026-06-02T03:59:59Z'))).toBe('2026-06-01');
    expect(dayIn('America/New_York', at('2026-06-02T04:00:00Z'))).toBe('2026-06-02');
    expect([isTimeZone('Europe/Berlin'), isTimeZone('Berlin')]).toEqual([true, false]);
  });
});
