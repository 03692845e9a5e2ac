// Fewer waits in a transaction on PostgreSQL: it begins together with its first statement, and what it writes last is
// sent together with its commit. A row others wait for is held one round trip shorter for each statement of those.
import {
  type CompiledQuery,
  type DatabaseConnection,
  PostgresDriver,
  type TransactionSettings,
} from 'kysely';

/** Kysely does not export the type of its connections. */
type PoolConnection = Parameters<PostgresDriver['rollbackTransaction']>[0];

/** What of a transaction is under way, and what is still to be sent. */
interface OpenTransaction {
  readonly begun: Promise<void>;
  readonly last: CompiledQuery[];
}

/** Kysely's driver over connections that send a statement without waiting for the answer to the one before. */
export class PipelinedPostgresDriver extends PostgresDriver {
  readonly #open = new WeakMap<DatabaseConnection, OpenTransaction>();

  /** Keeps statements for the end of the transaction on this connection; nobody learns their results. */
  writeLast(connection: DatabaseConnection, queries: readonly CompiledQuery[]): void {
    this.#open.get(connection)?.last.push(...queries);
  }

  /** Does not wait: where a transaction cannot begin the connection is gone, and no statement on it succeeds. */
  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    const begun = super.beginTransaction(connection, settings);
    begun.catch(() => {});
    this.#open.set(connection, { begun, last: [] });
  }

  /** Rejects with the first failure: when a statement fails the database answers the commit by taking all back. */
  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const { begun, last } = this.#end(connection);
    const sent = [
      begun,
      ...last.map((query) => connection.executeQuery(query)),
      super.commitTransaction(connection),
    ];
    for (const result of await Promise.allSettled(sent)) {
      if (result.status === 'rejected') throw result.reason;
    }
  }

  override async rollbackTransaction(connection: PoolConnection): Promise<void> {
    this.#open.delete(connection);
    await super.rollbackTransaction(connection);
  }

  #end(connection: DatabaseConnection): OpenTransaction {
    const open = this.#open.get(connection);
    if (open === undefined) throw new Error('a transaction is committed that was not begun');
    this.#open.delete(connection);
    return open;
  }
}
