// A run of events added up, so that every row it touches is written once.
import type { StatisticsBucketRow, StatisticsWaitRow } from '#storage/schema/statistics.ts';
import type { Occurrence, Wait } from './counted-events.ts';
import { GRAINS, spanStart } from './grains.ts';

const NO_COUNTS = {
  tasks_entered: 0,
  tasks_canceled: 0,
  tasks_completed: 0,
  tasks_deleted: 0,
  tasks_moved: 0,
  tasks_timed_out: 0,
  reservations_created: 0,
  reservations_accepted: 0,
  reservations_rejected: 0,
  reservations_timed_out: 0,
  reservations_canceled: 0,
  reservations_rescinded: 0,
  accepted_wait_total: 0,
  accepted_wait_least: null,
  accepted_wait_most: null,
  canceled_wait_total: 0,
  canceled_wait_least: null,
  canceled_wait_most: null,
  queue_waits: 0,
  queue_wait_total: 0,
  queue_wait_least: null,
  queue_wait_most: null,
} as const;

/** Occurrences by scope, task channel and span of time. */
export class Tally {
  readonly #buckets = new Map<string, StatisticsBucketRow>();
  readonly #waits = new Map<string, StatisticsWaitRow>();

  /** Counts an occurrence at a moment (milliseconds since the epoch). */
  count(accountSid: string, at: number, occurrence: Occurrence): void {
    for (const grain of GRAINS) {
      const span = {
        account_sid: accountSid,
        scope_sid: occurrence.scopeSid,
        grain,
        starts_at: spanStart(at, grain),
        task_channel_sid: occurrence.taskChannelSid,
      };
      const key = `${span.scope_sid} ${grain} ${span.starts_at} ${span.task_channel_sid}`;
      const bucket = entry(this.#buckets, key, () => ({ ...span, ...NO_COUNTS }));
      bucket[occurrence.counter] += 1;
      for (const [name, seconds] of Object.entries(occurrence.waits ?? {})) {
        addWait(bucket, name as Wait, seconds);
      }
      const { split } = occurrence;
      if (split === undefined) continue;
      const wait = occurrence.waits?.[`${split}_wait`] ?? 0;
      const waits = entry(this.#waits, `${key} ${wait}`, () => ({ ...span, wait, accepted: 0, canceled: 0 }));
      waits[split] += 1;
    }
  }

  get buckets(): StatisticsBucketRow[] {
    return [...this.#buckets.values()];
  }

  get waits(): StatisticsWaitRow[] {
    return [...this.#waits.values()];
  }
}

function addWait(bucket: StatisticsBucketRow, wait: Wait, seconds: number): void {
  bucket[`${wait}_total`] += seconds;
  bucket[`${wait}_least`] = Math.min(bucket[`${wait}_least`] ?? seconds, seconds);
  bucket[`${wait}_most`] = Math.max(bucket[`${wait}_most`] ?? seconds, seconds);
  if (wait === 'queue_wait') bucket.queue_waits += 1;
}

function entry<Row>(rows: Map<string, Row>, key: string, make: () => Row): Row {
  let row = rows.get(key);
  if (row === undefined) {
    row = make();
    rows.set(key, row);
  }
  return row;
}
