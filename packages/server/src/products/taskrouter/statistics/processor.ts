// Adds what happens in workspaces to their statistics as it happens, so that no request has to read the log.
import type { Processor } from '#events/dispatcher.ts';
import type { EventType } from '#events/event-types.ts';
import { addRows, type MergeRule } from '#storage/add-rows.ts';
import type { Transaction } from '#storage/database.ts';
import { ActivityMoves, MOVE_EVENTS, type MoveEvent } from './activity-moves.ts';
import { COUNTED_EVENTS, COUNTERS, type CountedEvent, occurrencesOf, WAITS } from './counted-events.ts';
import { Tally } from './tally.ts';

const BUCKETS: MergeRule = {
  key: ['scope_sid', 'grain', 'starts_at', 'task_channel_sid'],
  columns: Object.fromEntries([
    ...COUNTERS.map((counter) => [counter, 'add'] as const),
    ...WAITS.flatMap((wait) => [
      [`${wait}_total`, 'add'] as const,
      [`${wait}_least`, 'least'] as const,
      [`${wait}_most`, 'most'] as const,
    ]),
    ['queue_waits', 'add'] as const,
    ['first_acceptances', 'add'] as const,
  ]),
};

const SPLITS: MergeRule = {
  key: [...BUCKETS.key, 'wait'],
  columns: { accepted: 'add', canceled: 'add' },
};

const MOVES: MergeRule = {
  key: ['workspace_sid', 'grain', 'starts_at', 'worker_sid', 'activity_sid'],
  columns: { moves: 'add', moves_offset: 'add' },
};

const PRESENCE: MergeRule = { key: ['worker_sid'], columns: { activity_sid: 'replace' } };

const counted: ReadonlySet<EventType> = new Set(COUNTED_EVENTS);
const moving: ReadonlySet<EventType> = new Set(MOVE_EVENTS);

async function writeCounts(tx: Transaction, events: readonly CountedEvent[]): Promise<void> {
  const tally = new Tally();
  for (const event of events) {
    for (const occurrence of occurrencesOf(event)) tally.count(event.accountSid, event.at, occurrence);
  }
  await addRows(tx, 'statistics_buckets', BUCKETS, tally.buckets);
  await addRows(tx, 'statistics_waits', SPLITS, tally.waits);
}

async function writeMoves(tx: Transaction, events: readonly MoveEvent[]): Promise<void> {
  const moves = new ActivityMoves();
  for (const event of events) moves.add(event);
  await addRows(tx, 'statistics_moves', MOVES, moves.rows);
  await addRows(tx, 'statistics_presence', PRESENCE, moves.present);
  if (moves.gone.length === 0) return;
  await tx.db.deleteFrom('statistics_presence').where('worker_sid', 'in', moves.gone).execute();
}

/** The workers of a removed workspace are gone with it, without an event each. */
async function forgetWorkers(tx: Transaction, workspaceSids: readonly string[]): Promise<void> {
  if (workspaceSids.length === 0) return;
  await tx.db.deleteFrom('statistics_presence').where('workspace_sid', 'in', workspaceSids).execute();
}

/** Keeps the figures of workspaces, workflows, task queues and workers up to date. */
export const statistics: Processor = {
  name: 'taskrouter-statistics',
  handles: [...COUNTED_EVENTS, ...MOVE_EVENTS, 'workspace.deleted'],
  gathersFor: 200,
  async process(tx, events) {
    await writeCounts(
      tx,
      events.filter((event): event is CountedEvent => counted.has(event.type)),
    );
    await writeMoves(
      tx,
      events.filter((event): event is MoveEvent => moving.has(event.type)),
    );
    const removed = events.filter((event) => event.type === 'workspace.deleted');
    await forgetWorkers(
      tx,
      removed.map((event) => event.subjectSid),
    );
  },
};
