// What each kind of exception does to a property's schema.

import type { PropertyException } from './answer-exceptions.ts';

/** A JSON Schema as the validator takes it. */
export type AnswerSchema = Record<string, unknown>;

/** The same schema, satisfied by null as well: in its type and, where it has one, in its enumeration. */
export function orNull(schema: AnswerSchema): AnswerSchema {
  const result = { ...schema };
  if (typeof schema['type'] === 'string') result['type'] = [schema['type'], 'null'];
  if (Array.isArray(schema['enum'])) result['enum'] = [...new Set([...schema['enum'], null])];
  return result;
}

/** The schema of one property, opened as far as its exception says. */
export function relax(schema: AnswerSchema, exception: PropertyException): AnswerSchema {
  switch (exception.relax) {
    case 'may be null':
      return orNull(schema);
    case 'may be empty':
      return orEmpty(schema);
    case 'may hold nulls':
      return { ...schema, additionalProperties: orNull(schema['additionalProperties'] as AnswerSchema) };
    case 'is relative':
      return relative(schema);
    case 'is any text':
      return { type: schema['type'] };
    case 'is a map of flags':
      return { type: schema['type'], additionalProperties: { type: 'boolean' } };
  }
}

function orEmpty(schema: AnswerSchema): AnswerSchema {
  const result: AnswerSchema = { ...schema, minLength: 0 };
  if (typeof schema['pattern'] === 'string') result['pattern'] = `^$|(?:${schema['pattern']})`;
  if (schema['format'] === 'uri') result['format'] = 'uri-or-empty';
  return result;
}

function relative(schema: AnswerSchema): AnswerSchema {
  if (schema['format'] === 'uri-map') {
    return { ...schema, additionalProperties: { type: 'string', format: 'absolute-path' } };
  }
  return schema['type'] === 'object' ? schema : { ...schema, format: 'absolute-path' };
}
