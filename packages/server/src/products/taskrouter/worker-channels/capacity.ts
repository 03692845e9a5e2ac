// The capacity of workers: taken when a task is offered, given back when its reservation ends.
import type { Transaction } from '#storage/database.ts';

/** A task of a channel that a worker holds, or is about to. */
export interface Holding {
  readonly worker_sid: string;
  readonly task_channel_sid: string;
}

/** Holdings of one channel by how many of them each worker has: each group is one statement. */
function groups(holdings: readonly Holding[]) {
  const counts = new Map<string, { worker: string; channel: string; count: number }>();
  for (const { worker_sid: worker, task_channel_sid: channel } of holdings) {
    const key = `${channel} ${worker}`;
    const entry = counts.get(key) ?? { worker, channel, count: 0 };
    counts.set(key, { ...entry, count: entry.count + 1 });
  }
  const found = new Map<string, { channel: string; count: number; workers: string[] }>();
  for (const { worker, channel, count } of counts.values()) {
    const key = `${channel} ${count}`;
    const group = found.get(key) ?? { channel, count, workers: [] };
    group.workers.push(worker);
    found.set(key, group);
  }
  for (const group of found.values()) group.workers.sort();
  return [...found.values()].sort((a, b) => (a.channel < b.channel ? -1 : 1));
}

/** The key of a worker's channel in the answer of `takeCapacity`. */
export function holdingKey({ worker_sid, task_channel_sid }: Holding): string {
  return `${worker_sid} ${task_channel_sid}`;
}

/**
 * Takes up capacity, in as many statements as there are different counts. A worker whose channel has meanwhile
 * been filled, closed or lowered takes none of its holdings, so nobody is ever over capacity whoever offers at
 * the same time; `force` takes it nevertheless. Returns the keys of the channels that took theirs.
 */
export async function takeCapacity(
  tx: Transaction,
  holdings: readonly Holding[],
  force: boolean,
): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  for (const { channel, count, workers } of groups(holdings)) {
    let update = tx.db
      .updateTable('worker_channels')
      .set((eb) => ({ assigned_tasks: eb('assigned_tasks', '+', count) }))
      .where('task_channel_sid', '=', channel)
      .where('worker_sid', 'in', workers);
    if (!force) {
      update = update
        .where('available', '=', 1)
        .where((eb) => eb(eb('assigned_tasks', '+', count), '<=', eb.ref('capacity')));
    }
    const rows = await update.returning(['worker_sid', 'task_channel_sid']).execute();
    for (const row of rows) taken.add(holdingKey(row));
  }
  return taken;
}

/** Gives capacity back. */
export async function releaseCapacity(tx: Transaction, holdings: readonly Holding[]): Promise<void> {
  for (const { channel, count, workers } of groups(holdings)) {
    await tx.db
      .updateTable('worker_channels')
      .set((eb) => ({ assigned_tasks: eb('assigned_tasks', '-', count), date_released: tx.now }))
      .where('task_channel_sid', '=', channel)
      .where('worker_sid', 'in', workers)
      .where('assigned_tasks', '>=', count)
      .execute();
  }
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
