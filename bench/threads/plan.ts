// What the thread benchmark measures: how many clients, how long a history, how long.

/** How much and how long to measure. */
export interface ThreadOptions {
  /** Numbers of connected clients; the goals are for 1,000. */
  readonly clients: readonly number[];
  /** Messages in the long history; the goal is for 1,000,000. */
  readonly history: number;
  /** Length of one trial of a fan-out or a crossing. */
  readonly seconds: number;
}

/** Messages in the history the long one is compared with. */
export const SHORT_HISTORY = 100;
