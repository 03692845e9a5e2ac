// A run of events added up, so that every row it touches is written once.
import type { StatisticsBucketRow, StatisticsWaitRow } from '#storage/schema/statistics.ts';
import { COUNTERS, type Occurrence, WAITS, type Wait } from './counted-events.ts';
import { GRAINS, spanStart } from './grains.ts';

const [MINUTE, ...LONGER] = GRAINS;

function newBucket(
  accountSid: string,
  { scopeSid, taskChannelSid }: Occurrence,
  at: number,
): StatisticsBucketRow {
  return {
    account_sid: accountSid,
    scope_sid: scopeSid,
    grain: MINUTE,
    starts_at: spanStart(at, MINUTE),
    task_channel_sid: taskChannelSid,
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
    first_acceptances: 0,
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
  };
}

/** What happened to one scope within one minute, in one task channel. */
interface Minute {
  readonly bucket: StatisticsBucketRow;
  /** By seconds waited. */
  readonly waits: Map<number, StatisticsWaitRow>;
}

/** Occurrences by scope, task channel and span of time. They are gathered by minute, and longer spans made of those. */
export class Tally {
  readonly #minutes = new Map<string, Minute>();

  /** Counts an occurrence at a moment (milliseconds since the epoch). */
  count(accountSid: string, at: number, occurrence: Occurrence): void {
    const key = `${occurrence.scopeSid}${occurrence.taskChannelSid}${Math.floor(at / MINUTE)}`;
    let minute = this.#minutes.get(key);
    if (minute === undefined) {
      minute = { bucket: newBucket(accountSid, occurrence, at), waits: new Map() };
      this.#minutes.set(key, minute);
    }
    const { bucket } = minute;
    const { waits, split } = occurrence;
    bucket[occurrence.counter] += 1;
    if (waits !== undefined) for (const wait of WAITS) addWait(bucket, wait, waits[wait]);
    if (split === undefined) return;
    if (split === 'accepted') bucket.first_acceptances += 1;
    countWait(minute, split, waits?.[`${split}_wait`] ?? 0);
  }

  /** The rows of every grain. */
  get buckets(): StatisticsBucketRow[] {
    const minutes = [...this.#minutes.values()].map(({ bucket }) => bucket);
    const keyOf = (row: StatisticsBucketRow) => `${row.scope_sid}${row.task_channel_sid}`;
    return rolledUp(minutes, keyOf, addBucket);
  }

  /** The rows of every grain. */
  get waits(): StatisticsWaitRow[] {
    const minutes = [...this.#minutes.values()].flatMap(({ waits }) => [...waits.values()]);
    const keyOf = (row: StatisticsWaitRow) => `${row.scope_sid}${row.task_channel_sid} ${row.wait}`;
    return rolledUp(minutes, keyOf, (sum, row) => {
      sum.accepted += row.accepted;
      sum.canceled += row.canceled;
    });
  }
}

function addWait(bucket: StatisticsBucketRow, wait: Wait, seconds: number | undefined): void {
  if (seconds === undefined) return;
  bucket[`${wait}_total`] += seconds;
  bucket[`${wait}_least`] = Math.min(bucket[`${wait}_least`] ?? seconds, seconds);
  bucket[`${wait}_most`] = Math.max(bucket[`${wait}_most`] ?? seconds, seconds);
  if (wait === 'queue_wait') bucket.queue_waits += 1;
}

function countWait({ bucket, waits }: Minute, split: 'accepted' | 'canceled', wait: number): void {
  let row = waits.get(wait);
  if (row === undefined) {
    const { account_sid, scope_sid, grain, starts_at, task_channel_sid } = bucket;
    row = { account_sid, scope_sid, grain, starts_at, task_channel_sid, wait, accepted: 0, canceled: 0 };
    waits.set(wait, row);
  }
  row[split] += 1;
}

function addBucket(sum: StatisticsBucketRow, row: StatisticsBucketRow): void {
  for (const counter of COUNTERS) sum[counter] += row[counter];
  sum.first_acceptances += row.first_acceptances;
  sum.queue_waits += row.queue_waits;
  for (const wait of WAITS) {
    const least = row[`${wait}_least`];
    const most = row[`${wait}_most`];
    sum[`${wait}_total`] += row[`${wait}_total`];
    if (least !== null) sum[`${wait}_least`] = Math.min(sum[`${wait}_least`] ?? least, least);
    if (most !== null) sum[`${wait}_most`] = Math.max(sum[`${wait}_most`] ?? most, most);
  }
}

/** The rows of minutes, with the rows of the longer spans they make up. */
function rolledUp<Row extends { grain: number; starts_at: number }>(
  minutes: readonly Row[],
  keyOf: (row: Row) => string,
  add: (sum: Row, row: Row) => void,
): Row[] {
  const all = [...minutes];
  for (const grain of LONGER) {
    const longer = new Map<string, Row>();
    for (const row of minutes) {
      const starts_at = spanStart(row.starts_at, grain);
      const key = `${keyOf(row)} ${starts_at}`;
      const sum = longer.get(key);
      if (sum === undefined) longer.set(key, { ...row, grain, starts_at });
      else add(sum, row);
    }
    all.push(...longer.values());
  }
  return all;
}
