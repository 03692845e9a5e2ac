// Tables: heads that sort, rows that lead somewhere, and what is shown while rows are on their way, missing or refused.
// In little room each row folds into a card.
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { words } from '#desk/words/ui.ts';
import { Button } from './Button.tsx';
import { classes } from './classes.ts';
import { Notice } from './Notice.tsx';
import { RowLink } from './RowLink.tsx';
import styles from './Table.module.css';
import { type Sorting, sortedRows, sortingAfter } from './table-sorting.ts';

/** A column. The first one names the row: it heads the card and carries the row's link. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** By what its head sorts; without it the head is only a label. */
  readonly sortBy?: (row: Row) => string | number | null;
  /** `number` is set flush right, `acts` holds buttons and has its label for screen readers only. */
  readonly kind?: 'text' | 'number' | 'acts';
}

export interface TableProps<Row> {
  /** What the rows are, for screen readers. */
  readonly label: string;
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
  /** Undefined while they are on their way. */
  readonly rows: readonly Row[] | undefined;
  readonly rowKey: (row: Row) => string;
  /** Where a row leads. */
  readonly href?: (row: Row) => string;
  readonly isChosen?: (row: Row) => boolean;
  readonly sorting?: Sorting;
  /** What is said when there are no rows. */
  readonly empty: ReactNode;
  readonly error?: Error | null;
  readonly onRetry?: () => void;
  /** Offered while there are more rows than are shown. */
  readonly onMore?: (() => void) | undefined;
  readonly isLoadingMore?: boolean;
}

/** Native roles, written out: `display` other than a table's takes them away. */
const AS = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader', scope: 'col' },
  rowheader: { role: 'rowheader', scope: 'row' },
  cell: { role: 'cell' },
} as const;

const LOADING_ROWS = ['first', 'second', 'third', 'fourth'] as const;

function Head<Row>({
  column,
  sorting,
  onSort,
}: {
  readonly column: Column<Row>;
  readonly sorting: Sorting | null;
  readonly onSort: (id: string) => void;
}) {
  const isSorted = sorting?.by === column.id;
  const Arrow = !isSorted ? ChevronsUpDown : sorting.direction === 'descending' ? ArrowDown : ArrowUp;
  const { kind = 'text' } = column;
  return (
    <th
      {...AS.columnheader}
      className={classes(styles['head'], kind === 'number' && styles['number'])}
      aria-sort={isSorted ? sorting.direction : undefined}
      data-sortable={column.sortBy ? '' : undefined}
    >
      {column.sortBy ? (
        <button
          type="button"
          className={styles['sort']}
          data-unsorted={isSorted ? undefined : ''}
          onClick={() => onSort(column.id)}
        >
          {column.label}
          <Arrow aria-hidden="true" />
        </button>
      ) : (
        <span className={kind === 'acts' ? 'visually-hidden' : undefined}>{column.label}</span>
      )}
    </th>
  );
}

function Dash() {
  return (
    <span className={styles['dash']} aria-hidden="true">
      –
    </span>
  );
}

function Cells<Row>({
  columns,
  row,
  href,
}: {
  readonly columns: readonly Column<Row>[];
  readonly row: Row;
  readonly href: string | undefined;
}) {
  return columns.map(({ id, label, cell, kind = 'text' }, index) => {
    const content = cell(row);
    if (index === 0) {
      return (
        <th key={id} {...AS.rowheader} className={styles['cell']}>
          {href === undefined ? content : <RowLink href={href}>{content}</RowLink>}
        </th>
      );
    }
    const isEmpty = content === null || content === undefined || content === '' || content === false;
    return (
      <td
        key={id}
        {...AS.cell}
        className={classes(styles['cell'], kind !== 'text' && styles[kind])}
        data-empty={isEmpty ? '' : undefined}
      >
        {kind !== 'acts' && (
          <span className={styles['name']} aria-hidden="true">
            {label}
          </span>
        )}
        {kind === 'acts' ? content : <div>{isEmpty ? <Dash /> : content}</div>}
      </td>
    );
  });
}

interface StateRowProps {
  readonly span: number;
  readonly look: 'state' | 'nothing';
  readonly children: ReactNode;
}

function StateRow({ span, look, children }: StateRowProps) {
  return (
    <tr {...AS.row} className={styles['row']}>
      <td {...AS.cell} colSpan={span} className={classes(styles['cell'], styles[look])}>
        {children}
      </td>
    </tr>
  );
}

function LoadingRows<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  return LOADING_ROWS.map((row, index) => (
    <tr key={row} {...AS.row} className={styles['row']}>
      {columns.map(({ id }, column) => (
        <td key={id} {...AS.cell} className={styles['cell']}>
          <span className={styles['shade']} aria-hidden="true" />
          {index === 0 && column === 0 && <span className="visually-hidden">{words.loading}</span>}
        </td>
      ))}
    </tr>
  ));
}

/** A table of rows that are alike. Sorting orders the rows that are here. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, href, isChosen, empty, error, onRetry, onMore } = props;
  const [sorting, setSorting] = useState<Sorting | null>(props.sorting ?? null);
  const sorted = useMemo(() => sortedRows(rows ?? [], columns, sorting), [rows, columns, sorting]);
  const isEmpty = rows?.length === 0 && !error;
  return (
    <div className={styles['frame']}>
      <div className={styles['scroll']}>
        <table
          className={styles['table']}
          {...AS.table}
          aria-label={label}
          aria-busy={rows === undefined && !error}
          data-empty={isEmpty ? '' : undefined}
          data-few={rows && rows.length < 2 ? '' : undefined}
        >
          <thead {...AS.rowgroup}>
            <tr {...AS.row} className={styles['heads']}>
              {columns.map((column) => (
                <Head
                  key={column.id}
                  column={column}
                  sorting={sorting}
                  onSort={(id) => setSorting(sortingAfter(sorting, id))}
                />
              ))}
            </tr>
          </thead>
          <tbody {...AS.rowgroup}>
            {sorted.map((row) => (
              <tr
                key={rowKey(row)}
                {...AS.row}
                className={styles['row']}
                data-links={href ? '' : undefined}
                data-chosen={isChosen?.(row) ? '' : undefined}
              >
                <Cells columns={columns} row={row} href={href?.(row)} />
              </tr>
            ))}
            {rows === undefined && !error && <LoadingRows columns={columns} />}
            {isEmpty && (
              <StateRow span={columns.length} look="nothing">
                <p>{empty}</p>
              </StateRow>
            )}
            {error && (
              <StateRow span={columns.length} look="state">
                <Notice
                  tone="bad"
                  actions={
                    onRetry && (
                      <Button isSmall onClick={onRetry}>
                        {words.retry}
                      </Button>
                    )
                  }
                >
                  <p>{error.message}</p>
                </Notice>
              </StateRow>
            )}
          </tbody>
        </table>
      </div>
      {onMore && (
        <div className={styles['foot']}>
          <Button isSmall isBusy={props.isLoadingMore ?? false} onClick={onMore}>
            {words.more}
          </Button>
        </div>
      )}
    </div>
  );
}
