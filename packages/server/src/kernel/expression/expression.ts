// The front of the TaskRouter expression language: what the rest of the server may use of this folder.

export type { Documents, JsonArray, JsonObject, JsonValue } from './documents.ts';
export { descend, isArray, isScalar } from './documents.ts';
export { compileExpression, type Predicate } from './evaluate.ts';
export {
  compileExplanation,
  distanceOf,
  type Explanation,
  explainExpression,
  type FailedComparison,
  type Failure,
} from './explain.ts';
export { ExpressionError, type ExpressionErrorReason, type Position } from './expression-error.ts';
export { type Finding, type LintOptions, lintExpression } from './lint.ts';
export {
  compileOrderBy,
  type Direction,
  type OrderClause,
  parseOrderBy,
  type WorkerOrder,
} from './order-by.ts';
export { parse } from './parse.ts';
export { print } from './print.ts';
export {
  type AttributeReference,
  type Constraint,
  type ConstraintOptions,
  constraintsOf,
  type EqualityConstraint,
  type MembershipConstraint,
  referencedAttributes,
} from './references.ts';
export type { Expression, Operand, Reference } from './syntax.ts';
export { nextTimeOfDay, readsTimeOfDay, timeOfDay } from './time-of-day.ts';
export type { WarningCode } from './warnings.ts';
