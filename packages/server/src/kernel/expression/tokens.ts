// Cuts the text of an expression into words, constants and symbols. Knows nothing of grammar.

import { ExpressionError } from './expression-error.ts';

/** Longest accepted expression, in UTF-16 units. A bound, so that one request cannot hold the server. */
export const MAX_LENGTH = 16_384;

interface Place {
  readonly start: number;
  readonly end: number;
}

export type Token = Place &
  (
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'symbol'; readonly text: string }
    | { readonly kind: 'end' }
  );

const BLANK = /\s+/y;
const WORD = /[\p{ID_Start}_$][\p{ID_Continue}$]*/uy;
const HYPHENATED = /[\p{ID_Continue}$-]+/uy;
const NUMBER = /-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOL = /==|!=|<=|>=|[=<>()[\],.]/y;
const WORD_OR_INDEX_END = /[\p{ID_Continue}$\]]/u;

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Operators of other languages that begin like one of this language. */
const MISTAKEN: readonly (readonly [string, string])[] = [
  ['===', '"===" is not an operator; write "==" to compare'],
  ['=>', '"=>" is not an operator; write ">="'],
  ['=<', '"=<" is not an operator; write "<="'],
  ['<>', '"<>" is not an operator; write "!="'],
];

/** Spellings of other languages, answered with the one that works here. */
const FOREIGN: readonly (readonly [string, string])[] = [
  ['&&', '"&&" is not an operator; write AND'],
  ['||', '"||" is not an operator; write OR'],
  ['!', '"!" is not an operator; write NOT, or "!=" to compare'],
  ['“', 'curly quotes do not delimit a string; write \' or "'],
  ['”', 'curly quotes do not delimit a string; write \' or "'],
  ['‘', 'curly quotes do not delimit a string; write \' or "'],
  ['’', 'curly quotes do not delimit a string; write \' or "'],
  ['-', '"-" can only be the sign of a number; expressions have no arithmetic'],
];

/**
 * Reads the tokens of an expression, the last one being `end`.
 *
 * Strings stand in ' or ". The description says nothing of escapes; here a backslash introduces those of
 * JSON, quotes either delimiter, and stands for itself before any other character.
 * Hyphens are not part of a name (TaskRouter "expression syntax"): `skill-level` is refused here, where
 * the whole name is still in sight, rather than misread as a subtraction.
 */
export function tokenize(text: string): Token[] {
  if (text.length > MAX_LENGTH) {
    const message = `an expression is at most ${MAX_LENGTH} characters long; this one has ${text.length}`;
    throw new ExpressionError(message, text, MAX_LENGTH, 'too-long');
  }
  const tokens: Token[] = [];
  let at = 0;
  while (true) {
    at += match(BLANK, text, at).length;
    if (at === text.length) break;
    const token = readToken(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: 'end', start: at, end: at });
  return tokens;
}

function readToken(text: string, start: number): Token {
  const first = text.charAt(start);
  if (first === "'" || first === '"') return readString(text, start, first);
  const word = match(WORD, text, start);
  if (word !== '') {
    const end = start + word.length;
    if (text.charAt(end) === '-') throw hyphenError(text, start);
    return { kind: 'word', text: word, start, end };
  }
  // In `list[0].5` or `key.5` the dot belongs to the reference, not to a number.
  const continuesReference = first === '.' && start > 0 && WORD_OR_INDEX_END.test(text.charAt(start - 1));
  const digits = continuesReference ? '' : match(NUMBER, text, start);
  if (digits !== '') return readNumber(text, start, digits);
  const mistaken = MISTAKEN.find(([spelling]) => text.startsWith(spelling, start));
  const symbol = mistaken === undefined ? match(SYMBOL, text, start) : '';
  if (symbol !== '') return { kind: 'symbol', text: symbol, start, end: start + symbol.length };
  const foreign = mistaken ?? FOREIGN.find(([spelling]) => text.startsWith(spelling, start));
  const shown = JSON.stringify(String.fromCodePoint(text.codePointAt(start) ?? 0));
  throw new ExpressionError(foreign?.[1] ?? `unexpected character ${shown}`, text, start);
}

function readNumber(text: string, start: number, digits: string): Token {
  const end = start + digits.length;
  const value = Number(digits);
  if (!Number.isFinite(value)) throw new ExpressionError(`the number ${digits} is too large`, text, start);
  if (match(WORD, text, end) !== '') {
    throw new ExpressionError(`a number cannot be followed directly by a letter`, text, end);
  }
  // Negative zero would not survive being printed.
  return { kind: 'number', value: value === 0 ? 0 : value, start, end };
}

function readString(text: string, start: number, quote: string): Token {
  let value = '';
  let at = start + 1;
  let plainFrom = at;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === quote) {
      return { kind: 'string', value: value + text.slice(plainFrom, at), start, end: at + 1 };
    }
    if (char !== '\\') {
      at += 1;
      continue;
    }
    value += text.slice(plainFrom, at);
    const escaped = readEscape(text, at);
    value += escaped.value;
    at += escaped.length;
    plainFrom = at;
  }
  throw new ExpressionError(`the string that starts here has no closing ${quote}`, text, start);
}

function readEscape(text: string, at: number): { value: string; length: number } {
  const code = text.charAt(at + 1);
  const hex = text.slice(at + 2, at + 6);
  if (code === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) {
    return { value: String.fromCharCode(Number.parseInt(hex, 16)), length: 6 };
  }
  const known = Object.hasOwn(ESCAPES, code) ? ESCAPES[code] : undefined;
  return known === undefined ? { value: '\\', length: 1 } : { value: known, length: 2 };
}

function hyphenError(text: string, start: number): ExpressionError {
  const name = match(HYPHENATED, text, start);
  const advice = `rename the attribute, for example to "${name.replaceAll('-', '_')}"`;
  const message = `"${name}" contains a hyphen, which names in expressions cannot have; ${advice}`;
  return new ExpressionError(message, text, start, 'hyphen');
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
