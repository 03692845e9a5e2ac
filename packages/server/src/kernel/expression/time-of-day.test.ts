// The time of day in expressions.

import { describe, expect, test } from 'vitest';
import { compileExpression } from './evaluate.ts';
import { parse } from './parse.ts';
import { constraintsOf } from './references.ts';
import { timeOfDay } from './time-of-day.ts';

const SATURDAY = Date.parse('2026-06-06T08:05:59.999Z');

describe('the time of day', () => {
  test.each([
    ['2026-06-06T08:05:59.999Z', { currentTime: 805, currentHour: 8, currentMin: 5, dayOfWeek: 'Sat' }],
    ['2026-06-07T00:00:00Z', { currentTime: 0, currentHour: 0, currentMin: 0, dayOfWeek: 'Sun' }],
    ['2026-06-08T23:59:00Z', { currentTime: 2359, currentHour: 23, currentMin: 59, dayOfWeek: 'Mon' }],
  ])('%s in UTC', (date, document) => {
    expect(timeOfDay(Date.parse(date))).toEqual(document);
  });

  test.each([
    ['taskrouter.currentTime > 0800 AND taskrouter.currentTime < 1830', true],
    ['taskrouter.currentHour > 8', false],
    ['taskrouter.currentMin < 6', true],
    [`taskrouter.dayOfWeek = 'Sat'`, true],
    [`taskrouter.dayOfWeek IN ['Mon', 'Tue']`, false],
  ])('%s on a Saturday at five past eight', (text, expected) => {
    const named = { taskrouter: timeOfDay(SATURDAY) };
    expect(compileExpression(text)({ attributes: {}, named })).toBe(expected);
  });

  test('is nothing an index of attributes can answer', () => {
    const text = `taskrouter.dayOfWeek == worker.day AND worker.days HAS taskrouter.dayOfWeek AND worker.a == 1`;
    expect(constraintsOf(parse(text), { unprefixed: false })).toHaveLength(1);
  });
});
