// Who routes a workspace: one process at a time, under a lease it renews. Safety does not hang on it, for offers are
// made by conditional updates; it spares the processes from deciding the same twice.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '#storage/database.ts';

/** A lease that is not renewed for this long is free: the process that held it has died. */
const LEASE_MS = 3_000;
/** How often leases are renewed and free ones looked for. */
export const RENEWAL_MS = 1_000;

/** The signal of leases that were given up. */
export const OWNERS_SIGNAL = 'routing-owners';

/** The workspaces this process routes. */
export interface Ownership {
  /** Claims those of the workspaces that nobody owns, or every such workspace; returns the new ones. */
  claim(workspaceSids: readonly string[] | 'all'): Promise<readonly string[]>;
  owns(workspaceSid: string): boolean;
  /** Keeps the leases alive; returns the workspaces that were lost. */
  renew(): Promise<readonly string[]>;
  /** Gives everything up, so that others need not wait for the leases to run out. */
  release(): Promise<void>;
}

/** The ownership of a process that has the database for itself: it owns whatever there is. */
export function soleOwnership(database: Database): Ownership {
  return {
    async claim(workspaceSids) {
      if (workspaceSids !== 'all') return workspaceSids;
      const rows = await database.read.selectFrom('workspaces').select('sid').execute();
      return rows.map(({ sid }) => sid);
    },
    owns: () => true,
    renew: async () => [],
    release: async () => {},
  };
}

/** Ownership by leases in a database that several processes share. Times are those of the database's clock. */
export class LeasedOwnership implements Ownership {
  readonly #database: Database;
  readonly #self = randomUUID();
  #owned: ReadonlySet<string> = new Set();

  constructor(database: Database) {
    this.#database = database;
  }

  owns(workspaceSid: string): boolean {
    return this.#owned.has(workspaceSid);
  }

  async claim(workspaceSids: readonly string[] | 'all'): Promise<readonly string[]> {
    const wanted =
      workspaceSids === 'all'
        ? sql`TRUE`
        : sql`w.sid IN (${sql.join(workspaceSids.length === 0 ? [''] : workspaceSids)})`;
    const { rows } = await sql<{ workspace_sid: string }>`
      INSERT INTO routing_owners AS o (workspace_sid, owner, lease_until)
      SELECT w.sid, ${this.#self}, ${databaseTime} + ${LEASE_MS}
      FROM workspaces AS w
      WHERE ${wanted} AND NOT EXISTS (
        SELECT 1 FROM routing_owners AS present
        WHERE present.workspace_sid = w.sid AND present.lease_until >= ${databaseTime}
      )
      ORDER BY w.sid
      ON CONFLICT (workspace_sid) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
      WHERE o.lease_until < ${databaseTime}
      RETURNING workspace_sid`.execute(this.#database.read);
    const claimed = rows.map(({ workspace_sid }) => workspace_sid);
    this.#owned = new Set([...this.#owned, ...claimed]);
    return claimed;
  }

  async renew(): Promise<readonly string[]> {
    if (this.#owned.size === 0) return [];
    const { rows } = await sql<{ workspace_sid: string }>`
      UPDATE routing_owners SET lease_until = ${databaseTime} + ${LEASE_MS}
      WHERE owner = ${this.#self}
      RETURNING workspace_sid`.execute(this.#database.read);
    const kept = new Set(rows.map(({ workspace_sid }) => workspace_sid));
    const lost = [...this.#owned].filter((sid) => !kept.has(sid));
    this.#owned = kept;
    return lost;
  }

  async release(): Promise<void> {
    this.#owned = new Set();
    await this.#database.transaction(async (tx) => {
      await tx.db.deleteFrom('routing_owners').where('owner', '=', this.#self).execute();
      tx.signal(OWNERS_SIGNAL);
    });
  }
}

const databaseTime = sql`(extract(epoch FROM clock_timestamp()) * 1000)::bigint`;
