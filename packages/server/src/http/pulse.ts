// The pulse of connections that stay open: what stands between client and server drops those that carry nothing.
import type { CancelWake, Clock } from '#kernel/clock.ts';

/** Calls `beat` at every interval of the clock between start and stop. */
export class Pulse {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #beat: () => void;
  #cancel: CancelWake = () => {};

  constructor(clock: Clock, intervalMs: number, beat: () => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#beat = beat;
  }

  start(): void {
    this.#cancel = this.#clock.wakeAt(this.#clock.now() + this.#intervalMs, () => {
      this.start();
      this.#beat();
    });
  }

  stop(): void {
    this.#cancel();
  }
}
