// Makes many objects out of one that the server itself has written: every row that names the model is copied, in
// every table, so that the copies are what the server would have written whatever columns and tables it has.
import { newSid } from '../../packages/server/src/kernel/sid.ts';
import { insertRows } from '../../packages/server/src/storage/bulk-insert.ts';
import type { Schema } from '../../packages/server/src/storage/columns.ts';
import type { Database, Transaction } from '../../packages/server/src/storage/database.ts';
import type { Tables } from '../../packages/server/src/storage/schema.ts';

type Row = Record<string, string | number | null>;

/** One copy to be made. */
export interface Copy {
  /** SID of the object to copy. */
  readonly model: string;
  /** Texts of the model's rows and what stands in their place, each the whole value of a column. */
  readonly texts: ReadonlyMap<string, string>;
  /** Milliseconds by which every time of the copy lies behind the model's; negative for an older one. */
  readonly later: number;
}

/** Tables that tell what happened; a copy has no past. */
const HISTORY = /event|webhook|idempotent|kysely/;
const TEXT = /char|text/i;
const EARLIEST_TIME = 1e12;
const SID = /^[A-Z]{2}[0-9a-f]{32}$/;

const ROWS_A_STATEMENT = 500;
const ROWS_A_TRANSACTION = 20_000;

/** A row of a model and the table it is in. */
interface ModelRow {
  readonly table: string;
  readonly row: Row;
}

async function readModels(
  database: Database,
  models: readonly string[],
): Promise<ReadonlyMap<string, readonly ModelRow[]>> {
  const read = database.read as unknown as Schema;
  const found = new Map<string, ModelRow[]>(models.map((model) => [model, []]));
  for (const { name, columns } of await database.read.introspection.getTables()) {
    const texts = columns.filter(({ dataType }) => TEXT.test(dataType)).map((column) => column.name);
    if (HISTORY.test(name) || texts.length === 0) continue;
    const rows: Row[] = await read
      .selectFrom(name)
      .selectAll()
      .where(({ or, eb }) => or(texts.map((column) => eb(column, 'in', models))))
      .execute();
    for (const row of rows) {
      const model = models.find((sid) => Object.values(row).includes(sid));
      if (model !== undefined) found.get(model)!.push({ table: name, row });
    }
  }
  return found;
}

function copied(row: Row, copy: Copy, sid: string): Row {
  const change = (column: string, value: Row[string]) => {
    if (typeof value === 'number') return value > EARLIEST_TIME ? value + copy.later : value;
    if (value === null) return null;
    if (value === copy.model) return sid;
    if (column === 'sid' && SID.test(value)) return newSid(value.slice(0, 2));
    return copy.texts.get(value) ?? value.replaceAll(copy.model, sid);
  };
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, change(column, value)]));
}

async function write(database: Database, rows: ReadonlyMap<string, readonly Row[]>): Promise<void> {
  await database.transaction(async (tx: Transaction) => {
    for (const [table, all] of rows) {
      for (let at = 0; at < all.length; at += ROWS_A_STATEMENT) {
        await insertRows(tx, table as keyof Tables, all.slice(at, at + ROWS_A_STATEMENT));
      }
    }
  });
}

/** Makes the copies, in their order: their SIDs grow. Returns the SIDs. */
export async function copyObjects(database: Database, copies: readonly Copy[]): Promise<string[]> {
  if (copies.length === 0) return [];
  const models = await readModels(database, [...new Set(copies.map(({ model }) => model))]);
  const sids: string[] = [];
  let rows = new Map<string, Row[]>();
  let count = 0;
  for (const copy of copies) {
    const sid = newSid(copy.model.slice(0, 2));
    sids.push(sid);
    for (const { table, row } of models.get(copy.model)!) {
      const list = rows.get(table) ?? [];
      rows.set(table, list);
      list.push(copied(row, copy, sid));
      count += 1;
    }
    if (count < ROWS_A_TRANSACTION) continue;
    await write(database, rows);
    rows = new Map();
    count = 0;
  }
  await write(database, rows);
  return sids;
}
