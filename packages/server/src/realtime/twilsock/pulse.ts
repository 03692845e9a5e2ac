// The pulse of all connections: what stands between client and server drops connections that carry nothing.
import type { CancelWake, Clock } from '#kernel/clock.ts';

const INTERVAL_MS = 20_000;

/** Calls `beat` at every interval of the clock between start and stop. */
export class Pulse {
  readonly #clock: Clock;
  readonly #beat: () => void;
  #cancel: CancelWake = () => {};

  constructor(clock: Clock, beat: () => void) {
    this.#clock = clock;
    this.#beat = beat;
  }

  start(): void {
    this.#cancel = this.#clock.wakeAt(this.#clock.now() + INTERVAL_MS, () => {
      this.start();
      this.#beat();
    });
  }

  stop(): void {
    this.#cancel();
  }
}
