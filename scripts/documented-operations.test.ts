// Keeps the generated list of documented operations in step with the documents it is made from.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { documentedOperations, documentedOperationsFile } from './documented-operations.ts';

test('the generated list is up to date; else run scripts/documented-operations.ts', () => {
  expect(readFileSync(documentedOperationsFile, 'utf8') === documentedOperations()).toBe(true);
});

test('every line is one operation, none is listed twice', () => {
  const rows = JSON.parse(documentedOperations()) as string[][];
  expect(rows).toContainEqual(['flex-api', 'POST', '/v1/FlexFlows', 'CreateFlexFlow']);
  expect(rows.every((row) => row.length === 4)).toBe(true);
  const addresses = rows.map(([host, method, path]) => `${method} ${host}${path}`);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('of the 2010 API only accounts, messages, numbers, short codes and keys are listed', () => {
  const rows = JSON.parse(documentedOperations()) as string[][];
  const resources = rows
    .filter(([host]) => host === 'api')
    .map(([, , path]) => /Accounts\/{AccountSid}\/(?:SMS\/)?(\w+)/.exec(path ?? '')?.[1] ?? 'Accounts');
  expect([...new Set(resources)].sort()).toEqual([
    'Accounts',
    'IncomingPhoneNumbers',
    'Keys',
    'Messages',
    'ShortCodes',
  ]);
});
