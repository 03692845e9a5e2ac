// Reads a measured database from outside, past the server.
import { createHash } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { connect } from '../../packages/server/tests/support/postgres-databases.ts';

/** A reading connection. */
export interface Rows {
  /** Runs a statement, kept prepared, with values for its `$1`, `$2`, … */
  read<Row>(statement: string, values?: readonly (string | number)[]): Promise<Row[]>;
  /** Whether anything may have been committed since it was last asked; true where that costs as much as reading. */
  mayHaveChanged(): boolean;
  close(): Promise<void>;
}

function openSqliteRows(path: string): Rows {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec('PRAGMA busy_timeout = 5000');
  const version = database.prepare('PRAGMA data_version');
  const prepared = new Map<string, StatementSync>();
  let seen: unknown;
  return {
    async read<Row>(text: string, values: readonly (string | number)[] = []) {
      const statement = prepared.get(text) ?? database.prepare(text);
      prepared.set(text, statement);
      return statement.all(Object.fromEntries(values.map((value, at) => [`$${at + 1}`, value]))) as Row[];
    },
    mayHaveChanged() {
      const before = seen;
      seen = version.get()!['data_version'];
      return seen !== before;
    },
    async close() {
      database.close();
    },
  };
}

async function openPostgresRows(url: string): Promise<Rows> {
  const client = await connect(url);
  return {
    async read<Row>(text: string, values: readonly (string | number)[] = []) {
      const name = createHash('sha1').update(text).digest('base64url');
      return (await client.query({ name, text, values: [...values] })).rows as Row[];
    },
    mayHaveChanged: () => true,
    close: () => client.end(),
  };
}

/** Opens the database at `sqlite:<path>` or `postgres://…`. */
export async function openRows(databaseUrl: string): Promise<Rows> {
  return databaseUrl.startsWith('sqlite:')
    ? openSqliteRows(databaseUrl.slice('sqlite:'.length))
    : openPostgresRows(databaseUrl);
}
