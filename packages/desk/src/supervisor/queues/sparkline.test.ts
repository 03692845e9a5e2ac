import { expect, test } from 'vitest';
import { sparkline } from './sparkline.ts';

const FRAME = { width: 103, height: 23, from: 0, to: 100_000 };

test('a count holds until the next one, and the most is the top', () => {
  const { path, end, top } = sparkline(
    [
      [0, 0],
      [50_000, 2],
      [100_000, 1],
    ],
    FRAME,
  );
  expect(path).toBe('M1.5 21.5H51.5V1.5H101.5V11.5');
  expect(end).toEqual({ x: 101.5, y: 11.5 });
  expect(top).toBe(2);
});

test('nothing waiting is a line at the bottom', () => {
  expect(
    sparkline(
      [
        [0, 0],
        [50_000, 0],
      ],
      FRAME,
    ).path,
  ).toBe('M1.5 21.5H51.5');
});

test('a time the page was not seen is left out', () => {
  const { path } = sparkline(
    [
      [0, 1],
      [90_000, 1],
    ],
    FRAME,
  );
  expect(path).toBe('M1.5 1.5M91.5 1.5');
});

test('no samples, no line', () => {
  expect(sparkline([], FRAME)).toEqual({ path: '', end: null, top: 1 });
});
