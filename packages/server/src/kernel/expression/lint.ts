// Finds what is probably a mistake in an expression that is otherwise accepted: comparisons that can never
// be true, or that are silently false for the documents at hand.

import { type Documents, type JsonValue, resolve, typeOf } from './documents.ts';
import {
  ExpressionError,
  type ExpressionErrorReason,
  type Position,
  positionAt,
} from './expression-error.ts';
import { parse } from './parse.ts';
import { printOperand } from './print.ts';
import { comparisons } from './references.ts';
import type { Comparison, Expression, Operand } from './syntax.ts';
import { timeWarning } from './time-of-day.ts';
import { tokenize } from './tokens.ts';
import {
  constantWarning,
  type Known,
  operatorWarning,
  type Warning,
  type WarningCode,
  warn,
} from './warnings.ts';

/** An `error` keeps the expression from being accepted at all; a `warning` does not. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: WarningCode | ExpressionErrorReason;
  readonly message: string;
  readonly position: Position;
  readonly length: number;
}

export interface LintOptions {
  /** Documents the expression will meet, such as those of the present workers; more samples find more. */
  readonly samples?: readonly Documents[];
}

/**
 * Checks an expression and explains what is wrong with it, at most one finding for each comparison beside the
 * spelling of its operator.
 *
 * TaskRouter accepts these silently and then matches nobody: `HAS` on a value that is no array, a number
 * compared with a string, an array given to a scalar operator. What cannot be told from the text is told
 * from the samples. `1==1` is the idiom for "always" and is never reported.
 */
export function lintExpression(text: string, options: LintOptions = {}): readonly Finding[] {
  if (text.trim() === '') {
    return [
      finding(text, 0, 0, 'empty', 'the expression is empty and matches nothing; write 1==1 to match all'),
    ];
  }
  const parsed = parseForLint(text);
  if (parsed.error !== undefined) return [parsed.error];
  const samples = options.samples?.length ? options.samples : [{}];
  const findings: Finding[] = [];
  for (const comparison of comparisons(parsed.expression)) {
    const warning = firstWarning(comparison, samples);
    if (warning === undefined) continue;
    const { start, end } = comparison.span ?? { start: 0, end: text.length };
    findings.push(finding(text, start, end - start, warning.code, warning.message));
  }
  return [...findings, ...singleEquals(text)].sort((a, b) => a.position.offset - b.position.offset);
}

/** A single `=` is read as `==`, and told so that it is not taken for an assignment. */
function singleEquals(text: string): Finding[] {
  return tokenize(text).flatMap((token) =>
    token.kind === 'symbol' && token.text === '='
      ? [finding(text, token.start, 1, 'single-equals', '"=" is read as "=="; write "==" to compare')]
      : [],
  );
}

type Parsed = { readonly expression: Expression; readonly error?: undefined } | { readonly error: Finding };

function parseForLint(text: string): Parsed {
  try {
    return { expression: parse(text) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { message, offset, line, column, reason } = error;
    const position = { offset, line, column };
    return { error: { severity: 'error', code: reason, message, position, length: 0 } };
  }
}

function finding(text: string, start: number, length: number, code: WarningCode, message: string): Finding {
  return { severity: 'warning', code, message, position: positionAt(text, start), length };
}

function firstWarning(comparison: Comparison, samples: readonly Documents[]): Warning | undefined {
  const keyed = samples.some((sample) => isQuotedKey(comparison.left, sample));
  if (!keyed && isConstant(comparison.left) && isConstant(comparison.right)) {
    return constantWarning(comparison);
  }
  const untimely = timeWarning(comparison);
  if (untimely !== undefined) return untimely;
  for (const sample of samples) {
    const left = keyed ? quotedTypeIn(sample, comparison.left) : typeIn(sample, comparison.left);
    const right = typeIn(sample, comparison.right);
    const warning = operatorWarning(comparison, left, right);
    if (warning !== undefined) return warning;
  }
  if (!keyed) return undefined;
  const shown = printOperand(comparison.left);
  return warn(
    'quoted-key',
    `${shown} is read as an attribute because a document has that key; drop the quotes`,
  );
}

function typeIn(sample: Documents, operand: Operand): Known {
  if (operand.kind === 'list') return 'array';
  return operand.kind === 'constant' ? typeOf(operand.value) : typeOrUnknown(resolve(sample, operand.path));
}

/** Some samples have the quoted key and some may not; those that do not are no evidence of a string. */
function quotedTypeIn(sample: Documents, operand: Operand): Known {
  if (operand.kind !== 'constant' || !isQuotedKey(operand, sample)) return 'unknown';
  return typeOrUnknown(sample.attributes?.[String(operand.value)] ?? null);
}

function typeOrUnknown(value: JsonValue): Known {
  return value === null ? 'unknown' : typeOf(value);
}

function isQuotedKey(operand: Operand, sample: Documents): boolean {
  if (operand.kind !== 'constant' || typeof operand.value !== 'string') return false;
  return sample.attributes !== undefined && Object.hasOwn(sample.attributes, operand.value);
}

function isConstant(operand: Operand): boolean {
  return operand.kind === 'list' ? operand.items.every(isConstant) : operand.kind === 'constant';
}
