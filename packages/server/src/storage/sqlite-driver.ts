// Kysely's driver interface over the SQLite that is built into Node. One connection, statements kept prepared.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';

const STATEMENT_CACHE_SIZE = 500;

/** A SQLite connection that keeps its prepared statements and counts what it runs. */
export class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, { statement: StatementSync; returnsRows: boolean }>();
  #count = 0;

  constructor(path: string, readOnly: boolean) {
    this.#database = new DatabaseSync(path, { readOnly });
    this.#database.exec('PRAGMA busy_timeout = 5000');
    if (!readOnly) {
      this.#database.exec('PRAGMA journal_mode = WAL');
      this.#database.exec('PRAGMA synchronous = FULL');
    }
    this.#database.exec('PRAGMA cache_size = -16000');
    this.#database.exec('PRAGMA temp_store = MEMORY');
  }

  get statementCount(): number {
    return this.#count;
  }

  /** Runs a statement without parameters or result. */
  exec(sql: string): void {
    this.#count += 1;
    this.#prepared(sql).statement.run();
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.#count += 1;
    const { statement, returnsRows } = this.#prepared(query.sql);
    const parameters = query.parameters as SQLInputValue[];
    if (returnsRows) return { rows: statement.all(...parameters) as R[] };
    const result = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(result.changes) };
  }

  // biome-ignore lint/correctness/useYield: streaming is not offered on the embedded database
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not supported on SQLite');
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #prepared(sql: string) {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    const entry = { statement, returnsRows: statement.columns().length > 0 };
    if (this.#statements.size >= STATEMENT_CACHE_SIZE) {
      const oldest = this.#statements.keys().next().value as string;
      this.#statements.delete(oldest);
    }
    this.#statements.set(sql, entry);
    return entry;
  }
}

/** Hands the one connection to Kysely; begin and commit belong to the commit queue, except in migrations. */
export class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    this.#connection.exec('BEGIN IMMEDIATE');
  }

  async commitTransaction(): Promise<void> {
    this.#connection.exec('COMMIT');
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection.exec('ROLLBACK');
  }

  async releaseConnection(): Promise<void> {}

  /** The connection outlives Kysely's handle on it: who opened it closes it. */
  async destroy(): Promise<void> {}
}
