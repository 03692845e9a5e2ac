// The order of a table's rows.
import { describe, expect, test } from 'vitest';
import { sortedRows, sortingAfter } from './table-sorting.ts';

const columns = [{ id: 'name', sortBy: (row: string | null) => row }];

describe('sorting a table', () => {
  test('numbers in names count as numbers, and letters are the same large or small', () => {
    const rows = ['queue 10', 'Queue 2', 'alpha'];
    const sorted = sortedRows(rows, columns, { by: 'name', direction: 'ascending' });
    expect(sorted).toEqual(['alpha', 'Queue 2', 'queue 10']);
  });

  test('rows without a value are last in both directions', () => {
    for (const direction of ['ascending', 'descending'] as const) {
      expect(sortedRows([null, 'a', 'b'], columns, { by: 'name', direction }).at(-1)).toBeNull();
    }
  });

  test('a second press on a head turns the order round, another head starts anew', () => {
    const first = sortingAfter(null, 'name');
    expect(first).toEqual({ by: 'name', direction: 'ascending' });
    expect(sortingAfter(first, 'name').direction).toBe('descending');
    expect(sortingAfter({ by: 'name', direction: 'descending' }, 'age').direction).toBe('ascending');
  });
});
