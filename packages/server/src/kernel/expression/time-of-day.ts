// The time of day as expressions read it: `taskrouter.currentTime` and its like, filled in from the clock.

import type { JsonObject } from './documents.ts';
import { printOperand } from './print.ts';
import type { Comparison, Expression, Operand } from './syntax.ts';
import { type Warning, warn } from './warnings.ts';

/** Name of the document that holds the time. */
const ROOT = 'taskrouter';

const DAYS: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const KEYS: ReadonlySet<string> = new Set(['currentTime', 'currentHour', 'currentMin', 'dayOfWeek']);
const MINUTE_MS = 60_000;

let latest: { readonly minute: number; readonly document: JsonObject } | undefined;

/**
 * The document `taskrouter` of an expression in a workflow, in UTC (TaskRouter "Time of Day Routing"): the time as
 * a number HHMM, hour and minute as numbers, and the day as `Mon`. All of it stays the same for a minute.
 */
export function timeOfDay(now: number): JsonObject {
  const minute = Math.floor(now / MINUTE_MS);
  if (latest?.minute === minute) return latest.document;
  const date = new Date(minute * MINUTE_MS);
  const [hours, minutes] = [date.getUTCHours(), date.getUTCMinutes()];
  const document = {
    currentTime: hours * 100 + minutes,
    currentHour: hours,
    currentMin: minutes,
    dayOfWeek: DAYS[date.getUTCDay()]!,
  };
  latest = { minute, document };
  return document;
}

/** Whether the operand reads the time of day. */
export function isTime(operand: Operand): boolean {
  return operand.kind === 'list' ? operand.items.some(isTime) : keyOf(operand) !== undefined;
}

function keyOf(operand: Operand): string | undefined {
  if (operand.kind !== 'reference' || operand.path[0] !== ROOT || operand.path.length < 2) return undefined;
  return String(operand.path[1]);
}

/** Whether what an expression says can change by time alone. */
export function readsTimeOfDay(expression: Expression): boolean {
  switch (expression.kind) {
    case 'comparison':
      return isTime(expression.left) || isTime(expression.right);
    case 'not':
      return readsTimeOfDay(expression.term);
    default:
      return expression.terms.some(readsTimeOfDay);
  }
}

/** When what the time of day says changes next, in milliseconds. */
export function nextTimeOfDay(now: number): number {
  return (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
}

/** Finds a misspelled time, or a day that never comes. */
export function timeWarning({ left, right }: Comparison): Warning | undefined {
  const keys = [left, right].map(keyOf);
  const unknown = keys.find((key) => key !== undefined && !KEYS.has(key));
  if (unknown !== undefined) {
    const known = [...KEYS].join(', ');
    return warn('unknown-time', `there is no ${ROOT}.${unknown}, so it is null; there are ${known}`);
  }
  if (!keys.includes('dayOfWeek')) return undefined;
  const other = keys[0] === 'dayOfWeek' ? right : left;
  const wrong = (other.kind === 'list' ? other.items : [other]).find(isNoDay);
  if (wrong === undefined) return undefined;
  return warn(
    'unknown-time',
    `${printOperand(wrong)} is not a day; the days are Mon, Tue, Wed, Thu, Fri, Sat, Sun`,
  );
}

function isNoDay(operand: Operand): boolean {
  return operand.kind === 'constant' && !DAYS.includes(String(operand.value));
}
