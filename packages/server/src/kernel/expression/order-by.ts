// Reads the `order_by` of a workflow target and turns it into the order in which its workers are offered
// a task.

import { descend, type JsonObject, type JsonValue, typeOf } from './documents.ts';
import { parseReference } from './parse.ts';
import { printPath } from './print.ts';
import type { PathStep, Reference } from './syntax.ts';
import { TokenSource } from './token-source.ts';

export type Direction = 'ASC' | 'DESC';

/** One criterion; `attribute` is a path inside the worker's document, without the `worker.` prefix. */
export interface OrderClause {
  readonly attribute: readonly PathStep[];
  readonly direction: Direction;
}

/** Orders two workers by their attribute documents: negative when the first is offered the task earlier. */
export type WorkerOrder = (first: JsonObject, second: JsonObject) => number;

/**
 * Reads `worker.level DESC, worker.cost ASC` (TaskRouter "ordering workers"). The prefix may be left out
 * and the direction then is ascending; blank text has no criteria.
 * @throws {ExpressionError} for anything else, `task.` included: it is the same for every worker.
 */
export function parseOrderBy(text: string): readonly OrderClause[] {
  const source = new TokenSource(text);
  const clauses: OrderClause[] = [];
  if (source.peek().kind === 'end') return clauses;
  do clauses.push(parseClause(source));
  while (source.takeSymbol(','));
  if (source.peek().kind !== 'end') throw source.unexpected('ASC, DESC, "," or the end');
  return clauses;
}

function parseClause(source: TokenSource): OrderClause {
  const token = source.peek();
  const { path } = parseReference(source);
  if (path[0] === 'task') {
    throw source.error(`${printPath(path)} does not order workers; name a worker attribute`, token);
  }
  if (path[0] === 'worker' && path.length === 1) {
    throw source.error('name the attribute to order by: worker.<attribute>', token);
  }
  return { attribute: withoutPrefix(path), direction: parseDirection(source) };
}

function withoutPrefix(path: Reference['path']): readonly PathStep[] {
  return path[0] === 'worker' ? path.slice(1) : path;
}

function parseDirection(source: TokenSource): Direction {
  if (source.takeWord('DESC')) return 'DESC';
  source.takeWord('ASC');
  return 'ASC';
}

/**
 * Compiles an `order_by` into a comparator for `sort`. The first criterion that tells two workers apart
 * decides; 0 leaves the choice to the caller's own tie-break.
 *
 * A worker without the attribute comes after those that have it, whatever the direction. So does, after
 * all numbers, a worker whose value is of another type: a mistyped level must not win by being sorted down.
 */
export function compileOrderBy(orderBy: string | readonly OrderClause[]): WorkerOrder {
  const clauses = typeof orderBy === 'string' ? parseOrderBy(orderBy) : orderBy;
  return (first, second) => {
    for (const { attribute, direction } of clauses) {
      const a = descend(first, attribute, 0);
      const b = descend(second, attribute, 0);
      const order = rankOf(a) - rankOf(b) || compareAlike(a, b) * (direction === 'DESC' ? -1 : 1);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function rankOf(value: JsonValue): number {
  switch (typeOf(value)) {
    case 'number':
      return 0;
    case 'string':
      return 1;
    case 'boolean':
      return 2;
    default:
      return 3;
  }
}

/** Orders two values of one rank; those that count as missing are all alike. */
function compareAlike(a: JsonValue, b: JsonValue): number {
  if (a === null || b === null || typeof a === 'object' || typeof b === 'object' || a === b) return 0;
  return a < b ? -1 : 1;
}
