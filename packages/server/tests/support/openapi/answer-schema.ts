// Checks one answer against its documented operation: status, types, patterns, enums and dates as
// published, and our own stricter rule that every documented property is present and none else.

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import { type PropertyException, propertyExceptions } from './answer-exceptions.ts';
import { answerFormats } from './answer-formats.ts';
import { type AnswerSchema, orNull, relax } from './answer-relaxations.ts';
import { type Operation, type Product, resolveSchema, type Schema } from './documents.ts';

/** One way in which an answer differs from its documentation. */
export interface Problem {
  /** JSON pointer into the body; the empty string is the answer as a whole. */
  path: string;
  message: string;
}

const ajv = new Ajv({ allErrors: true, strict: false });
ajvFormats.default(ajv);
for (const [name, format] of Object.entries(answerFormats)) ajv.addFormat(name, format);

const validators = new Map<Operation, ValidateFunction>();

/** Everything that is wrong with an answer to this operation; an empty list means it conforms. */
export function checkAnswer(operation: Operation, status: number, body: unknown): Problem[] {
  if (!operation.acceptedStatuses.includes(status)) {
    return [
      { path: '', message: `status is ${status}, documented ${operation.acceptedStatuses.join(' or ')}` },
    ];
  }
  if (!operation.responseSchema) {
    const empty = body === undefined || body === null || body === '';
    return empty ? [] : [{ path: '', message: 'has a body, documented without one' }];
  }
  let validate = validators.get(operation);
  if (!validate) {
    validate = ajv.compile(answerSchema(operation.product, operation.responseSchema));
    validators.set(operation, validate);
  }
  validate(body);
  return (validate.errors ?? []).map(toProblem);
}

/** Turns a documented schema into the strict JSON Schema our answers are held to. */
export function answerSchema(product: Product, documented: Schema): AnswerSchema {
  const { schema, name } = resolveSchema(product, documented);
  const { properties, items, oneOf, nullable, ...plain } = schema;
  const strict: AnswerSchema = { ...plain };
  if (items) strict['items'] = answerSchema(product, items);
  if (oneOf) strict['oneOf'] = oneOf.map((option) => answerSchema(product, option));
  if (properties && Object.keys(properties).length > 0) {
    strict['properties'] = Object.fromEntries(
      Object.entries(properties).map(([key, property]) => [
        key,
        exceptionsFor(product, name, key).reduce(relax, answerSchema(product, property)),
      ]),
    );
    strict['required'] = Object.keys(properties);
    strict['additionalProperties'] = false;
  }
  if (schema.format === 'uri-map') strict['additionalProperties'] = { type: 'string', format: 'uri' };
  return nullable ? orNull(strict) : strict;
}

function exceptionsFor(
  product: Product,
  name: string | undefined,
  key: string,
): readonly PropertyException[] {
  return propertyExceptions.filter(
    (exception) =>
      exception.product === product &&
      (exception.schemas === undefined || (name !== undefined && exception.schemas.includes(name))) &&
      exception.properties.includes(key),
  );
}

function toProblem(error: ErrorObject): Problem {
  const params = error.params as Record<string, unknown>;
  const key = params['missingProperty'] ?? params['additionalProperty'];
  const path = typeof key === 'string' ? `${error.instancePath}/${escapePointer(key)}` : error.instancePath;
  switch (error.keyword) {
    case 'required':
      return { path, message: 'is documented but missing' };
    case 'additionalProperties':
      return { path, message: 'is not documented' };
    case 'enum':
      return { path, message: `must be one of ${JSON.stringify(params['allowedValues'])}` };
    default:
      return { path, message: error.message ?? error.keyword };
  }
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
