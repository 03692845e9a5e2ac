// The capacity of workers: taken when a task is offered, given back when its reservation ends.
import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '#storage/database.ts';

/** A task of a channel that a worker holds, or is about to. */
export interface Holding {
  readonly worker_sid: string;
  readonly task_channel_sid: string;
}

/** The holdings as a table `w`: how many each worker has of each channel. */
function counted(holdings: readonly Holding[]): RawBuilder<unknown> {
  const counts = new Map<string, Holding & { count: number }>();
  for (const { worker_sid, task_channel_sid } of holdings) {
    const key = holdingKey({ worker_sid, task_channel_sid });
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { worker_sid, task_channel_sid, count });
  }
  const rows = [...counts.values()].map(
    ({ worker_sid, task_channel_sid, count }) =>
      sql`(${worker_sid}, ${task_channel_sid}, CAST(${count} AS bigint))`,
  );
  return sql`w (worker, channel, held) AS (VALUES ${sql.join(rows)})`;
}

/** The key of a worker's channel in the answer of `takeCapacity`. */
export function holdingKey({ worker_sid, task_channel_sid }: Holding): string {
  return `${worker_sid} ${task_channel_sid}`;
}

/**
 * Takes up capacity, in one statement. A worker whose channel has meanwhile been filled, closed or lowered takes none
 * of its holdings, so nobody is ever over capacity whoever offers at the same time; `force` takes it nevertheless.
 * Returns the keys of the channels that took theirs.
 */
export async function takeCapacity(
  tx: Transaction,
  holdings: readonly Holding[],
  force: boolean,
): Promise<ReadonlySet<string>> {
  if (holdings.length === 0) return new Set();
  const isFree = force ? sql`1 = 1` : sql`c.available = 1 AND c.assigned_tasks + w.held <= c.capacity`;
  const { rows } = await sql<Holding>`
    WITH ${counted(holdings)}
    UPDATE worker_channels AS c SET assigned_tasks = c.assigned_tasks + w.held FROM w
    WHERE c.worker_sid = w.worker AND c.task_channel_sid = w.channel AND ${isFree}
    RETURNING worker_sid, task_channel_sid`.execute(tx.db);
  return new Set(rows.map(holdingKey));
}

/** Gives capacity back. */
export async function releaseCapacity(tx: Transaction, holdings: readonly Holding[]): Promise<void> {
  if (holdings.length === 0) return;
  await sql`
    WITH ${counted(holdings)}
    UPDATE worker_channels AS c SET assigned_tasks = c.assigned_tasks - w.held, date_released = ${tx.now} FROM w
    WHERE c.worker_sid = w.worker AND c.task_channel_sid = w.channel AND c.assigned_tasks >= w.held`.execute(
    tx.db,
  );
}

/** How much of a channel's capacity is free, in whole percent. */
export function freePercentage({
  capacity,
  assigned_tasks: held,
}: {
  readonly capacity: number;
  readonly assigned_tasks: number;
}): number {
  if (capacity === 0) return 0;
  return Math.max(0, Math.round(((capacity - held) / capacity) * 100));
}
