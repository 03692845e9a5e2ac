// Turns an expression into a function that is true or false for given documents. Decides what each operator
// means; never throws for any document, whatever its shape.

import type { Documents, JsonArray, JsonValue } from './documents.ts';
import { isArray, isScalar, resolve } from './documents.ts';
import { parse } from './parse.ts';
import type { Comparison, Expression, List, Operand } from './syntax.ts';

/** A compiled expression. */
export type Predicate = (documents: Documents) => boolean;

/** A compiled side of a comparison. */
export type Value = (documents: Documents) => JsonValue;

/**
 * Compiles an expression once so that it can be evaluated over many workers or tasks.
 *
 * Blank text is the one text without a tree that is accepted: it matches nothing, as a queue whose
 * `TargetWorkers` is empty has no workers.
 * @throws {ExpressionError} when the text is not an expression.
 */
export function compileExpression(expression: string | Expression): Predicate {
  if (typeof expression !== 'string') return compileNode(expression);
  return expression.trim() === '' ? never : compileNode(parse(expression));
}

function never(): boolean {
  return false;
}

function compileNode(expression: Expression): Predicate {
  switch (expression.kind) {
    case 'comparison':
      return compileComparison(expression);
    case 'not': {
      const term = compileNode(expression.term);
      return (documents) => !term(documents);
    }
    case 'and':
      return everyOf(expression.terms.map(compileNode));
    case 'or':
      return someOf(expression.terms.map(compileNode));
  }
}

function everyOf(terms: readonly Predicate[]): Predicate {
  return (documents) => {
    for (let at = 0; at < terms.length; at += 1) if (!terms[at]!(documents)) return false;
    return true;
  };
}

function someOf(terms: readonly Predicate[]): Predicate {
  return (documents) => {
    for (let at = 0; at < terms.length; at += 1) if (terms[at]!(documents)) return true;
    return false;
  };
}

/**
 * Gives each operator its meaning (TaskRouter "expression syntax"): a scalar operator is false when either
 * side is an array, an array operator is false when neither is. Types are never converted: values of
 * different types are unequal and unordered.
 */
function compileComparison({ left: leftOperand, operator, right: rightOperand }: Comparison): Predicate {
  const left = compileLeft(leftOperand);
  if (rightOperand.kind === 'list' && (operator === 'IN' || operator === 'NOT IN')) {
    return compileLiteralMembership(left, rightOperand, operator === 'IN');
  }
  const right = compileOperand(rightOperand);
  switch (operator) {
    case '==':
      return (documents) => equal(left(documents), right(documents));
    case '!=':
      return (documents) => unequal(left(documents), right(documents));
    case '<':
      return (documents) => orderOf(left(documents), right(documents)) < 0;
    case '<=':
      return (documents) => orderOf(left(documents), right(documents)) <= 0;
    case '>':
      return (documents) => orderOf(left(documents), right(documents)) > 0;
    case '>=':
      return (documents) => orderOf(left(documents), right(documents)) >= 0;
    case 'CONTAINS':
      return (documents) => {
        const a = left(documents);
        const b = right(documents);
        return typeof a === 'string' && typeof b === 'string' && a.includes(b);
      };
    case 'HAS':
      return (documents) => {
        const array = left(documents);
        return isArray(array) && holds(array, right(documents));
      };
    case 'IN':
      return (documents) => {
        const array = right(documents);
        return isArray(array) && isIn(left(documents), array);
      };
    case 'NOT IN':
      return (documents) => {
        const array = right(documents);
        const value = left(documents);
        return isArray(array) && isScalar(value) && !isIn(value, array);
      };
  }
}

/** Two scalars of one type and value; null equals null, objects and arrays equal nothing. */
function equal(a: JsonValue, b: JsonValue): boolean {
  return a === b && isScalar(a);
}

/** True also between different types; false as soon as one side is an array. */
function unequal(a: JsonValue, b: JsonValue): boolean {
  return !isArray(a) && !isArray(b) && !equal(a, b);
}

/**
 * Negative, zero or positive between two numbers or two strings, the latter by their UTF-16 units. Anything
 * else has no order and gives NaN, which is neither below, above nor equal to zero.
 */
function orderOf(a: JsonValue, b: JsonValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number.NaN;
}

function holds(array: JsonArray, value: JsonValue): boolean {
  return isScalar(value) && array.includes(value);
}

/** An absent value is in no array, so that `NOT IN` stays the opposite of `IN` and is true for it. */
function isIn(value: JsonValue, array: JsonArray): boolean {
  return value !== null && holds(array, value);
}

/** Longest literal array that is searched faster one by one than through a set. */
const SHORT_ARRAY = 8;

function compileLiteralMembership(left: Value, list: List, wanted: boolean): Predicate {
  const constants = constantItems(list);
  if (constants === undefined) {
    const items = list.items.map(compileOperand);
    return (documents) => {
      const value = left(documents);
      return isScalar(value) && isAmong(value, items, documents) === wanted;
    };
  }
  if (constants.length > SHORT_ARRAY) {
    const members: ReadonlySet<JsonValue> = new Set(constants.filter((item) => item !== null));
    return (documents) => {
      const value = left(documents);
      return isScalar(value) && members.has(value) === wanted;
    };
  }
  return (documents) => {
    const value = left(documents);
    return isScalar(value) && isIn(value, constants) === wanted;
  };
}

function isAmong(value: JsonValue, items: readonly Value[], documents: Documents): boolean {
  if (value === null) return false;
  for (let at = 0; at < items.length; at += 1) if (items[at]!(documents) === value) return true;
  return false;
}

/**
 * A quoted left side that is a key of the unprefixed document means that key: the published example for a
 * queue is `"language" == "spanish"`, which would otherwise compare two constants.
 */
export function compileLeft(operand: Operand): Value {
  if (operand.kind !== 'constant' || typeof operand.value !== 'string') return compileOperand(operand);
  const text = operand.value;
  return ({ attributes }) =>
    attributes !== undefined && Object.hasOwn(attributes, text) ? (attributes[text] ?? null) : text;
}

/** Compiles the right side of a comparison. */
export function compileOperand(operand: Operand): Value {
  switch (operand.kind) {
    case 'constant': {
      const { value } = operand;
      return () => value;
    }
    case 'reference': {
      const { path } = operand;
      return (documents) => resolve(documents, path);
    }
    case 'list': {
      const constants = constantItems(operand);
      if (constants !== undefined) return () => constants;
      const items = operand.items.map(compileOperand);
      return (documents) => items.map((item) => item(documents));
    }
  }
}

/** The values of a literal array, unless it names an attribute. */
function constantItems(list: List): JsonArray | undefined {
  const values: JsonValue[] = [];
  for (const item of list.items) {
    if (item.kind === 'reference') return undefined;
    const value = item.kind === 'constant' ? item.value : constantItems(item);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}
