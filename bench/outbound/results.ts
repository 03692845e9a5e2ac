// What an outbound run found out, and its tables.
import { STORES, type StoreId } from '../routing/stores.ts';
import { medianOf, type Spread, spreadOf } from '../statistics.ts';
import { number, spread, table, whole } from '../table.ts';
import type { BulkCell } from './measure-bulk.ts';
import type { CallCell } from './measure-calls.ts';
import type { OutboundOptions } from './plan.ts';
import { WAYS } from './ways.ts';

/** Everything an outbound run found out. */
export interface OutboundResults {
  readonly options: OutboundOptions;
  /** Why there is no PostgreSQL; null when there is. */
  readonly absent: string | null;
  readonly calls: CallCell[];
  readonly bulks: BulkCell[];
}

const MEBIBYTE = 2 ** 20;

const TITLES = { ...WAYS, bare: 'bare commits' } as const;

type Title = keyof typeof TITLES;

const storeIds = Object.keys(STORES) as StoreId[];
const titles = Object.keys(TITLES) as Title[];

function cellsOf({ calls }: OutboundResults, store: StoreId, way: Title, underWay: number): CallCell[] {
  return calls.filter((cell) => cell.store === store && cell.way === way && cell.underWay === underWay);
}

const rateOf = ({ done, seconds }: CallCell) => done / seconds;

/** Conversations opened by one call for each opened in another way, within the same rounds; null when not measured. */
export function shareOf(
  results: OutboundResults,
  store: StoreId,
  other: 'separate' | 'bare',
  underWay: number,
): Spread | null {
  const others = cellsOf(results, store, other, underWay);
  const ratios = cellsOf(results, store, 'one', underWay).flatMap((cell) => {
    const beside = others.find(({ round }) => round === cell.round);
    return beside === undefined ? [] : [rateOf(cell) / rateOf(beside)];
  });
  return ratios.length === 0 ? null : spreadOf(ratios);
}

function median(cells: readonly CallCell[], pick: (cell: CallCell) => number | null): string {
  const values = cells.map(pick).filter((value) => value !== null);
  return values.length === 0 ? '–' : number(medianOf(values));
}

const absence = ({ absent }: OutboundResults) =>
  absent === null ? '' : `\n\nPostgreSQL could not be measured: ${absent}`;

/** One line for each cell while the run goes on. */
export function callLine(cell: CallCell): string {
  const { store, way, underWay, round, p50Ms, p99Ms } = cell;
  const rate = `${number(rateOf(cell))}/s, ${number(p50Ms)} / ${number(p99Ms)} ms`;
  return `round ${round}, ${STORES[store]}, ${underWay} under way, ${TITLES[way]}: ${rate}`;
}

/** A row for each database, number under way and way. */
export function callsTable(results: OutboundResults): string {
  const rows = storeIds.flatMap((store) =>
    results.options.underWay.flatMap((underWay) =>
      titles.flatMap((way) => {
        const cells = cellsOf(results, store, way, underWay);
        if (cells.length === 0) return [];
        const share = (other: 'separate' | 'bare') =>
          way === 'one' ? spread(shareOf(results, store, other, underWay)) : '';
        return [
          [
            `${STORES[store]}, ${TITLES[way]}`,
            whole(underWay),
            median(cells, rateOf),
            median(cells, (cell) => cell.p50Ms),
            median(cells, (cell) => cell.p99Ms),
            share('separate'),
            share('bare'),
            median(cells, (cell) => cell.rows),
            median(cells, (cell) => cell.statements),
            median(cells, (cell) => cell.processorMs),
          ],
        ];
      }),
    ),
  );
  const head = [
    'A conversation opened by',
    'under way',
    'per second',
    'p50 ms',
    'p99 ms',
    'times four requests',
    'of bare commits',
    'rows',
    'statements',
    'server CPU ms',
  ];
  return table(head, rows) + absence(results);
}

/** What bulks came to, one row a database. */
export function bulksTable(results: OutboundResults): string {
  const rows = results.bulks.map((cell) => [
    STORES[cell.store],
    whole(cell.recipients),
    number(cell.takenAfter),
    number(cell.writtenAfter),
    number(cell.doneAfter),
    number(cell.recipients / cell.doneAfter),
    number(cell.statements),
    number(cell.processorMs),
    number(cell.liveBefore / MEBIBYTE),
    number(cell.liveAfter / MEBIBYTE),
  ]);
  const head = [
    'Bulks',
    'recipients',
    'lists taken s',
    'all written to s',
    'all delivered s',
    'recipients/s',
    'statements',
    'server CPU ms',
    'live MiB before',
    'after',
  ];
  return table(head, rows) + absence(results);
}

/** How bulks went on: a row for each stretch of the recipients. */
export function stretchesTable({ bulks }: OutboundResults): string {
  const rows = bulks.flatMap(({ store, recipients, stretches }) =>
    stretches.map(({ from, to, endedAt, perSecond, resident, live }) => [
      `${STORES[store]}, ${whole(from * 100)} to ${whole(to * 100)} %`,
      whole(to * recipients),
      number(endedAt),
      number(perSecond),
      number(live / MEBIBYTE),
      number(resident / MEBIBYTE),
    ]),
  );
  return table(
    ['Stretch of a bulk', 'written to', 'after s', 'recipients/s', 'live MiB', 'resident MiB'],
    rows,
  );
}
