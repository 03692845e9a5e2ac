// The meaning of every operator and reference, one table for each rule.

import { describe, expect, test } from 'vitest';
import type { Documents, JsonObject } from './documents.ts';
import { compileExpression } from './evaluate.ts';

const WORKER: JsonObject = {
  name: 'Alice',
  age: 30,
  level: '5',
  vip: true,
  nothing: null,
  skills: ['support', 'sales', 3, true, null],
  languages: ['en', 'es'],
  object: { array: ['a', 'b', 'c'], attr: 'bar', deep: [{ x: 1 }] },
  'skill-level': 7,
};

type Row = readonly [expression: string, expected: boolean];

function evaluate(expression: string, documents: Documents = { attributes: WORKER }): boolean {
  return compileExpression(expression)(documents);
}

function table(rows: readonly Row[], documents?: Documents): void {
  test.each(rows)('%s is %s', (expression, expected) => {
    expect(evaluate(expression, documents)).toBe(expected);
  });
}

describe('constants', () => {
  table([
    ['1 == 1', true],
    ['1==1', true],
    ['0 != 1', true],
    ['1 == 1.00', true],
    [`"apple" != "orange"`, true],
    [`'a' == "a"`, true],
    ['true == TRUE', true],
    ['true == false', false],
  ]);
});

describe('scalar operators compare values of one type', () => {
  table([
    [`name == 'Alice'`, true],
    [`name == 'alice'`, false],
    [`name != 'Bob'`, true],
    ['age > 29', true],
    ['age >= 30', true],
    ['age < 30', false],
    ['age <= 30.0', true],
    ['age > -1', true],
    ['vip == true', true],
    ['vip != true', false],
    [`name > 'Al'`, true],
    [`name < 'Bob'`, true],
    [`'a' > 'B'`, true],
    [`'é' > 'z'`, true],
    [`'\uFFFD' > '😀'`, true],
  ]);
});

describe('values of different types are unequal and unordered', () => {
  table([
    [`age == '30'`, false],
    [`age != '30'`, true],
    [`age < '31'`, false],
    [`age > '29'`, false],
    [`level == 5`, false],
    [`level >= 5`, false],
    ['vip == 1', false],
    [`vip != 'true'`, true],
    [`vip > 0`, false],
    ['true > false', false],
    ['true >= true', false],
  ]);
});

describe('a missing key is null', () => {
  table([
    ['missing == null', true],
    ['missing != null', false],
    ['nothing == null', true],
    ['name == null', false],
    ['name != null', true],
    ['missing == other', true],
    ['null == null', true],
    ['null != null', false],
    ['missing.deeper[3].still == null', true],
    ['name.length == null', true],
    ['languages.length == null', true],
    ['object[0] == null', true],
    ['languages[9] == null', true],
  ]);
  table([['anything == null', true]], {});
});

describe('null has no order', () => {
  table([
    ['null < 1', false],
    ['null > 1', false],
    ['null <= null', false],
    ['null >= null', false],
    ['missing < 1', false],
    ['missing >= 0', false],
    [`missing < 'a'`, false],
  ]);
});

describe('sub-keys and array indices', () => {
  table([
    [`object.attr == 'bar'`, true],
    [`object.array[0] == 'a'`, true],
    [`object.array[2] == 'c'`, true],
    ['object.deep[0].x == 1', true],
    [`object.array HAS 'b'`, true],
  ]);
});

describe('a scalar operator with an array operand is false', () => {
  table([
    [`languages == 'en'`, false],
    [`languages != 'en'`, false],
    ['languages == languages', false],
    ['languages != null', false],
    ['languages == null', false],
    [`languages == ['en', 'es']`, false],
    [`name != ['Alice']`, false],
    ['languages > 0', false],
    [`'a' < languages`, false],
    [`languages CONTAINS 'en'`, false],
    [`'en' CONTAINS languages`, false],
  ]);
});

describe('an array operator on two scalars is false', () => {
  table([
    [`name HAS 'Alice'`, false],
    [`level HAS '5'`, false],
    [`name IN 'Alice'`, false],
    [`name NOT IN 'Bob'`, false],
    [`missing HAS 'x'`, false],
    ['missing IN missing', false],
    ['missing NOT IN missing', false],
  ]);
});

describe('HAS: the array on the left holds the value on the right', () => {
  table([
    [`skills HAS 'support'`, true],
    [`skills HAS 'Support'`, false],
    ['skills HAS 3', true],
    [`skills HAS '3'`, false],
    ['skills HAS true', true],
    ['skills HAS null', true],
    ['languages HAS missing', false],
    [`[1, 2] HAS 2`, true],
    ['[age, 1] HAS 30', true],
    [`languages HAS ['en']`, false],
    [`[['en']] HAS ['en']`, false],
    [`name HAS ['Alice']`, false],
    [`'x' HAS languages`, false],
  ]);
});

describe('IN and NOT IN: the scalar on the left and the array on the right', () => {
  table([
    [`name IN ['Bob', 'Alice']`, true],
    [`name NOT IN ['Bob', 'Alice']`, false],
    [`name IN ['Bob']`, false],
    [`name NOT IN ['Bob']`, true],
    ['name IN []', false],
    ['name NOT IN []', true],
    [`age IN ['30']`, false],
    [`'en' IN languages`, true],
    [`'de' NOT IN languages`, true],
    ['age IN [1, age]', true],
    ['age NOT IN [1, age]', false],
    [`age IN [missing, 'x']`, false],
    ['age IN [0,1,2,3,4,5,6,7,8,9,30]', true],
    ['age NOT IN [0,1,2,3,4,5,6,7,8,9,30]', false],
    ['age IN [0,1,2,3,4,5,6,7,8,9]', false],
    ['languages NOT IN [0,1,2,3,4,5,6,7,8,9]', false],
    ['languages IN [languages]', false],
    [`languages IN ['en', 'es']`, false],
    [`languages NOT IN ['de']`, false],
    ['languages NOT IN [languages]', false],
    ['object NOT IN languages', false],
    ['languages NOT IN skills', false],
  ]);
});

