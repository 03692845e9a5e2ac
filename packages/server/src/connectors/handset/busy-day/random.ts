// Chance that comes out the same for the same seed.

/** A source of chance. */
export interface Chance {
  /** A number from 0 up to, and without, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** One of several. */
  pick<T>(items: readonly T[]): T;
  /** Whether something happens that happens so often, from 0 to 1. */
  happens(often: number): boolean;
}

const UINT32 = 4_294_967_296;

/** Turns a text into the 32 bits a generator starts from. */
function hashed(seed: string): number {
  let hash = 2_166_136_261;
  for (const character of seed) hash = Math.imul(hash ^ character.codePointAt(0)!, 16_777_619);
  return hash >>> 0;
}

/** Chance from any source of numbers from 0 up to, and without, 1. */
export function chanceFrom(next: () => number): Chance {
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    happens: (often) => next() < often,
  };
}

/** Chance of a seed: a counter whose every value is stirred. */
export function seededChance(seed: string): Chance {
  let counter = hashed(seed);
  return chanceFrom(() => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / UINT32;
  });
}
