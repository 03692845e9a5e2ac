// Laws that hold for every expression and every document.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Documents, type JsonObject, type JsonValue, resolve } from './documents.ts';
import { compileExpression } from './evaluate.ts';
import { explainExpression, type FailedComparison, type Failure } from './explain.ts';
import { ExpressionError } from './expression-error.ts';
import { lintExpression } from './lint.ts';
import { parseOrderBy } from './order-by.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { constraintsOf, referencedAttributes } from './references.ts';
import type { Comparison, Constant, Expression, List, Operand, Operator, Reference } from './syntax.ts';

const OPERATORS: readonly Operator[] = ['==', '!=', '<', '<=', '>', '>=', 'CONTAINS', 'HAS', 'IN', 'NOT IN'];

/** Few names and values, so that references meet keys and values meet each other. */
const key = fc.constantFrom('a', 'b', 'c', 'in', '__proto__', 'constructor');
const root = fc.constantFrom('a', 'b', 'c', 'task', 'worker', '__proto__', 'toString');
const scalar = fc.oneof(
  fc.constantFrom<Constant['value'][]>(null, true, false, 0, 1, 'a', 'b', '1', ''),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
);

const constant: fc.Arbitrary<Constant> = scalar.map((value) => ({ kind: 'constant', value }));
const reference: fc.Arbitrary<Reference> = fc
  .tuple(root, fc.array(fc.oneof(key, fc.nat(2)), { maxLength: 2 }))
  .map(([first, rest]) => ({ kind: 'reference', path: [first, ...rest] }));

const { operand } = fc.letrec<{ operand: Operand; list: List }>((tie) => ({
  operand: fc.oneof({ maxDepth: 2 }, reference, constant, tie('list')),
  list: fc.array(tie('operand'), { maxLength: 10 }).map((items) => ({ kind: 'list', items })),
}));

const comparison: fc.Arbitrary<Comparison> = fc.record({
  kind: fc.constant('comparison'),
  left: operand,
  operator: fc.constantFrom(...OPERATORS),
  right: operand,
});

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    comparison,
    tie('expression').map((term): Expression => ({ kind: 'not', term })),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('expression'), { minLength: 2, maxLength: 3 }))
      .map(([kind, terms]): Expression => ({ kind, terms })),
  ),
}));

const { value } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));
const document = fc.dictionary(fc.oneof(key, root), value) as fc.Arbitrary<JsonObject>;
const documents: fc.Arbitrary<Documents> = fc.oneof(
  fc.record({ attributes: document }),
  fc.record({ named: fc.record({ task: document, worker: document }) }),
  fc.record({ attributes: document, named: fc.record({ task: document }) }),
  fc.constant({}),
);

/** Texts made of the language's own pieces get further into the reader than random ones. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...[
        'a',
        'b.c',
        '[',
        ']',
        '(',
        ')',
        ',',
        '.',
        '==',
        '<',
        '=',
        '!',
        '-',
        'AND',
        'or',
        'not',
        'IN',
        'HAS',
      ],
      ...["'x'", '"', "'", '\\', '1', '.5', '1e9', 'null', 'true', ' ', '\n', 'a-b', '__proto__', '😀'],
    ),
    { maxLength: 25 },
  )
  .chain((words) => fc.constantFrom('', ' ').map((separator) => words.join(separator)));
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), pieces);

/** The skeleton of an expression over flags. */
type Shape = 'flag' | { readonly kind: 'and' | 'or' | 'not'; readonly terms: readonly Shape[] };

/** The places in the text are no part of what a tree says. */
function withoutPlaces(tree: Expression): unknown {
  return JSON.parse(JSON.stringify(tree, (name, part) => (name === 'span' ? undefined : part)));
}

function parsed(text: string): Expression | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

describe('text and tree', () => {
  test('what is printed reads back as the same tree', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        expect(withoutPlaces(parse(print(tree)))).toEqual(withoutPlaces(tree));
      }),
      { numRuns: 1000 },
    );
  });

  test('printing what was read changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.oneof(pieces, expression.map(print)), (text) => {
        const tree = parsed(text);
        if (tree === undefined) return;
        const canonical = print(tree);
        expect(print(parse(canonical))).toBe(canonical);
      }),
      { numRuns: 1000 },
    );
  });

  test('reading any text gives a tree or an ExpressionError inside the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          parse(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
          const { offset, line, column } = error as ExpressionError;
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThanOrEqual(text.length);
          expect(
            text
              .split('\n')
              .slice(0, line - 1)
              .join('\n').length +
              (line > 1 ? 1 : 0) +
              column -
              1,
          ).toBe(offset);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('reading any order_by gives criteria or an ExpressionError', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          parseOrderBy(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError);
        }
      }),
    );
  });

  test('the places of a tree delimit text that reads as that part', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        const text = print(tree);
        const read = parse(text);
        expect(text.slice(read.span?.start, read.span?.end)).toBe(text);
      }),
    );
  });
});