describe('an absent value is in no array', () => {
  table([
    [`missing NOT IN ['x']`, true],
    [`missing NOT IN languages`, true],
    [`missing IN ['x']`, false],
    ['missing IN [null]', false],
    ['missing NOT IN [null]', true],
    ['missing NOT IN [age, other]', true],
    ['missing IN [age, other]', false],
    ['missing IN skills', false],
    ['null NOT IN [0,1,2,3,4,5,6,7,8,9,null]', true],
    ['null IN [0,1,2,3,4,5,6,7,8,9,null]', false],
  ]);
});

describe('CONTAINS: the string on the left contains the one on the right', () => {
  table([
    [`name CONTAINS 'lic'`, true],
    [`name contains 'LIC'`, false],
    [`name CONTAINS ''`, true],
    [`'Alice and Bob' CONTAINS name`, true],
    ['age CONTAINS 3', false],
    [`age CONTAINS '3'`, false],
    [`missing CONTAINS 'x'`, false],
    [`name CONTAINS missing`, false],
  ]);
});

describe('an object equals nothing but is not absent', () => {
  table([
    ['object == null', false],
    ['object != null', true],
    ['object == object', false],
    ['object > 0', false],
    [`object HAS 'attr'`, false],
  ]);
});

describe('AND, OR, NOT', () => {
  table([
    ['1==1 AND 1==2', false],
    ['1==1 and 2==2', true],
    ['1==2 OR 2==2', true],
    ['1==2 or 2==3', false],
    ['1==1 OR 1==2 AND 1==2', true],
    ['(1==1 OR 1==2) AND 1==2', false],
    ['NOT 1==2', true],
    ['NOT 1==2 AND 1==2', false],
    ['NOT (1==2 AND 1==2)', true],
    ['NOT NOT 1==1', true],
    [`NOT languages HAS 'de'`, true],
    ['NOT languages == 1', true],
  ]);
});

describe('a quoted left side that is a key of the unprefixed document is that key', () => {
  table([
    [`"name" == 'Alice'`, true],
    [`'age' > 29`, true],
    [`"skills" HAS "sales"`, true],
    [`"skill-level" > 3`, true],
    [`"nothing" == null`, true],
    [`'Alice' == "name"`, false],
    [`"language" == "spanish"`, false],
    [`"spanish" == "spanish"`, true],
    [`"object.attr" == 'bar'`, false],
    [`"toString" == "toString"`, true],
  ]);
  table([[`"name" == 'Alice'`, false]], { named: { worker: WORKER } });
});

describe('names every object inherits are absent unless the document has them', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
  table(
    names.flatMap((name): Row[] => [
      [`${name} == null`, true],
      [`object.${name} == null`, true],
      [`object.array.${name} == null`, true],
      [`name.${name} == null`, true],
      [`${name}.constructor == null`, true],
    ]),
  );
  table(
    names.map((name): Row => [`${name}.attr == null`, true]),
    { named: { task: {} } },
  );
  test.each(names)('an own key %s is found', (name) => {
    const attributes = JSON.parse(`{"${name}": {"x": 1}}`) as JsonObject;
    expect(evaluate(`${name}.x == 1`, { attributes })).toBe(true);
  });
});

describe('target expressions name the task and the worker', () => {
  const documents: Documents = {
    named: {
      task: { language: 'es', skill: 'sales', level: 4, constructor: 'x' },
      worker: { ...WORKER, activity_name: 'Available', level: 5 },
    },
  };
  table(
    [
      ['worker.languages HAS task.language', true],
      ['task.language IN worker.languages', true],
      ['worker.skills HAS task.skill AND worker.level >= task.level', true],
      [`worker.activity_name in ['Available', 'Busy']`, true],
      ['language == null', true],
      [`language == 'es'`, false],
      ['worker.missing == task.missing', true],
      [`task.constructor == 'x'`, true],
      ['worker.worker == null', true],
      ['task != null', true],
    ],
    documents,
  );

  test('a named document comes before a key of the same name', () => {
    const both: Documents = { attributes: { worker: { a: 1 }, b: 2 }, named: { worker: { a: 3 } } };
    expect(evaluate('worker.a == 3 AND b == 2', both)).toBe(true);
  });
});

describe('skip_if counts the workers of the queue', () => {
  table(
    [
      ['workers.available == 0', true],
      ['workers.unavailable > 1 AND workers.WA1 <= 2', true],
      ['workers.WA2 == null', true],
      ['1==1', true],
    ],
    { named: { workers: { available: 0, unavailable: 2, WA1: 2 } } },
  );
});

describe('an empty expression matches nothing', () => {
  table([
    ['', false],
    [' \n\t', false],
  ]);
});

test('a key set to undefined is missing', () => {
  expect(evaluate('a == null AND b.c == null', { attributes: { a: undefined, b: { c: undefined } } })).toBe(
    true,
  );
});
