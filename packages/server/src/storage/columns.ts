// The few things migrations say often, so that each reads as a list of facts. Only column types both dialects have.
import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

/** The database as migrations see it: without the types of today's schema. */
// biome-ignore lint/suspicious/noExplicitAny: a migration describes the schema of its own day
export type Schema = Kysely<any>;

/** A column: its name, its type, and whether it may be null (a trailing `?` on the type says so). */
export type Columns = Record<string, 'sid' | 'sid?' | 'text' | 'text?' | 'int' | 'int?' | 'time' | 'time?'>;

const SQL_TYPES = { sid: 'varchar(34)', text: 'text', int: 'bigint', time: 'bigint' } as const;

/**
 * Creates a table from a list of columns. `primary` names the key columns. Times are milliseconds since the
 * epoch, JSON is text, booleans are 0 and 1.
 */
export async function createTable(
  db: Schema,
  name: string,
  primary: readonly string[],
  columns: Columns,
): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
  for (const [column, type] of Object.entries(columns)) {
    const kind = type.replace('?', '') as keyof typeof SQL_TYPES;
    table = table.addColumn(column, SQL_TYPES[kind], (builder) =>
      type.endsWith('?') ? builder : builder.notNull(),
    );
  }
  await table.addPrimaryKeyConstraint(`pk_${name}`, primary as string[]).execute();
}

async function addIndex(
  db: Schema,
  kind: string,
  name: string,
  table: string,
  columns: readonly string[],
  where: string | undefined,
): Promise<void> {
  const filter = where === undefined ? sql`` : sql` WHERE ${sql.raw(where)}`;
  const list = sql.join(columns.map((column) => sql.ref(column)));
  await sql`CREATE ${sql.raw(kind)} ${sql.id(name)} ON ${sql.table(table)} (${list})${filter}`.execute(db);
}

/** Creates a unique index, over the rows that satisfy `where` when it is given. */
export async function uniqueIndex(
  db: Schema,
  name: string,
  table: string,
  columns: readonly string[],
  where?: string,
): Promise<void> {
  await addIndex(db, 'UNIQUE INDEX', name, table, columns, where);
}

/** Creates an index, over the rows that satisfy `where` when it is given. */
export async function index(
  db: Schema,
  name: string,
  table: string,
  columns: readonly string[],
  where?: string,
): Promise<void> {
  await addIndex(db, 'INDEX', name, table, columns, where);
}
