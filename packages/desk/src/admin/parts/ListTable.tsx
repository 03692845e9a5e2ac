// A list of the API in a table, page by page.
import { Table, type TableProps } from '#desk/ui/Table.tsx';
import type { useList } from './lists.ts';

interface ListTableProps<Row>
  extends Omit<TableProps<Row>, 'rows' | 'error' | 'onRetry' | 'onMore' | 'isLoadingMore'> {
  readonly list: ReturnType<typeof useList<Row>>;
}

/** The table, with what to do while the list is on its way, refused, or longer than what was read. */
export function ListTable<Row>({ list, ...rest }: ListTableProps<Row>) {
  const { rows, error, more, isLoadingMore, retry } = list;
  return (
    <Table {...rest} rows={rows} error={error} onRetry={retry} onMore={more} isLoadingMore={isLoadingMore} />
  );
}
