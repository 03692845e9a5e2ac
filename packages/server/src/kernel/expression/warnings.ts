// Judges one comparison by what is known of the types of its two sides. Where that knowledge comes from is
// the linter's business.

import type { JsonType } from './documents.ts';
import { printOperand } from './print.ts';
import type { Comparison, Operand } from './syntax.ts';

export type WarningCode =
  | 'empty'
  | 'constant-comparison'
  | 'quoted-key'
  | 'not-an-array'
  | 'array-as-value'
  | 'null-in-array'
  | 'different-types'
  | 'no-order'
  | 'not-a-string'
  | 'single-equals'
  | 'unknown-time';

export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
}

/** The type a side has for one sample; an attribute that is absent there tells nothing. */
export type Known = JsonType | 'unknown';

/** Judges a comparison of two constants; `1==1` is the idiom for "always" and no mistake. */
export function constantWarning({ left, operator, right }: Comparison): Warning | undefined {
  const isAlways = operator === '==' && isNumber(left) && isNumber(right) && left.value === right.value;
  if (isAlways) return undefined;
  const quoted = left.kind === 'constant' && typeof left.value === 'string';
  const advice = quoted ? '; an attribute is written without quotes' : '';
  return warn('constant-comparison', `both sides are constants, so the result never changes${advice}`);
}

/**
 * Finds why a comparison is false whatever its values (TaskRouter "expression syntax": array and scalar
 * operators, types that differ), when the types of its sides are as given.
 */
export function operatorWarning(comparison: Comparison, left: Known, right: Known): Warning | undefined {
  switch (comparison.operator) {
    case 'HAS':
      return hasWarning(comparison, left, right);
    case 'IN':
    case 'NOT IN':
      return inWarning(comparison, left, right);
    case 'CONTAINS':
      return arrayWarning(comparison, left, right) ?? containsWarning(comparison, left, right);
    case '==':
    case '!=':
      return arrayWarning(comparison, left, right) ?? typeWarning(comparison, left, right);
    default:
      return (
        arrayWarning(comparison, left, right) ??
        orderWarning(comparison.left, left) ??
        orderWarning(comparison.right, right) ??
        typeWarning(comparison, left, right)
      );
  }
}

function hasWarning(comparison: Comparison, left: Known, right: Known): Warning | undefined {
  if (left !== 'unknown' && left !== 'array') {
    return warn('not-an-array', `HAS is false here: ${described(comparison.left, left)}, not an array`);
  }
  if (right !== 'array') return undefined;
  return warn(
    'array-as-value',
    'HAS looks for one value, never for an array; join several HAS with AND or OR',
  );
}

function inWarning(
  { left, operator, right }: Comparison,
  leftType: Known,
  rightType: Known,
): Warning | undefined {
  if (rightType !== 'unknown' && rightType !== 'array') {
    return warn('not-an-array', `${operator} is false here: ${described(right, rightType)}, not an array`);
  }
  if (leftType === 'array') {
    return warn(
      'array-as-value',
      `${operator} is false here: ${described(left, leftType)}, not a single value`,
    );
  }
  const hasNull =
    right.kind === 'list' && right.items.some((item) => item.kind === 'constant' && item.value === null);
  if (!hasNull) return undefined;
  const test = operator === 'IN' ? '== null' : '!= null';
  return warn('null-in-array', `${operator} never finds null in an array; test it with ${test}`);
}

function arrayWarning(
  { left, operator, right }: Comparison,
  leftType: Known,
  rightType: Known,
): Warning | undefined {
  if (leftType !== 'array' && rightType !== 'array') return undefined;
  const shown = leftType === 'array' ? described(left, 'array') : described(right, 'array');
  const advice = leftType === 'array' ? 'HAS tests an array' : 'IN tests against an array';
  return warn('array-as-value', `${operator} is false here: ${shown}; ${advice}`);
}

function containsWarning(
  { left, right }: Comparison,
  leftType: Known,
  rightType: Known,
): Warning | undefined {
  const isText = (type: Known): boolean => type === 'string' || type === 'unknown';
  if (isText(leftType) && isText(rightType)) return undefined;
  const shown = isText(leftType) ? described(right, rightType) : described(left, leftType);
  return warn('not-a-string', `CONTAINS is false here: it looks for a string in a string, but ${shown}`);
}

function orderWarning(operand: Operand, type: Known): Warning | undefined {
  if (type === 'unknown' || type === 'number' || type === 'string') return undefined;
  return warn('no-order', `only numbers and strings have an order, but ${described(operand, type)}`);
}

function typeWarning({ left, right }: Comparison, leftType: Known, rightType: Known): Warning | undefined {
  const untold = leftType === 'unknown' || rightType === 'unknown';
  if (untold || leftType === 'null' || rightType === 'null' || leftType === rightType) return undefined;
  const shown = `${described(left, leftType)} and ${described(right, rightType)}`;
  return warn('different-types', `values of different types are never equal or ordered: ${shown}`);
}

function isNumber(operand: Operand): operand is { kind: 'constant'; value: number } {
  return operand.kind === 'constant' && typeof operand.value === 'number';
}

const NOUNS: Readonly<Record<JsonType, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  null: 'null',
  array: 'an array',
  object: 'an object',
};

function described(operand: Operand, type: Known): string {
  return type === 'unknown' ? printOperand(operand) : `${printOperand(operand)} is ${NOUNS[type]}`;
}

/** Makes a warning. */
export function warn(code: WarningCode, message: string): Warning {
  return { code, message };
}
