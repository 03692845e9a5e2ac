// The order in which the workers of a target are offered a task.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from './documents.ts';
import { ExpressionError } from './expression-error.ts';
import { compileOrderBy, parseOrderBy } from './order-by.ts';

type Worker = JsonObject & { readonly name: string };

function ordered(orderBy: string, workers: readonly Worker[]): string {
  return workers
    .toSorted(compileOrderBy(orderBy))
    .map((worker) => worker.name)
    .join(' ');
}

describe('criteria', () => {
  test.each([
    ['worker.level DESC', [{ attribute: ['level'], direction: 'DESC' }]],
    ['worker.level', [{ attribute: ['level'], direction: 'ASC' }]],
    ['level asc', [{ attribute: ['level'], direction: 'ASC' }]],
    [
      'worker.a.b[0] desc , worker.desc',
      [
        { attribute: ['a', 'b', 0], direction: 'DESC' },
        { attribute: ['desc'], direction: 'ASC' },
      ],
    ],
    ['', []],
    ['  ', []],
  ])('%j', (text, clauses) => {
    expect(parseOrderBy(text)).toEqual(clauses);
  });

  test.each([
    ['worker.level DOWN', 13],
    ['worker.level DESC,', 18],
    [', worker.level', 0],
    ['worker.level DESC worker.x', 18],
    ['worker', 0],
    ['task.level ASC', 0],
    ['worker.skill-level ASC', 7],
    ['5 ASC', 0],
    ['worker.level == 1', 13],
  ])('%j is refused at %i', (text, offset) => {
    expect(() => parseOrderBy(text)).toThrow(ExpressionError);
    expect(() => parseOrderBy(text)).toThrow(expect.objectContaining({ offset }));
  });
});

describe('order', () => {
  const low = { name: 'low', level: 1, cost: 9 };
  const high = { name: 'high', level: 10, cost: 9 };
  const cheap = { name: 'cheap', level: 10, cost: 2 };
  const none = { name: 'none' };

  test('ascending and descending are numeric', () => {
    expect(ordered('worker.level ASC', [high, low])).toBe('low high');
    expect(ordered('worker.level DESC', [low, high])).toBe('high low');
  });

  test('the next criterion breaks a tie', () => {
    expect(ordered('worker.level DESC, worker.cost ASC', [low, high, cheap])).toBe('cheap high low');
  });

  test('workers alike in all criteria keep their order', () => {
    expect(ordered('worker.cost', [high, low])).toBe('high low');
    expect(compileOrderBy('')(low, high)).toBe(0);
  });

  test.each(['ASC', 'DESC'])('a worker without the attribute comes last, %s', (direction) => {
    expect(ordered(`worker.level ${direction}`, [none, low])).toBe('low none');
  });

  test.each(['ASC', 'DESC'])('a value of another type comes after the numbers, %s', (direction) => {
    const text = { name: 'text', level: '99' };
    const flag = { name: 'flag', level: true };
    const list = { name: 'list', level: [1] };
    expect(ordered(`worker.level ${direction}`, [list, flag, text, low])).toBe('low text flag list');
  });

  test('strings and booleans are ordered among themselves', () => {
    const [ann, bob] = [
      { name: 'Ann', on: false },
      { name: 'Bob', on: true },
    ];
    expect(ordered('worker.name DESC', [ann, bob])).toBe('Bob Ann');
    expect(ordered('worker.on', [bob, ann])).toBe('Ann Bob');
  });

  test('inherited names are missing', () => {
    expect(compileOrderBy('worker.constructor, worker.toString')(low, none)).toBe(0);
  });
});

test('the order is total for any documents: antisymmetric and transitive', () => {
  const value = fc.oneof(
    fc.integer({ min: -2, max: 2 }),
    fc.constantFrom('a', 'b', true, false, null, [], {}),
  );
  const worker = fc.dictionary(fc.constantFrom('a', 'b'), value) as fc.Arbitrary<JsonObject>;
  const order = compileOrderBy('worker.a DESC, worker.b ASC');
  fc.assert(
    fc.property(worker, worker, worker, (x, y, z) => {
      expect(Math.sign(order(x, y)) + Math.sign(order(y, x))).toBe(0);
      if (order(x, y) <= 0 && order(y, z) <= 0) expect(order(x, z)).toBeLessThanOrEqual(0);
    }),
  );
});
