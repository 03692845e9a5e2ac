// The pulse of all connections: clients that hear nothing for 30 seconds connect anew.
import type { CancelWake, Clock } from '#kernel/clock.ts';

/** Time between two beats; a client may miss two of them. */
const INTERVAL_MS = 10_000;

/** Calls `beat` at every interval of the clock between start and stop. */
export class Heartbeat {
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
