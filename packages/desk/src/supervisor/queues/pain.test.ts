import { expect, test } from 'vitest';
import { byPain, levelOf, type Strain } from './pain.ts';

const queue = (name: string, waiting: number, longest: number, available: number): Strain => ({
  name,
  waiting,
  longest,
  available,
});

test('a level follows from who waits, how long, and who is free', () => {
  expect(levelOf(queue('', 0, 0, 0))).toBe('quiet');
  expect(levelOf(queue('', 1, 5, 0))).toBe('moving');
  expect(levelOf(queue('', 1, 30, 0))).toBe('stuck');
  expect(levelOf(queue('', 1, 30, 2))).toBe('slow');
  expect(levelOf(queue('', 9, 29, 2))).toBe('moving');
  expect(levelOf(queue('', 1, 120, 2))).toBe('late');
});

test('what hurts most comes first', () => {
  const sorted = [
    queue('Quiet B', 0, 0, 3),
    queue('Quiet A', 0, 0, 0),
    queue('Moving', 9, 10, 1),
    queue('Late, few', 1, 200, 1),
    queue('Late, many', 5, 200, 1),
    queue('Latest', 1, 300, 1),
    queue('Stuck', 1, 40, 0),
  ].toSorted(byPain);
  expect(sorted.map(({ name }) => name)).toEqual([
    'Stuck',
    'Latest',
    'Late, many',
    'Late, few',
    'Moving',
    'Quiet A',
    'Quiet B',
  ]);
});
