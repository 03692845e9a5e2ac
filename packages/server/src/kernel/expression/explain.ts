// Tells why an expression is false: the comparisons that would have to come out differently, with their values.

import type { Documents, JsonValue } from './documents.ts';
import { compileExpression, compileLeft, compileOperand } from './evaluate.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import type { Comparison, Expression, Logical, Operator } from './syntax.ts';

/** A comparison that came out the wrong way. */
export interface FailedComparison {
  readonly kind: 'comparison';
  /** What would have to hold; a comparison that holds and should not has NOT in front. */
  readonly expression: string;
  readonly left: JsonValue;
  readonly operator: Operator;
  readonly right: JsonValue;
}

/** Several ways to make a part hold, none of which is satisfied; one would be enough. */
interface FailedChoice {
  readonly kind: 'choice';
  readonly expression: string;
  /** What fails in each of the ways. */
  readonly anyOf: readonly (readonly Failure[])[];
}

/** Blank text, which holds for nothing. */
interface BlankExpression {
  readonly kind: 'blank';
  readonly expression: '';
}

export type Failure = FailedComparison | FailedChoice | BlankExpression;

/** What fails of an expression for given documents; nothing when it is true. */
export type Explanation = (documents: Documents) => readonly Failure[];

type Explain = (documents: Documents, wanted: boolean) => readonly Failure[];

const BLANK: readonly Failure[] = [{ kind: 'blank', expression: '' }];

/**
 * Compiles an expression into a function that tells why it is false. What it returns is minimal: every failure has
 * to be put right for the expression to be true, and of a choice one way. It is empty exactly when the expression
 * is true.
 * @throws {ExpressionError} when the text is not an expression.
 */
export function compileExplanation(expression: string | Expression): Explanation {
  if (typeof expression === 'string' && expression.trim() === '') return () => BLANK;
  const explain = explainNode(typeof expression === 'string' ? parse(expression) : expression);
  return (documents) => explain(documents, true);
}

/** Tells why an expression is false for these documents; see `compileExplanation`. */
export function explainExpression(expression: string | Expression, documents: Documents): readonly Failure[] {
  return compileExplanation(expression)(documents);
}

/** How many comparisons would have to come out differently at least. */
export function distanceOf(failures: readonly Failure[]): number {
  let distance = 0;
  for (const failure of failures) {
    distance += failure.kind === 'choice' ? Math.min(...failure.anyOf.map(distanceOf)) : 1;
  }
  return distance;
}

function explainNode(expression: Expression): Explain {
  switch (expression.kind) {
    case 'comparison':
      return explainComparison(expression);
    case 'not': {
      const term = explainNode(expression.term);
      return (documents, wanted) => term(documents, !wanted);
    }
    default:
      return explainLogical(expression);
  }
}

/** The text of what has to hold: the expression itself, or its opposite. */
function textOf(expression: Expression, wanted: boolean): string {
  return print(wanted ? expression : { kind: 'not', term: expression });
}

function explainComparison(comparison: Comparison): Explain {
  const holds = compileExpression(comparison);
  const left = compileLeft(comparison.left);
  const right = compileOperand(comparison.right);
  return (documents, wanted) =>
    holds(documents) === wanted
      ? []
      : [
          {
            kind: 'comparison',
            expression: textOf(comparison, wanted),
            left: left(documents),
            operator: comparison.operator,
            right: right(documents),
          },
        ];
}

/** AND has to be repaired in each part that fails, OR in one of its parts; under NOT they change places. */
function explainLogical(logical: Logical): Explain {
  const terms = logical.terms.map(explainNode);
  return (documents, wanted) => {
    if ((logical.kind === 'and') === wanted) return terms.flatMap((term) => term(documents, wanted));
    const anyOf: (readonly Failure[])[] = [];
    for (const term of terms) {
      const failures = term(documents, wanted);
      if (failures.length === 0) return [];
      anyOf.push(failures);
    }
    return [{ kind: 'choice', expression: textOf(logical, wanted), anyOf }];
  };
}
