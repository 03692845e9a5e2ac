import { expect, test } from 'vitest';
import { filtersOf, NOTHING_SOUGHT, parametersOf, searchOf } from './filters.ts';

test('what is sought comes back from its address', () => {
  const filters = {
    ...NOTHING_SOUGHT,
    query: 'order & more',
    customer: '+14155550199',
    from: '2026-01-02',
  };
  expect(filtersOf(searchOf(filters))).toEqual(filters);
  expect(searchOf(NOTHING_SOUGHT)).toBe('');
});

test('a day that is none seeks nothing', () => {
  expect(filtersOf('?from=yesterday&to=2026-13-45x')).toEqual(NOTHING_SOUGHT);
});

test('days begin and end where the browser is', () => {
  const { StartDate, EndDate, Query, Agent } = parametersOf({
    ...NOTHING_SOUGHT,
    query: ' hello ',
    from: '2026-01-02',
    to: '2026-01-02',
  });
  expect(Date.parse(EndDate!) - Date.parse(StartDate!)).toBe(24 * 3_600_000 - 1);
  expect(new Date(StartDate!).getHours()).toBe(0);
  expect(Query).toBe('hello');
  expect(Agent).toBeNull();
});
