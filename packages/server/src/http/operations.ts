// What an operation is: its input, its work, and how its result becomes an answer.
import type { SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import type { Reader, Transaction } from '#storage/database.ts';
import type { Person } from './authentication.ts';
import type { OrderColumn } from './paging.ts';

/** One call of an operation: who calls, what for, and how the caller reached us. */
export interface Call<Input = unknown> {
  readonly accountSid: string;
  /** Who signed in to ask for it; null for programs. */
  readonly person: Person | null;
  /** Path parameters by their documented name. */
  readonly params: Readonly<Record<string, string>>;
  readonly input: Input;
  /** Origin and product prefix of the request; absolute URLs in answers start with it. */
  readonly base: string;
  /** Milliseconds since the epoch, on the injected clock. */
  readonly now: number;
  /** The `X-Twilio-Webhook-Enabled` header. */
  readonly isWebhookEnabled: boolean;
  /** The `If-Match` header without quotes, or null when the caller does not check versions. */
  readonly ifMatch: string | null;
}

/** What presenters know beside the row. */
export type Presentation = Pick<Call, 'base' | 'accountSid' | 'now'>;

/** How a request body may be written; `any` is either way. */
export type BodyType = 'form' | 'json' | 'any';

/** An operation that changes something. */
export interface WriteOperation<Row> {
  readonly kind: 'write';
  readonly input: z.ZodType;
  readonly run: (tx: Transaction, call: Call) => Promise<Row>;
  /** Takes the place of `run` for requests without an idempotency key: commits by itself, with others at once. */
  readonly runGrouped: ((call: Call) => Promise<Row>) | undefined;
  readonly status: number | undefined;
  /** Takes the place of `status` for results that are no new thing. */
  readonly statusOf: ((row: Row) => number | undefined) | undefined;
  readonly body: BodyType;
}

/** An operation that reads one thing; undefined means it does not exist for this caller. */
export interface ReadOperation<Row> {
  readonly kind: 'read';
  readonly input: z.ZodType;
  readonly run: (db: Reader, call: Call) => Promise<Row | undefined>;
}

/** An operation that lists rows in a stable order. */
export interface ListOperation<Row> {
  readonly kind: 'list';
  readonly input: z.ZodType;
  // biome-ignore lint/suspicious/noExplicitAny: any table's query can be listed
  readonly query: (db: Reader, call: Call) => Promise<SelectQueryBuilder<any, any, any>>;
  readonly order: (call: Call) => readonly OrderColumn[];
  readonly row?: (row: never) => Row;
  /** Reads what belongs to the rows of a page, all at once. */
  readonly complete?: (db: Reader, call: Call, rows: readonly Row[]) => Promise<readonly Row[]>;
}

interface WriteOptions<Input, Row> {
  /** Answer status; 201 for a create and 200 for an update when not given. */
  readonly status?: number;
  readonly statusOf?: (row: Row) => number | undefined;
  readonly body?: BodyType;
  readonly grouped?: (call: Call<Input>) => Promise<Row>;
}

/** Declares an operation that changes something. */
export function write<S extends z.ZodType, Row>(
  input: S,
  run: (tx: Transaction, call: Call<z.output<S>>) => Promise<Row>,
  options: WriteOptions<z.output<S>, Row> = {},
): WriteOperation<Row> {
  return {
    kind: 'write',
    input,
    run: run as WriteOperation<Row>['run'],
    runGrouped: options.grouped as WriteOperation<Row>['runGrouped'],
    status: options.status,
    statusOf: options.statusOf,
    body: options.body ?? 'form',
  };
}

/** Declares the removal of something; it answers 204 without a body. */
export function removal(run: (tx: Transaction, call: Call) => Promise<void>): WriteOperation<null> {
  return write(
    z.object({}),
    async (tx, call) => {
      await run(tx, call);
      return null;
    },
    { status: 204 },
  );
}

/** Declares an operation that reads one thing. */
export function read<Row>(run: (db: Reader, call: Call) => Promise<Row | undefined>): ReadOperation<Row> {
  return { kind: 'read', input: z.object({}), run };
}

/** Declares an operation that reads one thing in the way its parameters say. */
export function readAsAsked<S extends z.ZodType, Row>(
  input: S,
  run: (db: Reader, call: Call<z.output<S>>) => Promise<Row | undefined>,
): ReadOperation<Row> {
  return { kind: 'read', input, run: run as ReadOperation<Row>['run'] };
}

/** Oldest first: SIDs grow with time. */
export const BY_CREATION: readonly OrderColumn[] = [{ column: 'sid', direction: 'asc' }];

/** Newest first. */
export const BY_CREATION_DESCENDING: readonly OrderColumn[] = [{ column: 'sid', direction: 'desc' }];

/**
 * Declares a list. `query` may check that the parent exists and throw; `order` names the columns, the last of
 * them unique.
 */
export function list<S extends z.ZodType, Row>(
  filters: S,
  query: (
    db: Reader,
    call: Call<z.output<S>>,
    // biome-ignore lint/suspicious/noExplicitAny: any table's query can be listed
  ) => Promise<{ query: SelectQueryBuilder<any, any, Row> }>,
  order: readonly OrderColumn[] | ((call: Call<z.output<S>>) => readonly OrderColumn[]) = BY_CREATION,
): ListOperation<Row> {
  return {
    kind: 'list',
    input: filters,
    query: async (db, call) => (await query(db, call as Call<z.output<S>>)).query,
    order: typeof order === 'function' ? (order as ListOperation<Row>['order']) : () => order,
  };
}
