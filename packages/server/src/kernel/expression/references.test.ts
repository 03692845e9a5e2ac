// What an expression reads, and what must hold for it to be true.

import { describe, expect, test } from 'vitest';
import { parse } from './parse.ts';
import { printOperand, printPath } from './print.ts';
import { type ConstraintOptions, constraintsOf, referencedAttributes } from './references.ts';

function referencesIn(text: string): readonly string[] {
  return referencedAttributes(parse(text)).map(({ path, quoted }) =>
    quoted ? `"${path[0]}"` : printPath(path),
  );
}

function constraintsIn(text: string, options?: ConstraintOptions): readonly string[] {
  return constraintsOf(parse(text), options).map((constraint) =>
    constraint.kind === 'equal'
      ? `${printOperand(constraint.left)} == ${printOperand(constraint.right)}`
      : `${printOperand(constraint.value)} IN ${printOperand(constraint.array)}`,
  );
}

describe('attributes an expression reads', () => {
  test.each([
    ['1 == 1', []],
    ['a == b', ['a', 'b']],
    ['task.a == worker.b[0].c', ['task.a', 'worker.b[0].c']],
    ['NOT (a == 1 OR b HAS c) AND a > 2', ['a', 'b', 'c']],
    ['a IN [b, [c], 1]', ['a', 'b', 'c']],
    [`"skills" HAS "x" AND skills HAS 'y'`, ['"skills"', 'skills']],
  ])('%s', (text, expected) => {
    expect(referencesIn(text)).toEqual(expected);
  });
});

describe('conditions an index can answer', () => {
  test.each([
    ['task.a == worker.b', ['task.a == worker.b']],
    [`type == 'ticket' AND vip == true`, [`type == 'ticket'`, 'vip == true']],
    ['5 == level', ['level == 5']],
    ['skills HAS task.skill', ['task.skill IN skills']],
    [`skills HAS 'x' AND (a == 1 AND b IN [1, 2])`, [`'x' IN skills`, 'a == 1', 'b IN [1, 2]']],
    ['true IN flags', ['true IN flags']],
    ['a == 1 OR b == 2', []],
    ['NOT a == 1', []],
    ['a != 1 AND a > 2 AND a NOT IN [1] AND a CONTAINS b', []],
    ['1 == 1 AND a == [1] AND 1 IN [1] AND [a] IN b AND a HAS [1]', []],
    [`"language" == b AND 'x' IN tags`, []],
  ])('%s', (text, expected) => {
    expect(constraintsIn(text)).toEqual(expected);
  });

  test('without an unprefixed document a quoted left side is a constant', () => {
    const text = `'en' IN worker.languages AND 'x' == task.a`;
    expect(constraintsIn(text, { unprefixed: false })).toEqual([`'en' IN worker.languages`, `task.a == 'x'`]);
  });
});
