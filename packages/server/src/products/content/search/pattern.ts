// Patterns people search templates with, as patterns the database can match.
import { invalidParameter } from '#kernel/errors.ts';

/** Longest pattern, and how many alternatives it may have. */
const LONGEST = 256;
const MOST_ALTERNATIVES = 10;

const SPECIAL = /[[\](){}?*+|^$]/;

/**
 * Translates a regular expression of literals, `.`, `.*`, `.+`, `^`, `$`, escapes of punctuation and `|` at the outermost
 * level into patterns for LIKE with `\` as its escape; a text matches when one of them does, in either case of letters.
 * Anything else a regular expression may hold is refused (400/20001): it could take the database any time it likes.
 */
export function likePatterns(name: string, expression: string): string[] {
  if (expression.length > LONGEST) throw invalidParameter(name, `it is longer than ${LONGEST} characters`);
  const alternatives = expression.split(/(?<!\\)\|/);
  if (alternatives.length > MOST_ALTERNATIVES) {
    throw invalidParameter(name, `it has more than ${MOST_ALTERNATIVES} alternatives`);
  }
  return alternatives.map((alternative) => likePattern(name, alternative));
}

function likePattern(name: string, expression: string): string {
  const isAnchored = expression.startsWith('^');
  const endsHere = /(?<!\\)\$$/.test(expression);
  const inner = expression.slice(isAnchored ? 1 : 0, endsHere ? -1 : undefined);
  const pattern = inner.replace(/\.[*+]|\\.|\\$|./gs, (token) => translated(name, token));
  return `${isAnchored ? '' : '%'}${pattern.toLowerCase()}${endsHere ? '' : '%'}`;
}

function translated(name: string, token: string): string {
  if (token === '.*') return '%';
  if (token === '.+') return '_%';
  if (token === '.') return '_';
  const isEscaped = token.startsWith('\\');
  const literal = isEscaped ? token.slice(1) : token;
  if (literal === '' || (isEscaped && /\w/.test(literal)) || (!isEscaped && SPECIAL.test(literal))) {
    throw invalidParameter(name, `${token} is not understood: literals, ., .*, .+, ^, $ and | are`);
  }
  return /[%_\\]/.test(literal) ? `\\${literal}` : literal;
}
