// The tree an expression is read into. Types only, apart from the words the language reserves.

/** Half-open range of the text a node was read from; absent on trees built by hand. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Node {
  readonly span?: Span;
}

/** A literal string, number, boolean or null. Numbers are finite. */
export interface Constant extends Node {
  readonly kind: 'constant';
  readonly value: string | number | boolean | null;
}

/** A literal array: `['en', 'es']`. */
export interface List extends Node {
  readonly kind: 'list';
  readonly items: readonly Operand[];
}

export type PathStep = string | number;

/** A JSON key with its sub-keys and array indices: `object.array[2]` is `['object', 'array', 2]`. */
export interface Reference extends Node {
  readonly kind: 'reference';
  readonly path: readonly [string, ...PathStep[]];
}

export type Operand = Constant | List | Reference;

export type ScalarOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'CONTAINS';
export type ArrayOperator = 'HAS' | 'IN' | 'NOT IN';
export type Operator = ScalarOperator | ArrayOperator;

export interface Comparison extends Node {
  readonly kind: 'comparison';
  readonly left: Operand;
  readonly operator: Operator;
  readonly right: Operand;
}

/** `AND` or `OR` over two or more terms; a parenthesised group of the same kind stays a term of its own. */
export interface Logical extends Node {
  readonly kind: 'and' | 'or';
  readonly terms: readonly Expression[];
}

export interface Negation extends Node {
  readonly kind: 'not';
  readonly term: Expression;
}

export type Expression = Comparison | Logical | Negation;

/**
 * Words that cannot begin a reference. After a dot they are ordinary keys (`task.in`), because there
 * nothing else can follow.
 */
export const RESERVED_WORDS: ReadonlySet<string> = new Set([
  'AND',
  'OR',
  'NOT',
  'IN',
  'HAS',
  'CONTAINS',
  'TRUE',
  'FALSE',
  'NULL',
]);
