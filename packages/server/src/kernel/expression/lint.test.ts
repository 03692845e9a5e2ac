// Which doubtful expressions are pointed out, and where.

import { describe, expect, test } from 'vitest';
import type { Documents } from './documents.ts';
import { lintExpression } from './lint.ts';

function codes(text: string, samples?: readonly Documents[]): readonly string[] {
  return lintExpression(text, samples === undefined ? {} : { samples }).map((finding) => finding.code);
}

describe('expressions that are refused', () => {
  test('a hyphen in a name is explained with the name', () => {
    const [finding] = lintExpression('level > 1 AND\n skill-level > 3');
    expect(finding).toMatchObject({
      severity: 'error',
      code: 'hyphen',
      position: { offset: 15, line: 2, column: 2 },
    });
    expect(finding?.message).toContain('skill-level');
  });

  test.each([
    ['an arrow', 'a => 1', 'syntax'],
    ['a bare attribute', 'vip', 'syntax'],
    ['deep nesting', `${'('.repeat(300)}1==1`, 'too-deep'],
    ['a text beyond the limit', 'x'.repeat(20_000), 'too-long'],
  ])('%s', (_name, text, code) => {
    expect(lintExpression(text)).toMatchObject([{ severity: 'error', code }]);
  });
});

describe('doubts raised by the text alone', () => {
  test.each([
    ['', ['empty']],
    ['  ', ['empty']],
    ['1==1', []],
    ['1 == 1', []],
    ['a == 1 AND 1 == 1', []],
    ['0 != 1', ['constant-comparison']],
    ['1 == 2', ['constant-comparison']],
    ['1 != 1', ['constant-comparison']],
    [`'a' == 'a'`, ['constant-comparison']],
    [`"language" == "spanish"`, ['constant-comparison']],
    [`'a' IN ['a']`, ['constant-comparison']],
    [`skills HAS 'x'`, []],
    [`'skills' HAS task.x`, ['not-an-array']],
    ['5 HAS a', ['not-an-array']],
    [`skills HAS ['x', 'y']`, ['array-as-value']],
    [`a IN 'x'`, ['not-an-array']],
    ['a NOT IN null', ['not-an-array']],
    ['a IN b', []],
    ['[a] IN b', ['array-as-value']],
    ['a IN [1, null]', ['null-in-array']],
    ['a NOT IN [null]', ['null-in-array']],
    [`a == ['x']`, ['array-as-value']],
    ['a = 1', ['single-equals']],
    [`a = ['x'] OR b = 2`, ['array-as-value', 'single-equals', 'single-equals']],
    [`a == '='`, []],
    ['taskrouter.currentTime > 800 AND taskrouter.currentHour < 18', []],
    [`taskrouter.dayOfWeek IN ['Mon', 'Sat'] OR taskrouter.dayOfWeek == task.day`, []],
    ['taskrouter.currentTiem > 800', ['unknown-time']],
    [`taskrouter.dayOfWeek IN ['Mon', 'THU']`, ['unknown-time']],
    [`'Monday' == taskrouter.dayOfWeek`, ['unknown-time']],
    [`a CONTAINS ['x']`, ['array-as-value']],
    ['a CONTAINS 5', ['not-a-string']],
    ['a > true', ['no-order']],
    ['null < a', ['no-order']],
    ['a == null', []],
    ['NOT (1 == 2 OR a HAS [1])', ['constant-comparison', 'array-as-value']],
  ])('%j', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });

  test('the finding covers the comparison', () => {
    expect(lintExpression(`a == 1 AND\n  b IN 'x' OR c == 1`)).toMatchObject([
      { severity: 'warning', position: { offset: 13, line: 2, column: 3 }, length: 8 },
    ]);
  });

  test('a quoted left side is told how to name an attribute', () => {
    expect(lintExpression(`"language" == "spanish"`)[0]?.message).toContain('without quotes');
  });
});

describe('doubts raised by the documents at hand', () => {
  const samples: readonly Documents[] = [
    { attributes: {} },
    { attributes: { level: 'x', skills: ['a'], age: 3, name: 'Al', vip: true, language: 'en', nested: {} } },
  ];

  test.each([
    [`level HAS 'x'`, ['not-an-array']],
    [`skills HAS 'x'`, []],
    [`missing HAS 'x'`, []],
    [`'x' IN level`, ['not-an-array']],
    [`'x' IN skills`, []],
    [`skills IN ['a']`, ['array-as-value']],
    [`skills == 'a'`, ['array-as-value']],
    [`skills CONTAINS 'a'`, ['array-as-value']],
    [`age == '3'`, ['different-types']],
    ['age != name', ['different-types']],
    ['age == 3', []],
    [`age < '4'`, ['different-types']],
    ['vip > 0', ['no-order']],
    ['nested == 1', ['different-types']],
    ['nested == null', []],
    ['age == null', []],
    [`age CONTAINS '3'`, ['not-a-string']],
    [`name CONTAINS age`, ['not-a-string']],
    [`"language" == "spanish"`, ['quoted-key']],
    [`"skills" HAS "a"`, ['quoted-key']],
    [`"age" == "3"`, ['different-types']],
    [`"other" == "spanish"`, ['constant-comparison']],
  ])('%s', (text, expected) => {
    expect(codes(text, samples)).toEqual(expected);
  });

  test('the message names the attribute and its type', () => {
    expect(lintExpression(`level HAS 'x'`, { samples })[0]?.message).toContain('level is a string');
  });

  test('named documents are samples too', () => {
    expect(codes('worker.a HAS task.b', [{ named: { worker: { a: 1 }, task: { b: 1 } } }])).toEqual([
      'not-an-array',
    ]);
  });
});
