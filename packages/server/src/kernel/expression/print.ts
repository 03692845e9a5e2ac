// Writes a tree back as text: one canonical spelling for each tree, which reads back as the same tree.

import type { Expression, Operand, Reference } from './syntax.ts';

/** Writes an expression with the fewest parentheses, keywords in capitals and single spaces. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'comparison':
      return `${printOperand(expression.left)} ${expression.operator} ${printOperand(expression.right)}`;
    case 'not':
      return `NOT ${grouped(expression.term, isLogical(expression.term))}`;
    case 'and':
      return expression.terms.map((term) => grouped(term, isLogical(term))).join(' AND ');
    case 'or':
      return expression.terms.map((term) => grouped(term, term.kind === 'or')).join(' OR ');
  }
}

/** Writes a constant, an array or an attribute as it stands in an expression. */
export function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'constant':
      return typeof operand.value === 'string' ? printString(operand.value) : String(operand.value);
    case 'list':
      return `[${operand.items.map(printOperand).join(', ')}]`;
    case 'reference':
      return printPath(operand.path);
  }
}

/** Writes the path of an attribute: `object.array[2]`. */
export function printPath(path: Reference['path']): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`))
    .join('');
}

function isLogical(expression: Expression): boolean {
  return expression.kind === 'and' || expression.kind === 'or';
}

function grouped(expression: Expression, parentheses: boolean): string {
  return parentheses ? `(${print(expression)})` : print(expression);
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function printString(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let body = '';
  for (const char of value) body += char === quote ? `\\${quote}` : printCharacter(char);
  return quote + body + quote;
}

function printCharacter(char: string): string {
  const named = NAMED_ESCAPES[char];
  if (named !== undefined) return named;
  return char < ' ' ? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}` : char;
}
