// Holds what clients were promised against what the database has: nothing acknowledged may be missing.
import type { Ledger } from './control.ts';
import { FailedCheck } from './failed-check.ts';

/** The messages one database should hold. */
export class Bookkeeper {
  #acknowledged = 0;
  #unanswered = 0;

  /**
   * Adds a run. The load generator leaves without waiting for the last answer on each connection, so up to
   * that many messages more may be there.
   */
  add(acknowledged: number, connections: number): void {
    this.#acknowledged += acknowledged;
    this.#unanswered += connections;
  }

  /** Throws `FailedCheck` when a message is missing, was written twice, or left a gap in its channel. */
  verify({ messages, channelsWithGaps }: Ledger): void {
    if (messages < this.#acknowledged) {
      throw new FailedCheck(
        `${this.#acknowledged} messages were acknowledged, the database holds ${messages}`,
      );
    }
    if (messages > this.#acknowledged + this.#unanswered) {
      throw new FailedCheck(
        `${this.#acknowledged} messages were acknowledged and at most ${this.#unanswered} left unanswered, the database holds ${messages}`,
      );
    }
    if (channelsWithGaps.length > 0) {
      throw new FailedCheck(`message indexes have gaps in ${channelsWithGaps.length} channels`);
    }
  }
}
