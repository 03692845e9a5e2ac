import { expect, test } from 'vitest';
import { SPAN_MS, withSample } from './samples.ts';

test('samples add up, and go when they are a quarter of an hour old or their queue is gone', () => {
  const first = withSample({ gone: [[0, 3]] }, 1_000, { WQ1: 2 });
  expect(first).toEqual({ WQ1: [[1_000, 2]] });
  const second = withSample(first, 6_000, { WQ1: 4 });
  expect(second['WQ1']).toEqual([
    [1_000, 2],
    [6_000, 4],
  ]);
  expect(withSample(second, 6_000 + SPAN_MS, { WQ1: 0 })['WQ1']).toEqual([[6_000 + SPAN_MS, 0]]);
});

test('samples that come faster than they can be seen take the place of one another', () => {
  let samples = withSample({}, 0, { WQ1: 0 });
  for (let at = 500; at <= 20_000; at += 500) samples = withSample(samples, at, { WQ1: at });
  expect(samples['WQ1']!.length).toBeLessThanOrEqual(7);
  expect(samples['WQ1']!.at(-1)).toEqual([20_000, 20_000]);
});
