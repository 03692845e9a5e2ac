// Reads the text of an expression into its tree. Reports the first mistake with its place; repairs nothing.

import { ExpressionError } from './expression-error.ts';
import type { Comparison, Expression, Operand, Operator, PathStep, Reference } from './syntax.ts';
import { RESERVED_WORDS } from './syntax.ts';
import { TokenSource } from './token-source.ts';

/** Operators by their spelling. A single `=` compares, too: published examples write it in places. */
const SYMBOL_OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['==', '=='],
  ['=', '=='],
  ['!=', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);
const WORD_OPERATORS: ReadonlySet<string> = new Set(['CONTAINS', 'HAS', 'IN']);

/**
 * Reads an expression as TaskRouter "expression syntax" describes it: comparisons joined by AND and OR,
 * grouped by parentheses, keywords in any case.
 *
 * Three things that description leaves open are settled here: AND binds tighter than OR, NOT may stand
 * before a comparison or a group, and an attribute on its own is no expression (`vip == true` is).
 * @throws {ExpressionError} for anything else, the empty text included.
 */
export function parse(text: string): Expression {
  const source = new TokenSource(text);
  if (source.peek().kind === 'end') {
    throw new ExpressionError('the expression is empty', text, 0, 'empty');
  }
  const expression = parseOr(source);
  const rest = source.peek();
  if (rest.kind !== 'end') throw source.unexpected('AND, OR or the end of the expression');
  return expression;
}

function parseOr(source: TokenSource): Expression {
  return parseChain(source, 'or', parseAnd);
}

function parseAnd(source: TokenSource): Expression {
  return parseChain(source, 'and', parseNot);
}

function parseChain(
  source: TokenSource,
  kind: 'and' | 'or',
  parseTerm: (source: TokenSource) => Expression,
): Expression {
  const start = source.peek().start;
  const first = parseTerm(source);
  const keyword = kind.toUpperCase();
  if (!source.isWord(keyword)) return first;
  const terms = [first];
  while (source.takeWord(keyword)) terms.push(parseTerm(source));
  return { kind, terms, span: source.spanFrom(start) };
}

function parseNot(source: TokenSource): Expression {
  const start = source.peek().start;
  if (!source.takeWord('NOT')) return parsePrimary(source);
  const term = source.nested(() => parseNot(source));
  return { kind: 'not', term, span: source.spanFrom(start) };
}

function parsePrimary(source: TokenSource): Expression {
  if (!source.takeSymbol('(')) return parseComparison(source);
  const group = source.nested(() => parseOr(source));
  if (!source.takeSymbol(')')) throw source.unexpected('AND, OR or ")"');
  return group;
}

function parseComparison(source: TokenSource): Comparison {
  const start = source.peek().start;
  const left = parseOperand(source);
  const operator = parseOperator(source, left);
  const opening = source.peek();
  if (opening.kind === 'symbol' && opening.text === '(') {
    const array = operator === 'IN' || operator === 'NOT IN';
    throw source.error(
      array
        ? `${operator} takes an array in square brackets: ['a', 'b']`
        : 'a value cannot be in parentheses',
      opening,
    );
  }
  const right = parseOperand(source);
  return { kind: 'comparison', left, operator, right, span: source.spanFrom(start) };
}

function parseOperator(source: TokenSource, left: Operand): Operator {
  const token = source.peek();
  const symbol = token.kind === 'symbol' ? SYMBOL_OPERATORS.get(token.text) : undefined;
  if (symbol !== undefined) {
    source.take();
    return symbol;
  }
  if (token.kind === 'word') {
    const word = token.text.toUpperCase();
    if (WORD_OPERATORS.has(word)) {
      source.take();
      return word as Operator;
    }
    if (word === 'NOT' && source.isWord('IN', 1)) {
      source.take();
      source.take();
      return 'NOT IN';
    }
  }
  if (endsComparison(source)) {
    const shown = source.text.slice(left.span?.start, left.span?.end);
    const advice = left.kind === 'reference' ? `; write ${shown} == true` : '';
    throw source.error(`${shown} is not compared with anything${advice}`, token);
  }
  throw source.unexpected('a comparison operator');
}

function endsComparison(source: TokenSource): boolean {
  const token = source.peek();
  if (token.kind === 'end') return true;
  if (token.kind === 'symbol') return token.text === ')';
  return source.isWord('AND') || source.isWord('OR');
}

function parseOperand(source: TokenSource): Operand {
  const token = source.peek();
  if (token.kind === 'string' || token.kind === 'number') {
    source.take();
    return { kind: 'constant', value: token.value, span: source.spanFrom(token.start) };
  }
  if (token.kind === 'symbol' && token.text === '[') return parseList(source);
  if (token.kind !== 'word') throw source.unexpected('a value or an attribute');
  const word = token.text.toUpperCase();
  if (word === 'TRUE' || word === 'FALSE' || word === 'NULL') {
    source.take();
    const value = word === 'NULL' ? null : word === 'TRUE';
    return { kind: 'constant', value, span: source.spanFrom(token.start) };
  }
  return parseReference(source);
}

function parseList(source: TokenSource): Operand {
  const start = source.take().start;
  const items: Operand[] = [];
  if (!source.takeSymbol(']')) {
    do {
      items.push(source.nested(() => parseOperand(source)));
    } while (source.takeSymbol(','));
    if (!source.takeSymbol(']')) throw source.unexpected('"," or "]"');
  }
  return { kind: 'list', items, span: source.spanFrom(start) };
}

/** Reads an attribute with its sub-keys and indices: `task.routing.skills[0]`. */
export function parseReference(source: TokenSource): Reference {
  const root = source.peek();
  if (root.kind !== 'word') throw source.unexpected('an attribute');
  if (RESERVED_WORDS.has(root.text.toUpperCase())) {
    throw source.error(`${root.text} is a reserved word; a value or an attribute should be here`, root);
  }
  source.take();
  const path: [string, ...PathStep[]] = [root.text];
  while (true) {
    if (source.takeSymbol('.')) {
      const key = source.peek();
      if (key.kind !== 'word') throw source.unexpected('a key');
      source.take();
      path.push(key.text);
    } else if (source.takeSymbol('[')) {
      path.push(parseIndex(source));
    } else {
      return { kind: 'reference', path, span: source.spanFrom(root.start) };
    }
  }
}

function parseIndex(source: TokenSource): number {
  const token = source.peek();
  if (token.kind !== 'number' || !Number.isSafeInteger(token.value) || token.value < 0) {
    throw source.unexpected('an array index (0, 1, 2, …)');
  }
  source.take();
  if (!source.takeSymbol(']')) throw source.unexpected('"]"');
  return token.value;
}
