// The time left to a token: warns before its end, and tells when it has come.
import type { CancelWake, Clock } from '#kernel/clock.ts';

/** How long before the end clients are warned (Sync SDK, "tokenAboutToExpire"). */
const WARNING_MS = 3 * 60 * 1_000;

/** Follows the end of one token after the other. */
export class TokenWatch {
  readonly #clock: Clock;
  readonly #onWarning: () => void;
  readonly #onEnd: () => void;
  #cancels: readonly CancelWake[] = [];

  constructor(clock: Clock, onWarning: () => void, onEnd: () => void) {
    this.#clock = clock;
    this.#onWarning = onWarning;
    this.#onEnd = onEnd;
  }

  /**
   * Watches a token that ends at `expiresAt` (milliseconds since the epoch) in place of the one before. The warning
   * comes three minutes before, or when half of a shorter time has passed: a client that gets short tokens would
   * otherwise never stop renewing them.
   */
  follow(expiresAt: number): void {
    this.stop();
    const left = Math.max(expiresAt - this.#clock.now(), 0);
    this.#cancels = [
      this.#clock.wakeAt(expiresAt - Math.min(WARNING_MS, left / 2), this.#onWarning),
      this.#clock.wakeAt(expiresAt, this.#onEnd),
    ];
  }

  stop(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels = [];
  }
}
