import { expect, it } from 'vitest';
import { leftInWords, windowAt } from './window.ts';

const NOW = Date.parse('2026-05-04T12:00:00Z');
const at = (closes: string | null, isOpen = true, inbound: string | null = '2026-05-04T00:00:00Z') =>
  windowAt({ is_counted: true, is_open: isOpen, last_inbound_at: inbound, closes_at: closes }, NOW).kind;

it('the window is open, closing, closed, or was never opened', () => {
  expect(windowAt(null, NOW).kind).toBe('free');
  expect(
    windowAt({ is_counted: false, is_open: true, last_inbound_at: null, closes_at: null }, NOW).kind,
  ).toBe('free');
  expect(at('2026-05-04T20:00:00Z')).toBe('open');
  expect(at('2026-05-04T12:30:00Z')).toBe('closing');
  expect(at('2026-05-04T12:00:00Z')).toBe('closed');
  expect(at(null, false, null)).toBe('never');
});

it('what is left is said ever more exactly', () => {
  const MINUTE = 60_000;
  expect([25 * 60 * MINUTE, 90 * MINUTE, 59 * MINUTE, 4 * MINUTE + 10_000, 12_000].map(leftInWords)).toEqual([
    '25 h',
    '1 h 30 min',
    '59 min',
    '4 min 10 s',
    '12 s',
  ]);
});
