// Chance that is the same in every run, so that runs can be compared.

/** Numbers from 0 up to 1, the same ones for the same seed (the generator "mulberry32"). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of at least one, all equally likely. */
export function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** One of them, each as likely as its weight says; the weights add up to 1. */
export function pickWeighted<T>(random: () => number, from: readonly (readonly [T, number])[]): T {
  let left = random();
  for (const [value, weight] of from) {
    left -= weight;
    if (left < 0) return value;
  }
  return from.at(-1)![0];
}
