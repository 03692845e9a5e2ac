// Tells what an expression reads and what must hold for it to be true, so that routing can keep indexes
// and skip re-evaluation. Never evaluates anything.

import { printPath } from './print.ts';
import type { Comparison, Constant, Expression, List, Operand, Reference } from './syntax.ts';
import { isTime } from './time-of-day.ts';

/**
 * An attribute an expression reads. A `quoted` one is a string on the left of an operator, which counts as a
 * key only of an unprefixed document that has it.
 */
export interface AttributeReference {
  readonly path: Reference['path'];
  readonly quoted: boolean;
}

/** Lists the attributes an expression reads, each once, in the order of their first appearance. */
export function referencedAttributes(expression: Expression): readonly AttributeReference[] {
  const found = new Map<string, AttributeReference>();
  const add = (path: Reference['path'], quoted: boolean): void => {
    const key = quoted ? JSON.stringify(path[0]) : printPath(path);
    if (!found.has(key)) found.set(key, { path, quoted });
  };
  const visitOperand = (operand: Operand): void => {
    if (operand.kind === 'reference') add(operand.path, false);
    else if (operand.kind === 'list') operand.items.forEach(visitOperand);
  };
  for (const { left, right } of comparisons(expression)) {
    if (left.kind === 'constant' && typeof left.value === 'string') add([left.value], true);
    visitOperand(left);
    visitOperand(right);
  }
  return [...found.values()];
}

/** Walks every comparison of an expression, in reading order. */
export function* comparisons(expression: Expression): Generator<Comparison> {
  switch (expression.kind) {
    case 'comparison':
      yield expression;
      return;
    case 'not':
      yield* comparisons(expression.term);
      return;
    default:
      for (const term of expression.terms) yield* comparisons(term);
  }
}

/** Both sides are equal scalars: `task.language == worker.language`, `vip == true`. */
export interface EqualityConstraint {
  readonly kind: 'equal';
  readonly left: Reference;
  readonly right: Reference | Constant;
}

/** An array holds a value: `worker.skills HAS task.skill`, `worker.team IN ['red', 'blue']`. */
export interface MembershipConstraint {
  readonly kind: 'member';
  readonly value: Reference | Constant;
  readonly array: Reference | List;
}

export type Constraint = EqualityConstraint | MembershipConstraint;

export interface ConstraintOptions {
  /**
   * Whether the expression has a document that needs no prefix, where a quoted left side may be a key.
   * True unless stated; target expressions have none.
   */
  readonly unprefixed?: boolean;
}

/**
 * Lists conditions an index can answer, every one of which holds whenever the expression is true. They are
 * necessary, not sufficient: what an index finds must still be evaluated. An equality between two attributes
 * also holds when both are absent. Comparisons with the time of day are left out: no document holds it.
 */
export function constraintsOf(
  expression: Expression,
  options: ConstraintOptions = {},
): readonly Constraint[] {
  const unprefixed = options.unprefixed ?? true;
  if (expression.kind === 'and') return expression.terms.flatMap((term) => constraintsOf(term, options));
  if (expression.kind !== 'comparison') return [];
  const constraint = constraintOf(expression, unprefixed);
  return constraint === undefined ? [] : [constraint];
}

function constraintOf({ left, operator, right }: Comparison, unprefixed: boolean): Constraint | undefined {
  if (isTime(left) || isTime(right)) return undefined;
  if (unprefixed && left.kind === 'constant' && typeof left.value === 'string') return undefined;
  switch (operator) {
    case '==':
      return equality(left, right);
    case 'HAS':
      return membership(right, left);
    case 'IN':
      return membership(left, right);
    default:
      return undefined;
  }
}

function equality(left: Operand, right: Operand): EqualityConstraint | undefined {
  if (left.kind === 'reference' && right.kind !== 'list') return { kind: 'equal', left, right };
  if (left.kind === 'constant' && right.kind === 'reference')
    return { kind: 'equal', left: right, right: left };
  return undefined;
}

function membership(value: Operand, array: Operand): MembershipConstraint | undefined {
  if (value.kind === 'list' || array.kind === 'constant') return undefined;
  if (value.kind === 'constant' && array.kind === 'list') return undefined;
  return { kind: 'member', value, array };
}
