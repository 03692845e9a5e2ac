// Reads what was added up within a window of time, for several scopes in one statement each.
import { type Expression, type SelectQueryBuilder, sql } from 'kysely';
import type { Reader } from '#storage/database.ts';
import type { StatisticsBucketRow } from '#storage/schema/statistics.ts';
import type { Tables } from '#storage/schema.ts';
import { COUNTERS, type Counter, WAITS, type Wait } from './counted-events.ts';
import { type Figures, NO_FIGURES } from './figures.ts';
import { rangesOf } from './grains.ts';
import type { WaitCounts } from './split-by-wait-time.ts';
import type { StatisticsWindow } from './window.ts';

/** Whose figures are wanted: those named, or each worker of a workspace. */
export type Scopes = readonly string[] | { readonly workersOf: string };

/** Whose figures, within which window and of which task channel; null stands for all channels. */
export interface CumulativeQuestion {
  readonly accountSid: string;
  readonly scopes: Scopes;
  readonly window: Pick<StatisticsWindow, 'from' | 'lastMinuteEnd'>;
  readonly taskChannelSid: string | null;
}

type Spans = SelectQueryBuilder<Tables, 'statistics_buckets' | 'statistics_waits', object>;

/** The rows of one table that make up the window, range by range so that each is read off its index. */
function spansOf(
  db: Reader,
  table: 'statistics_buckets' | 'statistics_waits',
  columns: readonly string[],
  { accountSid, scopes, window, taskChannelSid }: CumulativeQuestion,
  waitBelow: number | null = null,
): Spans | undefined {
  const parts = rangesOf(window.from, window.lastMinuteEnd).map(({ grain, from, to }) => {
    const part = (db.selectFrom(table) as Spans)
      .select(columns.map((column) => sql.ref(column).as(column)))
      .where('account_sid', '=', accountSid)
      .where('grain', '=', grain)
      .where('starts_at', '>=', from)
      .where('starts_at', '<', to);
    const ofScopes =
      'workersOf' in scopes
        ? part.where(
            'scope_sid',
            'in',
            db.selectFrom('workers').select('sid').where('workspace_sid', '=', scopes.workersOf),
          )
        : part.where('scope_sid', 'in', scopes);
    const short = waitBelow === null ? ofScopes : ofScopes.where(sql.ref('wait'), '<', waitBelow);
    return taskChannelSid === null ? short : short.where('task_channel_sid', '=', taskChannelSid);
  });
  const [first, ...others] = parts;
  return others.reduce<Spans | undefined>((all, part) => all?.unionAll(part), first);
}

function isEmpty(scopes: Scopes): boolean {
  return !('workersOf' in scopes) && scopes.length === 0;
}

const COLUMNS = [
  ...COUNTERS,
  ...WAITS.flatMap((wait) => [`${wait}_total`, `${wait}_least`, `${wait}_most`] as const),
  'queue_waits',
  'first_acceptances',
] as const satisfies readonly (keyof StatisticsBucketRow)[];

type SummedRow = Record<(typeof COLUMNS)[number], number> & { scope_sid: string };

function summed(column: string): Expression<number> {
  if (column.endsWith('_least')) return sql<number>`min(${sql.ref(column)})`;
  if (column.endsWith('_most')) return sql<number>`max(${sql.ref(column)})`;
  return sql<number>`sum(${sql.ref(column)})`;
}

/** The counter whose occurrences a wait belongs to. */
const OCCURRENCES: Record<Wait, Counter | 'queue_waits'> = {
  accepted_wait: 'reservations_accepted',
  canceled_wait: 'tasks_canceled',
  queue_wait: 'queue_waits',
};

function figuresOf(row: SummedRow): Figures {
  return Object.fromEntries([
    ...COUNTERS.map((counter) => [counter, row[counter]]),
    ...WAITS.map((wait) => [
      wait,
      {
        count: row[OCCURRENCES[wait]],
        total: row[`${wait}_total`],
        least: row[`${wait}_least`],
        most: row[`${wait}_most`],
      },
    ]),
    ['first_acceptances', row.first_acceptances],
  ]) as Figures;
}

/** The figures of scopes by SID; those in which nothing happened are left out. */
export async function readFigures(
  db: Reader,
  question: CumulativeQuestion,
): Promise<ReadonlyMap<string, Figures>> {
  if (isEmpty(question.scopes)) return new Map();
  const spans = spansOf(db, 'statistics_buckets', ['scope_sid', ...COLUMNS], question);
  if (spans === undefined) return new Map();
  const rows = (await db
    .selectFrom(spans.as('spans'))
    .select([sql.ref<string>('scope_sid').as('scope_sid')])
    .select(COLUMNS.map((column) => sql<number>`${summed(column)}`.as(column)))
    .groupBy(sql.ref('scope_sid'))
    .execute()) as unknown as SummedRow[];
  return new Map(rows.map((row) => [row.scope_sid, figuresOf(row)]));
}

/** The figures of one scope. */
export async function readFiguresOf(
  db: Reader,
  scopeSid: string,
  question: Omit<CumulativeQuestion, 'scopes'>,
): Promise<Figures> {
  const found = await readFigures(db, { ...question, scopes: [scopeSid] });
  return found.get(scopeSid) ?? NO_FIGURES;
}

/**
 * How many tasks waited for less than each of the thresholds (seconds), by scope and threshold; scopes without any
 * are left out.
 */
export async function readShortWaits(
  db: Reader,
  question: CumulativeQuestion,
  thresholds: readonly number[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, WaitCounts>>> {
  if (isEmpty(question.scopes)) return new Map();
  const columns = ['scope_sid', 'wait', 'accepted', 'canceled'];
  const spans = spansOf(db, 'statistics_waits', columns, question, Math.max(...thresholds));
  if (spans === undefined) return new Map();
  const below = (counted: 'accepted' | 'canceled') =>
    thresholds.map((threshold) =>
      sql<number>`sum(CASE WHEN ${sql.ref('wait')} < ${threshold} THEN ${sql.ref(counted)} ELSE 0 END)`.as(
        `${counted}_${threshold}`,
      ),
    );
  const rows = (await db
    .selectFrom(spans.as('spans'))
    .select([sql.ref<string>('scope_sid').as('scope_sid'), ...below('accepted'), ...below('canceled')])
    .groupBy(sql.ref('scope_sid'))
    .execute()) as unknown as (Record<string, number> & { scope_sid: string })[];
  const countsOf = (row: Record<string, unknown>, threshold: number): WaitCounts => ({
    accepted: row[`accepted_${threshold}`] as number,
    canceled: row[`canceled_${threshold}`] as number,
  });
  return new Map(
    rows.map((row) => [
      row.scope_sid,
      new Map(thresholds.map((threshold) => [threshold, countsOf(row, threshold)])),
    ]),
  );
}
