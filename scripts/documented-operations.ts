// Writes the list of every documented operation, by which the server tells "documented, not built"
// (501) from "unknown address" (404). Run it after updating the OpenAPI documents.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  listOperations,
  type Operation,
  products,
} from '../packages/server/tests/support/openapi/documents.ts';

/** Where the generated list lives. */
export const documentedOperationsFile = fileURLToPath(
  new URL('../packages/server/src/http/generated/documented-operations.json', import.meta.url),
);

const accounts = '/2010-04-01/Accounts';

// The 2010 API is mostly voice, which is no part of this server: outside these it stays unknown.
const servedPathsOf2010 = [
  new RegExp(`^${accounts}(/{Sid})?\\.json$`),
  new RegExp(`^${accounts}/{AccountSid}/(Messages|IncomingPhoneNumbers|Keys|SMS/ShortCodes)(/.*)?\\.json$`),
];

/** The generated file's text: `[host, method, path, operationId]` sorted, one operation a line. */
export function documentedOperations(): string {
  const lines = products
    .flatMap((product) => listOperations(product))
    .filter(isServed)
    .map(({ host, method, path, operationId }) => JSON.stringify([host, method, path, operationId]))
    .sort();
  return `[\n${lines.join(',\n')}\n]\n`;
}

function isServed(operation: Operation): boolean {
  return operation.host !== 'api' || servedPathsOf2010.some((pattern) => pattern.test(operation.path));
}

if (import.meta.main) {
  mkdirSync(dirname(documentedOperationsFile), { recursive: true });
  writeFileSync(documentedOperationsFile, documentedOperations());
}
