// Lists on the event bridge: `contents` with the SID to go on after, or a token where the list is ordered.
import type { RawInput } from '#http/form-body.ts';
import type { ListOperation } from '#http/operations.ts';
import {
  fetchPage,
  type OrderColumn,
  type Page,
  type PageRequest,
  pageToken,
  positionOf,
  readPageRequest,
} from '#http/paging.ts';
import { readInput } from '#http/parameters.ts';
import { invalidParameter } from '#kernel/errors.ts';
import { type BridgeCall, restCall } from './call.ts';

/** One page of a list as clients read it. */
export interface PagePayload<Item> {
  readonly contents: readonly Item[];
  /** Last SID of a page that another follows, in lists in the order of their SIDs. */
  readonly after_sid: string | null;
  /** The same place for lists in an order of the caller's. */
  readonly meta: { readonly next_token: string | null };
}

/** The page a call asks for: `PageSize` with `AfterSid` or `NextToken`. */
export function pageRequest(input: RawInput): PageRequest {
  const page = readPageRequest({ PageSize: input['PageSize'], PageToken: input['NextToken'] });
  const after = input['AfterSid'] ?? null;
  if (page.from !== null || after === null) return page;
  if (typeof after !== 'string') throw invalidParameter('AfterSid', 'it is not a SID');
  return { ...page, from: [after] };
}

/** The payload of a page. */
export function pagePayload<Row extends { sid: string }, Item>(
  found: Page<Row>,
  order: readonly OrderColumn[],
  present: (row: Row) => Item,
): PagePayload<Item> {
  const last = found.hasNext ? found.rows.at(-1) : undefined;
  return {
    contents: found.rows.map(present),
    after_sid: last === undefined || order.length > 1 ? null : last.sid,
    meta: {
      next_token: last === undefined ? null : pageToken('n', positionOf({ ...last }, order)),
    },
  };
}

/** Lists as REST does, with the filters REST knows. */
export async function listPage<Row extends { sid: string }, Item>(
  call: BridgeCall,
  operation: ListOperation<Row>,
  present: (row: Row) => Item,
): Promise<PagePayload<Item>> {
  const listed = restCall(call, readInput(operation.input, call.input));
  const query = await operation.query(call.database.read, listed);
  const order = operation.order(listed);
  const found = await fetchPage<Row>(query, order, pageRequest(call.input));
  return pagePayload(found, order, present);
}
