// What is an expression and what is not, where it fails, and that printing reads back.

import { describe, expect, test } from 'vitest';
import { ExpressionError } from './expression-error.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { MAX_DEPTH } from './token-source.ts';

function refusal(text: string): ExpressionError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
  }
  throw new Error(`${text} was read`);
}

describe('the published examples are expressions', () => {
  test.each([
    '1 == 1',
    '0 != 1',
    `"apple" != "orange"`,
    'key > 1',
    `object.param != "apple"`,
    `language IN ["en", "es"]`,
    '(condition_a == true) OR (condition_b == true)',
    `(language == "en" OR language == "fr") AND skill_rating >= 5.1`,
    `(skills HAS 'support') AND (languages HAS 'english')`,
    `worker.activity_name in ['Generally Available', 'High Value Tasks']`,
    `object.array[2] == 'c'`,
    `taskrouter.dayOfWeek IN ['Mon', 'Tue'] AND taskrouter.currentTime > 0800`,
    'workers.WA0123456789abcdef0123456789abcdef == 0',
    `agents_preferred != null`,
  ])('%s', (text) => {
    expect(() => parse(text)).not.toThrow();
  });
});

describe('precedence and grouping', () => {
  test.each([
    ['a == 1 OR b == 2 AND c == 3', 'a == 1 OR (b == 2 AND c == 3)'],
    ['a == 1 AND b == 2 OR c == 3', '(a == 1 AND b == 2) OR c == 3'],
    ['NOT a == 1 AND b == 2', '(NOT a == 1) AND b == 2'],
    ['NOT NOT a == 1', 'NOT (NOT (a == 1))'],
    ['((a == 1))', 'a == 1'],
  ])('%s means %s', (text, meaning) => {
    expect(print(parse(text))).toBe(print(parse(meaning)));
  });

  test('NOT may stand before a group, and differs from not doing so', () => {
    expect(print(parse('NOT (a == 1 AND b == 2)'))).toBe('NOT (a == 1 AND b == 2)');
  });
});

describe('the canonical text', () => {
  test.each([
    ['a==1', 'a == 1'],
    ['A in["x" ,"y"]', "A IN ['x', 'y']"],
    ['a not   in []', 'a NOT IN []'],
    ['a Has TRUE or b contains NULL', 'a HAS true OR b CONTAINS null'],
    ['(a == 1 and b == 2) or c == 3', 'a == 1 AND b == 2 OR c == 3'],
    ['(a == 1 or b == 2) and c == 3', '(a == 1 OR b == 2) AND c == 3'],
    ['task . a [ 0 ] . b == -.5', 'task.a[0].b == -0.5'],
    [`a == "it's"`, `a == "it's"`],
    [`a == 'say "hi"'`, `a == 'say "hi"'`],
    [`a == "\\"it's\\""`, `a == '"it\\'s"'`],
    [`a == 'x\\u0000\\n\\r\\t\\\\'`, `a == 'x\\u0000\\n\\r\\t\\\\'`],
    ['a[10].in.not == 1e21', 'a[10].in.not == 1e+21'],
    [`[1, ['x', b]] has 1`, `[1, ['x', b]] HAS 1`],
  ])('%s is written %s', (text, canonical) => {
    expect(print(parse(text))).toBe(canonical);
    expect(print(parse(canonical))).toBe(canonical);
  });
});

describe('keywords', () => {
  test.each(['a IN [1]', 'a in [1]', 'a In [1]', 'a not in [1]', 'NOT a HAS 1', 'not a hAs 1'])(
    '%s, in any case',
    (text) => {
      expect(() => parse(text)).not.toThrow();
    },
  );

  test.each(['and == 1', 'a == has', 'In == 1', 'contains == 1'])(
    '%s: a reserved word is no attribute',
    (text) => {
      expect(() => parse(text)).toThrow(ExpressionError);
    },
  );

  test('after a dot a reserved word is a key', () => {
    expect(() => parse('task.in == task.null')).not.toThrow();
  });
});

describe('not an expression', () => {
  test.each([
    ['', 0, 'empty'],
    ['   ', 0, 'empty'],
    ['vip', 3, 'write vip == true'],
    ['vip AND a == 1', 4, 'write vip == true'],
    ['(vip) == true', 4, 'write vip == true'],
    ['true', 4, 'true is not compared'],
    [`'x' OR a == 1`, 4, `'x' is not compared`],
    ['a => 1', 2, '">="'],
    ['a = = 1', 4, 'found ='],
    ['a ==', 4, 'ends'],
    ['== 1', 0, 'found =='],
    ['a == 1 b == 2', 7, 'found b'],
    ['a == 1 AND', 10, 'ends'],
    ['(a == 1', 7, 'ends'],
    ['a == 1)', 6, 'found )'],
    ['a == b == c', 7, 'found =='],
    [`a IN ('x')`, 5, 'square brackets'],
    ['a == (1)', 5, 'parentheses'],
    ['a IN [1,]', 8, 'found ]'],
    ['a IN [1 2]', 8, 'found 2'],
    ['a. == 1', 3, 'a key'],
    ['a.5 == 1', 2, 'a key'],
    ['a[x] == 1', 2, 'array index'],
    ['a[-1] == 1', 2, 'array index'],
    ['a[1.5] == 1', 2, 'array index'],
    ['a[1 == 1', 4, '"]"'],
    ['a LIKE 1', 2, 'comparison operator'],
    ['a NOT HAS 1', 2, 'comparison operator'],
  ])('%j fails at %i', (text, offset, words) => {
    const error = refusal(text);
    expect(error.offset).toBe(offset);
    expect(error.message).toContain(words);
  });

  test('the place is given as line and column too', () => {
    expect(refusal('a == 1\nAND b <> 2\n')).toMatchObject({ offset: 13, line: 2, column: 7 });
  });
});

test('a single = compares like ==', () => {
  expect(print(parse("a = 1 AND taskrouter.dayOfWeek='Sat'"))).toBe(
    "a == 1 AND taskrouter.dayOfWeek == 'Sat'",
  );
});

describe('nesting is bounded', () => {
  test.each([
    ['parentheses', (depth: number) => `${'('.repeat(depth)}a == 1${')'.repeat(depth)}`],
    ['NOT', (depth: number) => `${'NOT '.repeat(depth)}a == 1`],
    ['arrays', (depth: number) => `a IN ${'['.repeat(depth)}[]${']'.repeat(depth)}`],
  ])('%s', (_name, nest) => {
    expect(() => parse(nest(MAX_DEPTH))).not.toThrow();
    expect(refusal(nest(MAX_DEPTH + 1))).toMatchObject({ reason: 'too-deep' });
    expect(refusal(nest(2500))).toMatchObject({ reason: 'too-deep' });
  });

  test('a long chain is not deep', () => {
    expect(() => parse(Array.from({ length: 1000 }, (_, at) => `a == ${at}`).join(' OR '))).not.toThrow();
  });
});
