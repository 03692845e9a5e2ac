// Reads a workflow's configuration into the plan tasks are routed by, or says where in it the mistake is.
import {
  compileExpression,
  compileOrderBy,
  type Expression,
  ExpressionError,
  parse,
  readsTimeOfDay,
} from '#kernel/expression/expression.ts';
import { matchKeyOf } from '../routing/match-key.ts';
import type { Plan, PlannedFilter, PlannedTarget, TargetSource } from '../routing/plan.ts';

/** Longest configuration, in bytes (TaskRouter "limits"). */
const SIZE_LIMIT = 1_038_576;
/** Longest wait in a target: the longest time to live of a task, two weeks, in seconds. */
const LONGEST_TIMEOUT = 1_209_600;
const HIGHEST_PRIORITY = 2 ** 31 - 1;

/** A mistake in a configuration, with its place (`task_routing.filters[0].targets[1].queue`). */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
  }
}

type Json = Record<string, unknown>;

function objectAt(value: unknown, path: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new ConfigurationError(path, 'it is not an object');
}

function listAt(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new ConfigurationError(path, 'it is not an array');
}

/** Text, or null when the key is absent, null or empty. */
function textAt(from: Json, key: string, path: string): string | null {
  const value = from[key];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value;
  throw new ConfigurationError(`${path}.${key}`, 'it is not a string');
}

/** A whole number, as a number or a numeric string: consoles save both. */
function numberAt(from: Json, key: string, path: string, min: number, max: number): number | null {
  const value = from[key];
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max) {
    throw new ConfigurationError(`${path}.${key}`, `it is not a whole number between ${min} and ${max}`);
  }
  return number;
}

