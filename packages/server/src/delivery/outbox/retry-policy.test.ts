// The pauses between attempts.
import { describe, expect, it } from 'vitest';
import { nextAttemptAt } from './retry-policy.ts';

describe('the pause before the next attempt', () => {
  it('doubles with every failure and ends at five minutes', () => {
    expect([1, 2, 3, 4, 9, 10, 60].map((attempts) => nextAttemptAt(0, attempts))).toEqual([
      1_000, 2_000, 4_000, 8_000, 256_000, 300_000, 300_000,
    ]);
  });

  it('is never shorter than the carrier asks for', () => {
    expect(nextAttemptAt(5_000, 1, 30_000)).toBe(35_000);
    expect(nextAttemptAt(5_000, 6, 100)).toBe(37_000);
  });
});
