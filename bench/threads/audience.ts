// The clients of a fan-out, and the book of what each of them was told: everything once, in order, and when.
import { percentileOf } from '../statistics.ts';

/** Where events say which item they are about, and messages which number they have. */
const INDEX_MARK = Buffer.from('"item_index":');
const NUMBER_MARK = Buffer.from('bench-');
const ZERO = 48;
const NINE = 57;

function digitsAt(frame: Buffer, start: number): number {
  let value = 0;
  for (let at = start; at < frame.length; at += 1) {
    const digit = frame[at]!;
    if (digit < ZERO || digit > NINE) break;
    value = value * 10 + digit - ZERO;
  }
  return value;
}

/** How long it took from posting to being told, in milliseconds. */
export interface Delays {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
}

/** Keeps the book of one trial. */
export class Audience {
  readonly size: number;
  /** Frames in which events came. */
  frames = 0;
  /** Events of all clients together. */
  delivered = 0;
  /** When the last event came. */
  lastAt = 0;
  /** Events that came twice, out of order, or after one that is missing. */
  misplaced = 0;
  readonly #last: Float64Array;
  readonly #sentAt: number[] = [];
  readonly #heardBy: number[] = [];
  readonly #delays: number[] = [];
  readonly #wholes = new Map<number, () => void>();

  constructor(size: number) {
    this.size = size;
    this.#last = new Float64Array(size).fill(-1);
  }

  /** Begins a trial: what was told before does not count, its order does. */
  begin(): void {
    this.frames = 0;
    this.delivered = 0;
    this.#sentAt.length = 0;
    this.#heardBy.length = 0;
    this.#delays.length = 0;
    this.#wholes.clear();
  }

  /** Numbers a message that is about to be posted. Resolves when every client has been told of it. */
  expect(now: number): { readonly number: number; readonly whole: Promise<void> } {
    const number = this.#sentAt.length;
    this.#sentAt.push(now);
    this.#heardBy.push(0);
    return { number, whole: new Promise((resolve) => this.#wholes.set(number, resolve)) };
  }

  /** Messages some client has not been told of. */
  get pending(): number {
    return this.#wholes.size;
  }

  get delays(): Delays {
    const [p50Ms, p99Ms, mostMs] = [0.5, 0.99, 1].map((part) =>
      this.#delays.length === 0 ? Number.POSITIVE_INFINITY : percentileOf(this.#delays, part),
    );
    return { p50Ms: p50Ms!, p99Ms: p99Ms!, mostMs: mostMs! };
  }

  /** Enters everything a frame tells a client. */
  hear(client: number, frame: Buffer): void {
    let at = frame.indexOf(INDEX_MARK);
    if (at === -1) return;
    const now = performance.now();
    this.frames += 1;
    while (at !== -1) {
      const index = digitsAt(frame, at + INDEX_MARK.length);
      const mark = frame.indexOf(NUMBER_MARK, at);
      this.#enter(client, index, digitsAt(frame, mark + NUMBER_MARK.length), now);
      at = frame.indexOf(INDEX_MARK, mark);
    }
  }

  #enter(client: number, index: number, number: number, now: number): void {
    const last = this.#last[client]!;
    if (last !== -1 && index !== last + 1) this.misplaced += 1;
    this.#last[client] = index;
    this.delivered += 1;
    this.lastAt = now;
    this.#delays.push(now - this.#sentAt[number]!);
    this.#heardBy[number]! += 1;
    if (this.#heardBy[number] !== this.size) return;
    this.#wholes.get(number)?.();
    this.#wholes.delete(number);
  }
}
