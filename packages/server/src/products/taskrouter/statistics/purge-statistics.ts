// Figures nobody can ask for any more.
import { sql } from 'kysely';
import type { Transaction } from '#storage/database.ts';

/** How long figures are kept: the 30 days that can be asked for, and a day for windows widened to whole spans. */
export const STATISTICS_KEPT_MS = 31 * 86_400_000;

const SPAN = ['scope_sid', 'grain', 'starts_at', 'task_channel_sid'];

/** The key of each table that holds figures by span of time. */
const KEYS = {
  statistics_buckets: SPAN,
  statistics_waits: [...SPAN, 'wait'],
  statistics_moves: ['workspace_sid', 'grain', 'starts_at', 'worker_sid', 'activity_sid'],
} as const;

/**
 * Removes at most `limit` rows of each kind that are older than 31 days, oldest first, and tells whether more may
 * be left.
 */
export async function purgeStatistics(tx: Transaction, limit: number): Promise<boolean> {
  const before = tx.now - STATISTICS_KEPT_MS;
  let isMoreLeft = false;
  for (const [table, key] of Object.entries(KEYS)) {
    const columns = sql.join(key.map((column) => sql.ref(column)));
    const { numAffectedRows } = await sql`
      DELETE FROM ${sql.table(table)} WHERE (${columns}) IN (
        SELECT ${columns} FROM ${sql.table(table)} WHERE starts_at < ${before} ORDER BY starts_at LIMIT ${limit}
      )`.execute(tx.db);
    isMoreLeft ||= Number(numAffectedRows) === limit;
  }
  return isMoreLeft;
}
