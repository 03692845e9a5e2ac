// Repeats a request through the official SDK: it must ask for exactly what we asked for, and be able to read the
// answer the server gave. The answer is handed over without the network, so nothing is done twice.

import { type Operation, resolveSchema, type Schema } from '../support/openapi/documents.ts';
import { encodeForm, type Input, type WireRequest } from './request.ts';
import { clientOver, type SdkRequest, sdkFunction } from './sdk-operations.ts';

/** One answered request. */
export interface Exchange {
  readonly operation: Operation;
  /** Values of the path parameters in the order of the path. */
  readonly parameters: readonly string[];
  readonly input: Input;
  readonly headers: Readonly<Record<string, string>>;
  readonly request: WireRequest;
  readonly status: number;
  readonly body: unknown;
}

type SdkObject = Record<string, unknown>;

/** What keeps the SDK from doing the same; an empty list when it can. */
export async function replayThroughSdk(exchange: Exchange): Promise<string[]> {
  const locate = sdkFunction(exchange.operation);
  if (locate === undefined) return ['the SDK has no such operation'];
  let sent: SdkRequest | undefined;
  const client = clientOver(async (request) => {
    sent = request;
    return { statusCode: exchange.status, body: exchange.body ?? '' };
  });
  let parsed: unknown;
  try {
    parsed = await locate(client, exchange.parameters)(sdkInput(exchange));
  } catch (error) {
    return [`the SDK fails: ${(error as Error).message}`];
  }
  return [...requestProblems(exchange.request, sent!), ...parseProblems(exchange, parsed)];
}

/** Parameters the SDK cannot call by their own names. */
const RENAMED: Readonly<Record<string, string>> = { Version: 'versionParam' };

/** Wire names as the SDK spells them: `Integration.FlowSid` is `integration.flowSid`. */
function sdkName(wireName: string): string {
  const renamed = RENAMED[wireName];
  if (renamed !== undefined) return renamed;
  const [name, comparison] = /^(.*?)([<>]?)$/.exec(wireName)!.slice(1) as [string, string];
  const words = name
    .split('.')
    .map((word) => word.charAt(0).toLowerCase() + word.slice(1))
    .join('.');
  return words + ({ '<': 'Before', '>': 'After' }[comparison] ?? '');
}

function sdkInput({ operation, input, headers }: Exchange): unknown {
  const named = Object.entries(headers).map(([name, value]) => [sdkName(name.replaceAll('-', '')), value]);
  if (operation.method === 'DELETE') return Object.fromEntries(named);
  if (operation.requestBody?.contentType === 'application/json') return input;
  return Object.fromEntries([
    ...named,
    ...Object.entries(input).map(([name, value]) => [sdkName(name), value]),
  ]);
}

function requestProblems(request: WireRequest, sent: SdkRequest): string[] {
  const sdkUrl = new URL(sent.uri);
  const [path = '', query = ''] = request.url.split('?', 2);
  const problems: string[] = [];
  if (sent.method.toUpperCase() !== request.method || sdkUrl.pathname !== path) {
    problems.push(`the SDK asks for ${sent.method.toUpperCase()} ${sdkUrl.pathname}`);
  }
  if (request.contentType !== 'application/json') {
    const ours = new URLSearchParams(request.body ?? query);
    const theirs = encodeForm((sent.data ?? sent.params ?? {}) as Input);
    ours.sort();
    theirs.sort();
    if (ours.toString() !== theirs.toString()) {
      problems.push(`the SDK sends ${theirs}, the scenario ${ours}`);
    }
  }
  return problems;
}

function parseProblems({ operation, body }: Exchange, parsed: unknown): string[] {
  if (operation.method === 'DELETE') return parsed === true ? [] : ['the SDK takes the removal for failed'];
  const { schema } = resolveSchema(operation.product, operation.responseSchema ?? {});
  const page = parsed as { instances?: SdkObject[] };
  if (!Array.isArray(page.instances))
    return fieldProblems(operation, schema, body as SdkObject, page as SdkObject);
  const listed = Object.entries(schema.properties ?? {}).find(([, property]) => property.type === 'array');
  if (listed === undefined) return ['the documented page has no list'];
  const [key, { items = {} }] = listed;
  const rows = (body as Record<string, SdkObject[]>)[key] ?? [];
  if (rows.length !== page.instances.length) {
    return [`the SDK reads ${page.instances.length} of ${rows.length} items`];
  }
  const item = resolveSchema(operation.product, items).schema;
  return page.instances.flatMap((instance, index) => fieldProblems(operation, item, rows[index]!, instance));
}

/** Every documented field must come out of the SDK, a date as a date. */
function fieldProblems(operation: Operation, schema: Schema, body: SdkObject, instance: SdkObject): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, documented]) => {
    const property = resolveSchema(operation.product, documented).schema;
    const name = key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    // A property with the name of a keyword, such as `private`, has a line in front of it.
    const value = instance[name] === undefined ? instance[`_${name}`] : instance[name];
    if (value === undefined) return [`the SDK reads no ${name}`];
    const isDate = property.format?.startsWith('date-time') === true;
    if (isDate && typeof body[key] === 'string' && !(value instanceof Date)) {
      return [`the SDK reads ${name} as ${typeof value}`];
    }
    if (typeof value === 'number' && Number.isNaN(value)) return [`the SDK reads ${name} as NaN`];
    return [];
  });
}
