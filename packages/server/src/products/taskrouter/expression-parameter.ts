// Expressions as a parameter: read when they are sent, so that a mistake is refused and not silently never true.
import { z } from 'zod';
import { compileExpression, ExpressionError } from '#kernel/expression/expression.ts';

/** An expression of TaskRouter's language; 400/20001 with the place of the mistake. */
export const expression = (max = 16_384) =>
  z
    .string()
    .max(max, `it is longer than ${max} characters`)
    .superRefine((value, context) => {
      try {
        compileExpression(value);
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        const place = `line ${error.line}, column ${error.column}`;
        context.addIssue({ code: 'custom', message: `${error.message} (${place})` });
      }
    });
