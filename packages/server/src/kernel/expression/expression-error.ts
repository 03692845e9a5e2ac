// The one error this folder throws: an expression that cannot be read, with the place where reading stopped.
// Its translation into an HTTP answer is left to the caller.

/** Why an expression was refused; callers that explain errors (the linter, a form) branch on it. */
export type ExpressionErrorReason = 'syntax' | 'hyphen' | 'empty' | 'too-long' | 'too-deep';

/** A place in an expression: `offset` counts UTF-16 units from 0, `line` and `column` count from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Converts an offset into the line and column a person would point at. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { offset, line, column: offset - lineStart + 1 };
}

/** Thrown for every text that is not an expression; the API answers it with 400 and code 20001. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly reason: ExpressionErrorReason;
  readonly offset: number;
  readonly line: number;
  readonly column: number;

  constructor(message: string, text: string, offset: number, reason: ExpressionErrorReason = 'syntax') {
    super(message);
    const position = positionAt(text, offset);
    this.reason = reason;
    this.offset = offset;
    this.line = position.line;
    this.column = position.column;
  }
}
