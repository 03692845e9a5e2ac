// What the outbound benchmark measures: how many calls are under way, how long, and how many recipients bulks have.
import type { StoreId } from '../routing/stores.ts';

/** How much and how long to measure. */
export interface OutboundOptions {
  /** Calls under way at a time; the goals are for the last of them. */
  readonly underWay: readonly number[];
  /** Recipients of the bulks together, on each database; the goal is for 100,000. */
  readonly recipients: Readonly<Record<StoreId, number>>;
  /** Length of one cell: one way to write at one number under way in one round. */
  readonly seconds: number;
  /** Every cell is measured once per round; medians and ranges are over rounds. */
  readonly rounds: number;
}

/** Recipients in one bulk: as many as one may have. */
export const BULK_SIZE = 1_000;
/** Numbers the bulks write from in turn, so that no sender's pace is what is measured. */
export const SENDERS = 16;
/** Messages a second each sender may send: as many as can be asked for. */
export const SENDER_PACE = 500;
/** Parts of the recipients that stretches of a bulk end with. */
export const STRETCH_ENDS = [0.1, 0.2, 0.5, 1] as const;
