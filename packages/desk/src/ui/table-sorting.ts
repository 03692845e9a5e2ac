// The order of a table's rows.

/** By which column the rows are ordered. */
export interface Sorting {
  readonly by: string;
  readonly direction: 'ascending' | 'descending';
}

interface Sortable<Row> {
  readonly id: string;
  readonly sortBy?: (row: Row) => string | number | null;
}

/** What a press on a column's head makes of the order: the same column turns round. */
export function sortingAfter(before: Sorting | null, by: string): Sorting {
  const turns = before?.by === by && before.direction === 'ascending';
  return { by, direction: turns ? 'descending' : 'ascending' };
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: 'base' });
}

/** The rows in order; rows without a value stay last either way. */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly Sortable<Row>[],
  sorting: Sorting | null,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === sorting?.by)?.sortBy;
  if (sorting === null || sortBy === undefined) return rows;
  const sign = sorting.direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [left, right] = [sortBy(a), sortBy(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * compare(left, right);
  });
}