describe('evaluation', () => {
  test('never throws and is always true or false', () => {
    fc.assert(
      fc.property(expression, documents, (tree, context) => {
        expect(typeof compileExpression(tree)(context)).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
  });

  test('is the same from text and from tree', () => {
    fc.assert(
      fc.property(expression, documents, (tree, context) => {
        expect(compileExpression(print(tree))(context)).toBe(compileExpression(tree)(context));
      }),
    );
  });

  test('changes no document', () => {
    fc.assert(
      fc.property(expression, documents, (tree, context) => {
        const before = JSON.stringify(context);
        compileExpression(tree)(context);
        expect(JSON.stringify(context)).toBe(before);
      }),
    );
  });

  test('NOT IN is the opposite of IN for a scalar and an array, HAS is IN reversed for what is present', () => {
    fc.assert(
      fc.property(scalar, fc.array(value, { maxLength: 12 }), (item, array) => {
        const context: Documents = { attributes: { item, array } };
        const isIn = compileExpression('item IN array')(context);
        expect(compileExpression('item NOT IN array')(context)).toBe(!isIn);
        if (item !== null) expect(compileExpression('array HAS item')(context)).toBe(isIn);
      }),
    );
  });

  test('a literal array means the same as an attribute with that array', () => {
    fc.assert(
      fc.property(scalar, fc.array(scalar, { maxLength: 12 }), (item, array) => {
        const items = array.map((member): Constant => ({ kind: 'constant', value: member }));
        for (const operator of ['IN', 'NOT IN'] as const) {
          const literal: Comparison = {
            kind: 'comparison',
            left: { kind: 'reference', path: ['item'] },
            operator,
            right: { kind: 'list', items },
          };
          const context: Documents = { attributes: { item, array } };
          expect(compileExpression(literal)(context)).toBe(
            compileExpression(`item ${operator} array`)(context),
          );
        }
      }),
    );
  });
});

describe('explanations', () => {
  /** Every comparison in the failures. */
  function leaves(failures: readonly Failure[]): FailedComparison[] {
    return failures.flatMap((failure) => {
      if (failure.kind === 'choice') return failure.anyOf.flatMap(leaves);
      return failure.kind === 'comparison' ? [failure] : [];
    });
  }

  test('there is something to explain exactly when the expression is false', () => {
    fc.assert(
      fc.property(expression, documents, (tree, context) => {
        const isTrue = compileExpression(tree)(context);
        expect(explainExpression(tree, context).length === 0).toBe(isTrue);
        expect(explainExpression(print(tree), context)).toEqual(explainExpression(tree, context));
      }),
      { numRuns: 1000 },
    );
  });

  test('every comparison and every choice named is false itself', () => {
    fc.assert(
      fc.property(expression, documents, (tree, context) => {
        const check = (failures: readonly Failure[]): void => {
          for (const failure of failures) {
            expect(compileExpression(failure.expression)(context)).toBe(false);
            if (failure.kind === 'choice') failure.anyOf.forEach(check);
          }
        };
        check(explainExpression(tree, context));
      }),
      { numRuns: 1000 },
    );
  });

  /** Trees over flags, each of which is read once, so that one comparison can be put right without another. */
  const flagTree: fc.Arbitrary<Expression> = fc
    .letrec<{ shape: Shape }>((tie) => ({
      shape: fc.oneof(
        { maxDepth: 4 },
        fc.constant<Shape>('flag'),
        fc.record({ kind: fc.constant('not' as const), terms: fc.tuple(tie('shape')) }),
        fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          terms: fc.array(tie('shape'), { minLength: 2, maxLength: 3 }),
        }),
      ),
    }))
    .shape.map((shape) => {
      let flags = 0;
      const build = (part: Shape): Expression => {
        if (part === 'flag') {
          flags += 1;
          return {
            kind: 'comparison',
            left: { kind: 'reference', path: [`x${flags}`] },
            operator: '==',
            right: { kind: 'constant', value: true },
          };
        }
        const terms = part.terms.map(build);
        return part.kind === 'not' ? { kind: 'not', term: terms[0]! } : { kind: part.kind, terms };
      };
      return build(shape);
    });

  test('putting right what is named makes the expression true, and nothing less does', () => {
    let repaired = 0;
    fc.assert(
      fc.property(flagTree, fc.array(fc.boolean(), { minLength: 81, maxLength: 81 }), (tree, flags) => {
        const attributes = Object.fromEntries(flags.map((flag, at) => [`x${at + 1}`, flag]));
        const firstWay = (failures: readonly Failure[]): readonly Failure[] =>
          failures.flatMap((failure) =>
            failure.kind === 'choice' ? firstWay(failure.anyOf[0]!) : [failure],
          );
        const found = leaves(firstWay(explainExpression(tree, { attributes })));
        const names = found.map(({ expression: text }) => /x\d+/.exec(text)![0]);
        const isTrueWith = (changed: readonly string[]) =>
          compileExpression(tree)({
            attributes: Object.fromEntries(
              Object.entries(attributes).map(([name, flag]) => [name, flag !== changed.includes(name)]),
            ),
          });
        expect(isTrueWith(names)).toBe(true);
        for (const name of names) {
          repaired += 1;
          expect(isTrueWith(names.filter((other) => other !== name))).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
    expect(repaired).toBeGreaterThan(0);
  });

  test('what is named has the values both sides have', () => {
    fc.assert(
      fc.property(comparison, documents, (tree, context) => {
        if (tree.left.kind === 'constant') return;
        for (const { left, right } of leaves(explainExpression(tree, context))) {
          expect(left).toEqual(valueIn(context, tree.left));
          expect(right).toEqual(valueIn(context, tree.right));
        }
      }),
    );
  });
});

describe('references and constraints', () => {
  test('what is not referenced does not matter', () => {
    fc.assert(
      fc.property(expression, documents, (tree, context) => {
        const read = referencedAttributes(tree);
        const keysIn = (name?: string): Set<unknown> =>
          new Set(
            read.flatMap(({ path }) => (name === undefined ? [path[0]] : path[0] === name ? [path[1]] : [])),
          );
        const only = (whole: JsonObject, keys: Set<unknown>): JsonObject =>
          Object.fromEntries(Object.entries(whole).filter(([name]) => keys.has(name)));
        const reduced: Documents = {
          ...(context.attributes && { attributes: only(context.attributes, keysIn()) }),
          ...(context.named && {
            named: Object.fromEntries(
              Object.entries(context.named).map(([name, whole]) => [name, only(whole, keysIn(name))]),
            ),
          }),
        };
        expect(compileExpression(tree)(reduced)).toBe(compileExpression(tree)(context));
      }),
      { numRuns: 1000 },
    );
  });

  test('every constraint holds whenever the expression is true', () => {
    const conjunction = fc
      .array(fc.oneof({ weight: 4, arbitrary: comparison }, { weight: 1, arbitrary: expression }), {
        minLength: 2,
      })
      .map((terms): Expression => ({ kind: 'and', terms }));
    const single = comparison as fc.Arbitrary<Expression>;
    let held = 0;
    fc.assert(
      fc.property(fc.oneof(conjunction, single), documents, (tree, context) => {
        if (!compileExpression(tree)(context)) return;
        for (const constraint of constraintsOf(tree, { unprefixed: context.attributes !== undefined })) {
          held += 1;
          if (constraint.kind === 'equal') {
            expect(valueIn(context, constraint.left)).toBe(valueIn(context, constraint.right));
          } else {
            expect(valueIn(context, constraint.array)).toContain(valueIn(context, constraint.value));
          }
        }
      }),
      { numRuns: 2000 },
    );
    expect(held).toBeGreaterThan(0);
  });
});

function valueIn(context: Documents, part: Operand): JsonValue {
  if (part.kind === 'constant') return part.value;
  return part.kind === 'list'
    ? part.items.map((item) => valueIn(context, item))
    : resolve(context, part.path);
}

test('linting never throws, and finds an error exactly when the text is refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyText, expression.map(print)),
      fc.array(documents, { maxLength: 3 }),
      (text, samples) => {
        const findings = lintExpression(text, { samples });
        const refused = text.trim() !== '' && parsed(text) === undefined;
        expect(findings.some((finding) => finding.severity === 'error')).toBe(refused);
      },
    ),
    { numRuns: 1000 },
  );
});
