// Hands the tokens of a text to a reader one by one, bounds how deep it may descend, and words its complaints.

import { ExpressionError } from './expression-error.ts';
import type { Span } from './syntax.ts';
import { type Token, tokenize } from './tokens.ts';

/** Deepest accepted nesting of parentheses, NOT and arrays; deeper text is refused, not overflowed on. */
export const MAX_DEPTH = 200;

/** The tokens still to be read; the readers of expressions and of `order_by` share it. */
export class TokenSource {
  readonly text: string;
  private readonly tokens: readonly Token[];
  private index = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokenize(text);
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.peek();
    this.index += 1;
    return token;
  }

  takeSymbol(symbol: string): boolean {
    const token = this.peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.index += 1;
    return true;
  }

  takeWord(keyword: string): boolean {
    if (!this.isWord(keyword)) return false;
    this.index += 1;
    return true;
  }

  isWord(keyword: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.text.toUpperCase() === keyword;
  }

  nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) {
      const message = `the expression is nested more than ${MAX_DEPTH} levels deep`;
      throw new ExpressionError(message, this.text, this.peek().start, 'too-deep');
    }
    const result = read();
    this.depth -= 1;
    return result;
  }

  spanFrom(start: number): Span {
    return { start, end: this.tokens[this.index - 1]?.end ?? start };
  }

  error(message: string, token: Token): ExpressionError {
    return new ExpressionError(message, this.text, token.start);
  }

  unexpected(expected: string): ExpressionError {
    const token = this.peek();
    if (token.kind === 'end') return this.error(`the expression ends where ${expected} should follow`, token);
    const found = this.text.slice(token.start, token.end);
    return this.error(`found ${found} where ${expected} should be`, token);
  }
}
