// Lists a page at a time, with the tokens clients go on with.
import type { SelectQueryBuilder } from 'kysely';
import {
  fetchPage,
  type OrderColumn,
  type Page,
  pageToken,
  positionOf,
  readPageRequest,
} from '#http/paging.ts';
import type { ClientCall } from './client-call.ts';

/** What a page says of its neighbours; some clients of older generations read `prev_token`. */
export interface PageMeta {
  readonly page_size: number;
  readonly previous_token: string | null;
  readonly prev_token: string | null;
  readonly next_token: string | null;
}

/** The page of a list a client asks for, and the tokens of the pages beside it. */
export async function pageOf<Row>(
  call: ClientCall,
  // biome-ignore lint/suspicious/noExplicitAny: any table's query can be paged
  query: SelectQueryBuilder<any, any, Row>,
  column: string,
  direction: OrderColumn['direction'] = 'asc',
): Promise<{ rows: readonly Row[]; meta: PageMeta }> {
  const order = [{ column, direction }];
  const { PageSize, PageToken } = call.query;
  const request = readPageRequest({ PageSize, PageToken });
  const page: Page<Row> = await fetchPage(query, order, request);
  const token = (way: 'n' | 'p', row: Row | undefined) =>
    row === undefined ? null : pageToken(way, positionOf(row as Record<string, unknown>, order));
  const previous = page.hasPrevious || request.from !== null ? token('p', page.rows[0]) : null;
  return {
    rows: page.rows,
    meta: {
      page_size: request.size,
      previous_token: previous,
      prev_token: previous,
      next_token: page.hasNext ? token('n', page.rows.at(-1)) : null,
    },
  };
}

/** A page of nothing. */
export const EMPTY_PAGE: PageMeta = {
  page_size: 50,
  previous_token: null,
  prev_token: null,
  next_token: null,
};
