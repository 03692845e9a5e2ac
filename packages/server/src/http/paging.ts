// Lists, a page at a time: a page token names the row to go on from, so deep pages cost what the first one costs.
import { type SelectQueryBuilder, sql } from 'kysely';
import { invalidParameter } from '#kernel/errors.ts';
import type { RawInput } from './form-body.ts';

const DEFAULT_SIZE = 50;
const LARGEST_SIZE = 1_000;
/** Pages reached by number alone are counted from the start, so they may not be deep. */
const LARGEST_OFFSET = 10_000;

/** A column that orders a list. The last one of a list must be unique. */
export interface OrderColumn {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

/** Which page of a list is asked for. */
export interface PageRequest {
  readonly size: number;
  readonly page: number;
  /** Values of the order columns of the row next to this page, or null for a page counted from the start. */
  readonly from: readonly (string | number)[] | null;
  /** True when the rows wanted are those before `from`. */
  readonly isBackward: boolean;
}

/** A page of rows and whether there is one on either side. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

function readInteger(input: RawInput, name: string, fallback: number): number {
  const value = input[name];
  if (value === undefined || value === null) return fallback;
  if (typeof value !== 'string' || !/^\d{1,9}$/.test(value))
    throw invalidParameter(name, 'it is not a whole number');
  return Number(value);
}

function decodeToken(token: unknown): Pick<PageRequest, 'from' | 'isBackward'> {
  if (token === undefined || token === null) return { from: null, isBackward: false };
  try {
    const [direction, ...values] = JSON.parse(
      Buffer.from(String(token).slice(2), 'base64url').toString('utf8'),
    );
    const isUsable = values.every((value: unknown) => typeof value === 'string' || typeof value === 'number');
    if ((direction === 'n' || direction === 'p') && values.length > 0 && isUsable) {
      return { from: values, isBackward: direction === 'p' };
    }
  } catch {
    // An unreadable token and an unusable one are refused alike.
  }
  throw invalidParameter('PageToken', 'it is not a token of this list');
}

/** Reads `PageSize`, `Page` and `PageToken`. A page size above 1000 means 1000, as Twilio's clients expect. */
export function readPageRequest(input: RawInput): PageRequest {
  const size = Math.min(Math.max(readInteger(input, 'PageSize', DEFAULT_SIZE), 1), LARGEST_SIZE);
  const page = readInteger(input, 'Page', 0);
  const token = decodeToken(input['PageToken']);
  if (token.from === null && page * size > LARGEST_OFFSET) {
    throw invalidParameter('Page', 'pages this deep are reached with the PageToken of their neighbour only');
  }
  return { size, page, ...token };
}

/** The token of the page after (`n`) or before (`p`) the row. */
export function pageToken(direction: 'n' | 'p', values: readonly (string | number)[]): string {
  return `P${direction === 'n' ? 'A' : 'B'}${Buffer.from(JSON.stringify([direction, ...values])).toString('base64url')}`;
}

/** The condition "comes after this row" for columns that may run in different directions. */
function afterRow(order: readonly OrderColumn[], values: readonly (string | number)[]) {
  const branches = order.map((entry, position) => {
    const equal = order
      .slice(0, position)
      .map((earlier, index) => sql`${sql.ref(earlier.column)} = ${values[index]}`);
    const beyond = sql`${sql.ref(entry.column)} ${sql.raw(entry.direction === 'asc' ? '>' : '<')} ${values[position]}`;
    return sql`(${sql.join([...equal, beyond], sql` AND `)})`;
  });
  const beyond = sql`(${sql.join(branches, sql` OR `)})`;
  const [first] = order;
  if (first === undefined || order.length === 1) return sql<boolean>`${beyond}`;
  // It follows from the branches, and tells the database where in the index to begin.
  const notBefore = sql.raw(first.direction === 'asc' ? '>=' : '<=');
  return sql<boolean>`(${sql.ref(first.column)} ${notBefore} ${values[0]} AND ${beyond})`;
}

/** Fetches one page of a query in the given order. */
export async function fetchPage<Row>(
  // biome-ignore lint/suspicious/noExplicitAny: any table's query can be paged
  query: SelectQueryBuilder<any, any, Row>,
  order: readonly OrderColumn[],
  request: PageRequest,
): Promise<Page<Row>> {
  if (request.from !== null && request.from.length !== order.length) {
    throw invalidParameter('PageToken', 'it is not a token of this list');
  }
  const direction = request.isBackward
    ? order.map(
        (entry) => ({ ...entry, direction: entry.direction === 'asc' ? 'desc' : 'asc' }) as OrderColumn,
      )
    : order;
  let paged = query.limit(request.size + 1);
  for (const entry of direction) paged = paged.orderBy(sql.ref(entry.column), entry.direction);
  if (request.from !== null) paged = paged.where(afterRow(direction, request.from));
  else if (request.page > 0) paged = paged.offset(request.page * request.size);
  const found = await paged.execute();
  const hasMore = found.length > request.size;
  const rows = found.slice(0, request.size);
  return request.isBackward
    ? { rows: rows.reverse(), hasNext: true, hasPrevious: hasMore }
    : { rows, hasNext: hasMore, hasPrevious: request.page > 0 };
}

/** Values of the order columns of a row, for a token. */
export function positionOf(row: Record<string, unknown>, order: readonly OrderColumn[]): (string | number)[] {
  return order.map(({ column }) => row[column.slice(column.lastIndexOf('.') + 1)] as string | number);
}
