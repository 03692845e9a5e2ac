// The JSON documents an expression is evaluated over, and how an attribute is looked up in them.

import type { PathStep, Reference } from './syntax.ts';

export type JsonValue = string | number | boolean | null | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/**
 * What an expression may refer to.
 *
 * `named` documents are reached by their name (`task.`, `worker.`, `workers.`); every other key belongs to
 * `attributes`, the document that needs no prefix: the worker's in a queue, the task's in a workflow filter.
 */
export interface Documents {
  readonly attributes?: JsonObject;
  readonly named?: Readonly<Record<string, JsonObject>>;
}

/**
 * Finds the value of an attribute; what is missing is null (TaskRouter "expression syntax").
 *
 * Only a document's own keys count, so that `constructor` or `toString` are as absent as any other name.
 */
export function resolve(documents: Documents, path: Reference['path']): JsonValue {
  const { attributes, named } = documents;
  const root = path[0];
  if (named !== undefined && Object.hasOwn(named, root)) return descend(named[root] ?? null, path, 1);
  return attributes === undefined ? null : descend(attributes, path, 0);
}

/** Follows the steps of a path from the one at `from` on. */
export function descend(start: JsonValue, path: readonly PathStep[], from: number): JsonValue {
  let value = start;
  for (let at = from; at < path.length && value !== null; at += 1) value = step(value, path[at]!);
  return value;
}

function step(value: JsonValue, key: PathStep): JsonValue {
  if (typeof value !== 'object' || value === null) return null;
  if (isArray(value)) return typeof key === 'number' ? (value[key] ?? null) : null;
  return typeof key === 'string' && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

/** `Array.isArray` that also recognises read-only arrays. */
export function isArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value);
}

/** Neither an array nor an object; null is a scalar. */
export function isScalar(value: JsonValue): value is string | number | boolean | null {
  return value === null || typeof value !== 'object';
}

export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** Names the JSON type of a value. */
export function typeOf(value: JsonValue): JsonType {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  return typeof value as 'string' | 'number' | 'boolean' | 'object';
}
