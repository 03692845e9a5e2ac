// Which published operations the report counts: everything the server knows as documented.

import { readFileSync } from 'node:fs';
import { listOperations, type Operation, type Product, products } from '../support/openapi/documents.ts';

const generated = new URL('../../src/http/generated/documented-operations.json', import.meta.url);

type KnownOperation = [host: string, method: string, path: string, operationId: string];

const known = new Set(
  (JSON.parse(readFileSync(generated, 'utf8')) as KnownOperation[]).map(
    ([host, method, path]) => `${method} /${host}${path}`,
  ),
);

/** The products of the report, in its order. */
export const reportedProducts: readonly Product[] = products;

/** `GET /chat/v2/Services`: how reports and failures name where an operation lives. */
export function addressOf(operation: Operation): string {
  return `${operation.method} /${operation.host}${operation.path}`;
}

/** The counted operations of a product; of the 2010 API only accounts, messages, numbers, short codes and keys. */
export function documentedOperations(product: Product): readonly Operation[] {
  return listOperations(product).filter((operation) => known.has(addressOf(operation)));
}
