// The export of the history: CSV or JSON lines, written as it is read, so that it takes no more memory than a page.
//
//   GET /v1/Messages/Export?Format=csv|jsonl   and the filters of the list
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { originOf, prefixOf } from '#http/addresses.ts';
import { decodeForm } from '#http/form-body.ts';
import { fetchPage, positionOf } from '#http/paging.ts';
import { oneOf, readInput } from '#http/parameters.ts';
import type { Context } from '#server/context.ts';
import { BYTE_ORDER_MARK, csvRow } from './csv.ts';
import { type SearchFilters, searchFilters } from './filters.ts';
import { type FoundMessage, findMessages, foundOrder } from './find-messages.ts';
import { presentFound } from './present.ts';

const PAGE = 500;
const input = searchFilters.extend({ Format: oneOf(['csv', 'jsonl']).nullish() });
const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson; charset=utf-8' } as const;

/** What is asked for, and of whose messages. */
interface Wanted {
  readonly accountSid: string;
  readonly base: string;
  readonly filters: SearchFilters;
}

async function* pages({ database }: Context, wanted: Wanted): AsyncGenerator<readonly FoundMessage[]> {
  const order = foundOrder(database.dialect, wanted.filters);
  for (let from: readonly (string | number)[] | null = null; ; ) {
    const query = findMessages(database.read, database.dialect, wanted.accountSid, wanted.filters);
    const request = { size: PAGE, page: 0, from, isBackward: false };
    const page: { rows: readonly FoundMessage[]; hasNext: boolean } = await fetchPage(query, order, request);
    yield page.rows;
    const last = page.rows.at(-1);
    if (!page.hasNext || last === undefined) return;
    from = positionOf(last as unknown as Record<string, unknown>, order);
  }
}

async function* csv(context: Context, wanted: Wanted): AsyncGenerator<string> {
  const presented = (row: FoundMessage) => Object.entries(presentFound(row, wanted)).filter(isColumn);
  yield BYTE_ORDER_MARK + csvRow(presented(NOTHING).map(([name]) => name));
  for await (const rows of pages(context, wanted)) {
    yield rows.map((row) => csvRow(presented(row).map(([, value]) => value))).join('');
  }
}

async function* jsonLines(context: Context, wanted: Wanted): AsyncGenerator<string> {
  for await (const rows of pages(context, wanted)) {
    yield rows.map((row) => `${JSON.stringify(presentFound(row, wanted))}\n`).join('');
  }
}

/** Links are of no use in a table. */
function isColumn([name]: readonly [string, unknown]): boolean {
  return !name.endsWith('_url');
}

/** Has the keys of every message. */
const NOTHING: FoundMessage = {
  sid: '',
  account_sid: '',
  thread_sid: null,
  message_index: null,
  channel: '',
  direction: null,
  author: '',
  body: null,
  customer: null,
  customer_name: null,
  worker_sid: null,
  agent_name: null,
  date_created: 0,
};

/** Adds the endpoint. What fails on the way breaks the connection off, so that no half file passes for a whole one. */
export function addExport(server: FastifyInstance, context: Context): void {
  server.get('/desk/v1/Messages/Export', async (request, reply) => {
    const { accountSid } = await context.authenticator.callerOf(request);
    const mark = request.url.indexOf('?');
    const query = mark === -1 ? {} : decodeForm(request.url.slice(mark + 1));
    const { Format: given, ...filters } = readInput(input, query);
    const format = given ?? 'csv';
    const base = originOf(request.protocol, request.host) + prefixOf(request.raw);
    const write = format === 'csv' ? csv : jsonLines;
    reply.type(TYPES[format]);
    reply.header('Content-Disposition', `attachment; filename="messages.${format}"`);
    reply.header('Cache-Control', 'no-store');
    return reply.send(Readable.from(write(context, { accountSid, base, filters })));
  });
}
