// Finds the operations of the official SDK by walking its objects, so that each can be called by its address.

import { sdkClient } from '../support/clients.ts';
import { loadDocument, type Operation, type Product } from '../support/openapi/documents.ts';

/** What the SDK calls its HTTP layer with. */
export interface SdkRequest {
  readonly method: string;
  readonly uri: string;
  readonly params?: Record<string, unknown>;
  readonly data?: unknown;
}

/** What the SDK wants back from its HTTP layer. */
export interface SdkAnswer {
  readonly statusCode: number;
  readonly body: unknown;
}

/** A client whose requests are answered by `transport` instead of the network. */
export type SdkClient = object;

/** A client of the SDK over the given transport. */
export function clientOver(transport: (request: SdkRequest) => Promise<SdkAnswer>): SdkClient {
  const client = sdkClient('http://localhost', { sid: `AC${'0'.repeat(32)}`, token: 'token' });
  (client as unknown as { _httpClient: unknown })._httpClient = { request: transport };
  return client;
}

/** Finds the function of an operation in a client, for path parameters in the order of the path. */
type Locate = (client: SdkClient, parameters: readonly string[]) => (input: unknown) => Promise<unknown>;

type Callable = ((...parameters: string[]) => object) & { _uri?: string; _version?: unknown };

/** One step from an object of the SDK to the next: a property, called with some path parameters. */
interface Step {
  readonly property: string;
  /** Number of path parameters; undefined when the property is not called. */
  readonly arity: number | undefined;
}

/** Names of SDK domains that differ from the product's name. */
const DOMAINS: Partial<Record<string, string>> = { flex: 'flexApi' };

const METHODS: Readonly<Record<string, readonly string[]>> = {
  create: ['POST'],
  page: ['GET'],
  fetch: ['GET'],
  update: ['POST', 'PUT'],
  remove: ['DELETE'],
};

const catalogues = new Map<Product, ReadonlyMap<string, Locate>>();

/** The SDK's function for an operation, or undefined when the SDK lacks it. */
export function sdkFunction(operation: Operation): Locate | undefined {
  let catalogue = catalogues.get(operation.product);
  if (catalogue === undefined) {
    catalogue = catalogueOf(operation.product);
    catalogues.set(operation.product, catalogue);
  }
  return catalogue.get(`${operation.method} ${operation.path.replace(/\{\w+\}/g, '{}')}`);
}

function catalogueOf(product: Product): ReadonlyMap<string, Locate> {
  const [name = '', version = ''] = product.split('_');
  const client = clientOver(() => Promise.reject(new Error('the catalogue calls nothing')));
  const catalogue = new Map<string, Locate>();
  const prefix = Object.keys(loadDocument(product).paths)[0]?.split('/')[1] ?? '';
  const root: Step[] = [DOMAINS[name] ?? name, version].map((property) => ({ property, arity: undefined }));
  visit(client, root, prefix, catalogue);
  return catalogue;
}

function visit(client: SdkClient, steps: readonly Step[], prefix: string, found: Map<string, Locate>): void {
  const target = follow(client, steps, placeholders(steps)) as Record<string, unknown>;
  const uri = target['_uri'];
  if (typeof uri === 'string' && uri !== '') {
    for (const [name, methods] of Object.entries(METHODS)) {
      if (typeof target[name] !== 'function') continue;
      for (const method of methods) {
        const key = `${method} /${prefix}${uri.replace(/XX\d+/g, '{}')}`;
        if (!found.has(key)) found.set(key, locator(steps, name));
      }
    }
  }
  for (const property of subResources(target)) {
    const collection = target[property] as Callable;
    visit(client, [...steps, { property, arity: undefined }], prefix, found);
    if (typeof collection === 'function') {
      visit(client, [...steps, { property, arity: collection.length }], prefix, found);
    }
  }
}

function locator(steps: readonly Step[], name: string): Locate {
  return (client, parameters) => (input) => {
    const target = follow(client, steps, parameters) as Record<string, (input: unknown) => Promise<unknown>>;
    return target[name]!(input);
  };
}

function placeholders(steps: readonly Step[]): string[] {
  const count = steps.reduce((sum, { arity }) => sum + (arity ?? 0), 0);
  return Array.from({ length: count }, (_, index) => `XX${index}`);
}

function follow(client: SdkClient, steps: readonly Step[], parameters: readonly string[]): object {
  const left = [...parameters];
  return steps.reduce<object>((target, { property, arity }) => {
    const next = (target as Record<string, Callable>)[property]!;
    return arity === undefined ? next : next(...left.splice(0, arity));
  }, client);
}

/** Own and inherited properties that lead to further resources. */
function subResources(target: object): string[] {
  const names = new Set(Object.getOwnPropertyNames(target));
  for (let kind = Object.getPrototypeOf(target); kind !== null; kind = Object.getPrototypeOf(kind)) {
    if (kind === Object.prototype || kind === Function.prototype) break;
    for (const [name, { get }] of Object.entries(Object.getOwnPropertyDescriptors(kind))) {
      if (get !== undefined) names.add(name);
    }
  }
  return [...names].filter((name) => {
    if (name.startsWith('_') || ['domain', 'caller', 'arguments'].includes(name)) return false;
    const value = (target as Record<string, unknown>)[name];
    const isObject = typeof value === 'function' || (typeof value === 'object' && value !== null);
    return isObject && '_version' in value;
  });
}
