// Refuses the requests of an account that already has too many under way.
import type { ServerResponse } from 'node:http';

/** Counts the requests of each account that have not been answered. */
export class InFlightLimit {
  readonly #limit: number;
  readonly #counts = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts a request until its answer is sent or its connection breaks; false, uncounted, beyond the limit. */
  enter(accountSid: string, response: ServerResponse): boolean {
    const count = this.#counts.get(accountSid) ?? 0;
    if (count >= this.#limit) return false;
    this.#counts.set(accountSid, count + 1);
    response.once('close', () => {
      const left = (this.#counts.get(accountSid) ?? 1) - 1;
      if (left === 0) this.#counts.delete(accountSid);
      else this.#counts.set(accountSid, left);
    });
    return true;
  }
}
