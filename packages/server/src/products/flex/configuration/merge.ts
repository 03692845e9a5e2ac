// How a change meets the settings there are: what is not said stays, down into objects.

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The settings after a change. Objects are merged key by key, at any depth; null takes a key away; lists and single
 * values are replaced (the rules of JSON Merge Patch, RFC 7396).
 */
export function merged(before: Json, change: Json): Json {
  const result: Json = { ...before };
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) continue;
    if (value === null) delete result[key];
    else if (isObject(value)) result[key] = merged(isObject(result[key]) ? result[key] : {}, value);
    else result[key] = value;
  }
  return result;
}
