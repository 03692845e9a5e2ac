// Builds requests from the published documents alone: the fields an operation takes, an example value
// for any schema, and the smallest request that satisfies all required fields. Fuzzers start from these.

import { createHash } from 'node:crypto';
import { type Method, type Operation, type Product, resolveSchema, type Schema } from './documents.ts';

/** One field of a request, wherever it travels. */
export interface RequestField {
  name: string;
  in: 'path' | 'query' | 'header' | 'body';
  required: boolean;
  schema: Schema;
}

/** A request ready to be sent below a product's base address. */
export interface ExampleRequest {
  method: Method;
  /** Path with its parameters filled in and its query string appended. */
  url: string;
  headers: Record<string, string>;
  /** Encoded body; undefined for operations without one. */
  body: string | undefined;
}

export interface ExampleOptions {
  /** Values by field name: they replace the built ones and add optional fields. */
  values?: Readonly<Record<string, unknown>>;
  /** Another seed gives other SIDs and texts, the same seed the same ones. */
  seed?: number;
}

const byFormat: Readonly<Record<string, string>> = {
  uri: 'https://example.com/callback',
  'phone-number': '+15005550006',
  endpoint: '+15005550006',
  'date-time': '2026-01-02T03:04:05Z',
  date: '2026-01-02',
  'http-method': 'POST',
  'iso-country-code': 'US',
  currency: 'USD',
  twiml: '<Response/>',
};

/** Every field the operation documents, path first. */
export function requestFields(operation: Operation): RequestField[] {
  const parameters = operation.parameters.map((parameter) => ({
    name: parameter.name,
    in: parameter.in,
    required: parameter.required === true,
    schema: resolveSchema(operation.product, parameter.schema).schema,
  }));
  if (!operation.requestBody) return parameters;
  const { schema } = resolveSchema(operation.product, operation.requestBody.schema);
  const body = Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'body' as const,
    required: schema.required?.includes(name) === true,
    schema: resolveSchema(operation.product, property).schema,
  }));
  return [...parameters, ...body];
}

/** The smallest valid request: required fields with example values, plus whatever `values` names. */
export function minimalRequest(operation: Operation, options: ExampleOptions = {}): ExampleRequest {
  const { values = {}, seed = 0 } = options;
  const request = { path: operation.path, query: new URLSearchParams(), form: new URLSearchParams() };
  const headers: Record<string, string> = {};
  const json: Record<string, unknown> = {};
  for (const field of requestFields(operation)) {
    const given = Object.hasOwn(values, field.name);
    if (!given && !field.required) continue;
    const value = given
      ? values[field.name]
      : exampleValue(operation.product, field.schema, seed, field.name);
    if (field.in === 'path') {
      request.path = request.path.replace(`{${field.name}}`, encodeURIComponent(toText(value)));
    } else if (field.in === 'header') headers[field.name] = toText(value);
    else if (field.in === 'query') append(request.query, field.name, value);
    else {
      append(request.form, field.name, value);
      json[field.name] = value;
    }
  }
  const contentType = operation.requestBody?.contentType;
  if (contentType) headers['content-type'] = contentType;
  return {
    method: operation.method,
    url: request.query.size > 0 ? `${request.path}?${request.query}` : request.path,
    headers,
    body:
      contentType && (contentType === 'application/json' ? JSON.stringify(json) : request.form.toString()),
  };
}

/** A value that satisfies the schema; `name` keeps SIDs of different fields apart. */
export function exampleValue(product: Product, documented: Schema, seed = 0, name = ''): unknown {
  const { schema } = resolveSchema(product, documented);
  if (schema.enum) return schema.enum.find((value) => value !== null);
  switch (schema.type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'array':
      return [exampleValue(product, schema.items ?? {}, seed, name)];
    case 'string':
      return exampleText(schema, seed, name);
    default:
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [
          key,
          exampleValue(product, schema.properties?.[key] ?? {}, seed, `${name}.${key}`),
        ]),
      );
  }
}

function exampleText(schema: Schema, seed: number, name: string): string {
  const digest = createHash('sha256').update(`${name} ${seed}`).digest('hex');
  if (schema.pattern !== undefined) return exampleSid(schema.pattern, digest.slice(0, 32));
  const text = byFormat[schema.format ?? ''] ?? `text ${digest.slice(0, 8)}`;
  return text.padEnd(schema.minLength ?? 0, 'x').slice(0, schema.maxLength);
}

function exampleSid(pattern: string, digits: string): string {
  const prefix = /^\^\(?([A-Z]{2})/.exec(pattern)?.[1] ?? 'ZZ';
  const sid = `${prefix}${digits}`;
  if (!new RegExp(pattern).test(sid)) throw new Error(`cannot build an example for the pattern ${pattern}`);
  return sid;
}

function append(target: URLSearchParams, name: string, value: unknown): void {
  for (const item of Array.isArray(value) ? value : [value]) target.append(name, toText(item));
}

// Clients send an object as JSON inside one field, null as an empty one.
function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
