// The published OpenAPI documents of the products we speak: finds them in the installed packages and
// lists their operations in one flat shape, with parameters, request body, answers and examples.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { statusOverrides } from './answer-exceptions.ts';

/** The documents that describe what Parley answers, in the order reports list them. */
export const products = [
  'flex_v1',
  'flex_v2',
  'proxy_v1',
  'chat_v2',
  'conversations_v1',
  'taskrouter_v1',
  'content_v1',
  'content_v2',
  'messaging_v1',
  'messaging_v2',
  'api_v2010',
  'sync_v1',
  'studio_v2',
  'serverless_v1',
] as const;

export type Product = (typeof products)[number];

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The part of an OpenAPI 3.0 schema that these documents use. */
export interface Schema {
  $ref?: string;
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  format?: string;
  nullable?: boolean;
  enum?: readonly unknown[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: readonly Schema[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}

export interface RequestBody {
  contentType: 'application/x-www-form-urlencoded' | 'application/json';
  schema: Schema;
}

export interface Example {
  name: string;
  status: number;
  body: unknown;
}

export interface Operation {
  product: Product;
  /** First label of the documented host name: `flex-api`, `proxy`, `chat`. */
  host: string;
  method: Method;
  path: string;
  operationId: string;
  /** The status we hold ourselves to. */
  successStatus: number;
  /** Every status that means success for this operation, `successStatus` first. */
  acceptedStatuses: readonly number[];
  /** Undefined when the documented answer has no body. */
  responseSchema: Schema | undefined;
  parameters: readonly Parameter[];
  requestBody: RequestBody | undefined;
  /** The example answers the document carries for its success statuses. */
  examples: readonly Example[];
}

type ExampleObject = { value: unknown };

interface MediaType {
  schema?: Schema;
  examples?: Record<string, ExampleObject | { $ref: string }>;
}

interface DocumentedOperation {
  operationId: string;
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, { content?: Record<string, MediaType> }>;
}

type PathItem = { servers?: { url: string }[] } & Partial<Record<Lowercase<Method>, DocumentedOperation>>;

export interface Document {
  servers: { url: string }[];
  paths: Record<string, PathItem>;
  components: {
    schemas: Record<string, Schema>;
    parameters?: Record<string, Parameter>;
    examples?: Record<string, ExampleObject>;
  };
}

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const documents = new Map<Product, Document>();
const operations = new Map<Product, readonly Operation[]>();

/** The parsed document of a product; read once. */
export function loadDocument(product: Product): Document {
  let document = documents.get(product);
  if (!document) {
    const root = dirname(createRequire(import.meta.url).resolve('@twilio/cli-core/package.json'));
    const file = join(root, 'src/services/twilio-api', `twilio_${product}.json`);
    document = JSON.parse(readFileSync(file, 'utf8')) as Document;
    documents.set(product, document);
  }
  return document;
}

/** Every operation a product documents, in document order. */
export function listOperations(product: Product): readonly Operation[] {
  let listed = operations.get(product);
  if (!listed) {
    listed = Object.entries(loadDocument(product).paths).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const documented = item[method.toLowerCase() as Lowercase<Method>];
        return documented ? [toOperation(product, path, item, method, documented)] : [];
      }),
    );
    operations.set(product, listed);
  }
  return listed;
}

/** One operation by its id; throws when the product does not document it. */
export function findOperation(product: Product, operationId: string): Operation {
  const operation = listOperations(product).find((candidate) => candidate.operationId === operationId);
  if (!operation) throw new Error(`${product} documents no operation ${operationId}`);
  return operation;
}

/** Follows a `$ref`; also tells the name of the component schema it led to. */
export function resolveSchema(
  product: Product,
  schema: Schema,
): { schema: Schema; name: string | undefined } {
  let name: string | undefined;
  let resolved = schema;
  while (resolved.$ref !== undefined) {
    name = lastSegment(resolved.$ref);
    const target = loadDocument(product).components.schemas[name];
    if (!target) throw new Error(`${product} has no schema ${name}`);
    resolved = target;
  }
  return { schema: resolved, name };
}

function toOperation(
  product: Product,
  path: string,
  item: PathItem,
  method: Method,
  documented: DocumentedOperation,
): Operation {
  const server = (item.servers ?? loadDocument(product).servers)[0];
  const statuses = acceptedStatuses(product, documented);
  const answers = statuses.map((status) => documented.responses[status]?.content?.['application/json']);
  return {
    product,
    host: new URL(server?.url ?? '').hostname.split('.')[0] ?? '',
    method,
    path,
    operationId: documented.operationId,
    successStatus: statuses[0] ?? 200,
    acceptedStatuses: statuses,
    responseSchema: answers.find((answer) => answer?.schema)?.schema,
    parameters: (documented.parameters ?? []).map((parameter) => toParameter(product, parameter)),
    requestBody: toRequestBody(documented),
    examples: answers.flatMap((answer, index) =>
      Object.entries(answer?.examples ?? {}).map(([name, example]) => ({
        name,
        status: statuses[index] ?? 200,
        body: exampleValue(product, example),
      })),
    ),
  };
}

function toParameter(product: Product, documented: Parameter | { $ref: string }): Parameter {
  if (!('$ref' in documented)) return documented;
  const parameter = loadDocument(product).components.parameters?.[lastSegment(documented.$ref)];
  if (!parameter) throw new Error(`${product} has no parameter ${documented.$ref}`);
  return parameter;
}

function exampleValue(product: Product, documented: ExampleObject | { $ref: string }): unknown {
  if (!('$ref' in documented)) return documented.value;
  const example = loadDocument(product).components.examples?.[lastSegment(documented.$ref)];
  if (!example) throw new Error(`${product} has no example ${documented.$ref}`);
  return example.value;
}

function lastSegment(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

function acceptedStatuses(product: Product, documented: DocumentedOperation): readonly number[] {
  const override = statusOverrides.find(
    (entry) => entry.product === product && entry.operationId === documented.operationId,
  );
  if (override) return [override.status];
  const succeeding = Object.keys(documented.responses)
    .map(Number)
    .filter((status) => status < 400);
  return succeeding.sort((a, b) => a - b);
}

function toRequestBody(documented: DocumentedOperation): RequestBody | undefined {
  for (const contentType of ['application/x-www-form-urlencoded', 'application/json'] as const) {
    const schema = documented.requestBody?.content[contentType]?.schema;
    if (schema) return { contentType, schema };
  }
  return undefined;
}
