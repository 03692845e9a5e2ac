// Work that somebody has to be woken for: done when poked or when its time comes, never twice at once.
import type { CancelWake, Clock } from './clock.ts';

/** How soon work is tried again that failed as a whole. */
const RETRY_DELAY_MS = 1_000;

/**
 * Runs `work` when it is poked. A poke while it runs makes it run once more, so nothing that was there before a
 * poke is missed. `work` does all there is to do and resolves with the time it must be woken at (milliseconds
 * since the epoch), or null when only a poke can bring more.
 */
export class PokedWork {
  readonly #clock: Clock;
  readonly #work: () => Promise<number | null>;
  readonly #onError: (error: unknown) => void;
  #running: Promise<void> | null = null;
  #cancelWake: CancelWake | null = null;
  #isPoked = false;
  #isStopped = true;

  constructor(clock: Clock, work: () => Promise<number | null>, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#work = work;
    this.#onError = onError;
  }

  /** Whether work must come to an end where it can. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Whether work is under way. */
  get isRunning(): boolean {
    return this.#running !== null;
  }

  start(): void {
    this.#isStopped = false;
    this.poke();
  }

  poke(): void {
    this.#isPoked = true;
    if (this.#isStopped || this.#running !== null) return;
    this.#running = this.#run().finally(() => {
      this.#running = null;
      if (this.#isPoked) this.poke();
    });
  }

  /** Resolves when the work under way, and what it was poked for meanwhile, is done. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /** Takes no more pokes; resolves when the work under way is done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelWake?.();
    await this.idle();
  }

  async #run(): Promise<void> {
    while (this.#isPoked && !this.#isStopped) {
      this.#isPoked = false;
      try {
        this.#wakeAt(await this.#work());
      } catch (error) {
        this.#onError(error);
        this.#wakeAt(this.#clock.now() + RETRY_DELAY_MS);
      }
    }
  }

  #wakeAt(at: number | null): void {
    this.#cancelWake?.();
    this.#cancelWake = at === null || this.#isStopped ? null : this.#clock.wakeAt(at, () => this.poke());
  }
}