function compiled<T>(text: string, path: string, compile: (text: string) => T): T {
  try {
    return compile(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new ConfigurationError(path, `${error.message} (line ${error.line}, column ${error.column})`);
  }
}

function treeAt(from: Json, key: string, path: string): Expression | null {
  const text = textAt(from, key, path);
  return text === null ? null : compiled(text, `${path}.${key}`, parse);
}

function expressionAt(from: Json, key: string, path: string) {
  const text = textAt(from, key, path);
  return text === null ? null : compiled(text, `${path}.${key}`, compileExpression);
}

const QUEUE_SID = /^WQ[0-9a-fA-F]{32}$/;

function queueAt(from: Json, path: string): string | null {
  const queue = textAt(from, 'queue', path);
  if (queue !== null && !QUEUE_SID.test(queue)) {
    throw new ConfigurationError(`${path}.queue`, 'it is not the SID of a TaskQueue');
  }
  return queue;
}

/** The attribute of the task that names the known worker, and how it is compared with workers. */
function knownWorkerAt(from: Json, path: string): PlannedTarget['knownWorker'] {
  const bySid = textAt(from, 'known_worker_sid', path);
  const byName = textAt(from, 'known_worker_friendly_name', path);
  if (bySid !== null && byName !== null) {
    throw new ConfigurationError(path, 'known_worker_sid and known_worker_friendly_name exclude each other');
  }
  if (bySid === null && byName === null) return null;
  const place = `${path}.${bySid === null ? 'known_worker_friendly_name' : 'known_worker_sid'}`;
  const attribute = (bySid ?? byName) as string;
  const field = bySid === null ? 'worker.friendly_name' : 'worker.sid';
  const comparison = compiled(`${attribute} == ${field}`, place, parse);
  if (comparison.kind !== 'comparison' || comparison.left.kind !== 'reference') {
    throw new ConfigurationError(place, 'it does not name an attribute of the task');
  }
  return {
    attribute: comparison.left.path,
    field: bySid === null ? 'friendly_name' : 'sid',
    matches: compileExpression(comparison),
  };
}

function targetAt(value: unknown, path: string, inherited: string | null): PlannedTarget {
  const from = objectAt(value, path);
  const queueSid = queueAt(from, path) ?? inherited;
  if (queueSid === null) throw new ConfigurationError(`${path}.queue`, 'the first target needs a queue');
  const orderBy = textAt(from, 'order_by', path);
  const timeout = numberAt(from, 'timeout', path, 1, LONGEST_TIMEOUT);
  const expression = treeAt(from, 'expression', path);
  const knownWorker = knownWorkerAt(from, path);
  return {
    queueSid,
    workerSid: null,
    matches: expression === null ? null : compileExpression(expression),
    readsTime: expression !== null && readsTimeOfDay(expression),
    key: matchKeyOf(expression, knownWorker),
    priority: numberAt(from, 'priority', path, 0, HIGHEST_PRIORITY),
    timeout: timeout === null ? null : timeout * 1_000,
    skips: expressionAt(from, 'skip_if', path),
    order: orderBy === null ? null : compiled(orderBy, `${path}.order_by`, compileOrderBy),
    orderText: orderBy ?? '',
    knownWorker,
    source: {
      expression: textAt(from, 'expression', path),
      skipIf: textAt(from, 'skip_if', path),
      orderBy,
      knownWorker: textAt(from, 'known_worker_sid', path) ?? textAt(from, 'known_worker_friendly_name', path),
    },
  };
}

function filterAt(value: unknown, path: string): PlannedFilter {
  const from = objectAt(value, path);
  const expression = from['expression'];
  if (typeof expression !== 'string') {
    throw new ConfigurationError(`${path}.expression`, 'a filter needs an expression');
  }
  const listed = listAt(from['targets'], `${path}.targets`);
  if (listed.length === 0) throw new ConfigurationError(`${path}.targets`, 'a filter needs a target');
  const targets: PlannedTarget[] = [];
  for (const [number, target] of listed.entries()) {
    targets.push(targetAt(target, `${path}.targets[${number}]`, targets.at(-1)?.queueSid ?? null));
  }
  return {
    name: textAt(from, 'filter_friendly_name', path) ?? textAt(from, 'friendly_name', path),
    expression,
    matches: compiled(expression, `${path}.expression`, compileExpression),
    targets,
  };
}

const NOTHING_WRITTEN: TargetSource = { expression: null, skipIf: null, orderBy: null, knownWorker: null };

/** A target without conditions, where a task waits until its time to live is over. */
export function plainTarget(queueSid: string | null, workerSid: string | null = null): PlannedTarget {
  return {
    queueSid,
    workerSid,
    matches: null,
    readsTime: false,
    key: matchKeyOf(null, null),
    priority: null,
    timeout: null,
    skips: null,
    order: null,
    orderText: '',
    knownWorker: null,
    source: NOTHING_WRITTEN,
  };
}

/**
 * Reads a configuration (TaskRouter "Workflow configuration"), with or without the `task_routing` wrapper.
 * @throws {ConfigurationError} for one that cannot be followed.
 */
export function readConfiguration(text: string): Plan {
  if (Buffer.byteLength(text) > SIZE_LIMIT) {
    throw new ConfigurationError('configuration', `it is larger than ${SIZE_LIMIT} bytes`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError('configuration', `it is not valid JSON (${(error as Error).message})`);
  }
  const outer = objectAt(value, 'configuration');
  const isWrapped = outer['task_routing'] !== undefined;
  const routing = isWrapped ? objectAt(outer['task_routing'], 'task_routing') : outer;
  const root = isWrapped ? 'task_routing' : 'configuration';
  if (!isWrapped && outer['filters'] === undefined && outer['default_filter'] === undefined) {
    throw new ConfigurationError('task_routing', 'it is missing');
  }
  const filters = listAt(routing['filters'], `${root}.filters`).map((filter, number) =>
    filterAt(filter, `${root}.filters[${number}]`),
  );
  return { filters, fallback: fallbackAt(routing, root), isDirect: false };
}

function fallbackAt(routing: Json, root: string): PlannedTarget | null {
  const value = routing['default_filter'];
  if (value === undefined || value === null) return null;
  const path = `${root}.default_filter`;
  const queueSid = queueAt(objectAt(value, path), path);
  if (queueSid === null) throw new ConfigurationError(`${path}.queue`, 'it is missing');
  return plainTarget(queueSid);
}
