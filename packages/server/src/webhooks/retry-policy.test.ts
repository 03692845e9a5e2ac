// Which outcomes are tried again, and after how long.
import { describe, expect, it } from 'vitest';
import type { Outcome } from './outcome.ts';
import { isDelivered, isRetryable, retryDelay } from './retry-policy.ts';

const answered = (status: number): Outcome => ({
  kind: 'answered',
  status,
  contentType: null,
  body: '',
  retryAfter: null,
});

describe('retries', () => {
  it.each([500, 502, 503, 504, 599, 429])('an answer %i is tried again', (status) => {
    expect(isRetryable(answered(status))).toBe(true);
    expect(isDelivered(answered(status))).toBe(false);
  });

  it.each([200, 204, 301, 302, 307, 400, 401, 404, 410, 422])('an answer %i is final', (status) => {
    expect(isRetryable(answered(status))).toBe(false);
    expect(isDelivered(answered(status))).toBe(status < 300);
  });

  it('what could not be reached is tried again, what is forbidden is not', () => {
    expect(isRetryable({ kind: 'unreachable', error: '' })).toBe(true);
    expect(isRetryable({ kind: 'refused', error: '' })).toBe(false);
  });

  it('the delay grows fourfold up to ten minutes, and a quarter more at most', () => {
    expect([1, 2, 3, 4, 5, 6, 10].map((attempt) => retryDelay(attempt, 0) / 1_000)).toEqual([
      2, 8, 32, 128, 512, 600, 600,
    ]);
    expect(retryDelay(1, 1)).toBe(2_500);
    expect(retryDelay(10, 1)).toBe(750_000);
  });

  it('Retry-After lengthens the delay within the bound and never shortens it', () => {
    expect(retryDelay(1, 0, 60_000)).toBe(60_000);
    expect(retryDelay(3, 0, 1_000)).toBe(32_000);
    expect(retryDelay(1, 0, 86_400_000)).toBe(600_000);
  });
});
