// The requests built for fuzzers must themselves satisfy the documents they are built from.

import { expect, test } from 'vitest';
import { findOperation, listOperations, products } from './documents.ts';
import { minimalRequest, requestFields } from './example-values.ts';

test('every documented operation gets a request with all required fields', () => {
  for (const operation of products.flatMap(listOperations)) {
    const request = minimalRequest(operation);
    expect(request.url).not.toContain('{');
    const sent = `${request.url} ${request.body ?? ''}`;
    for (const field of requestFields(operation)) {
      if (field.required && field.in !== 'path') expect(sent).toContain(field.name);
    }
  }
});

test('values given by the caller replace built ones, add optional fields and never add unknown ones', () => {
  const create = findOperation('proxy_v1', 'CreateParticipant');
  const values = { ServiceSid: `KS${'0'.repeat(32)}`, FriendlyName: 'Ann & Bo', Unknown: 'x' };
  const request = minimalRequest(create, { values });
  expect(request.url).toContain(`/v1/Services/KS${'0'.repeat(32)}/Sessions/KC`);
  expect(request.body).toContain('Identifier=');
  expect(request.body).toContain('FriendlyName=Ann+%26+Bo');
  expect(request.body).not.toContain('Unknown');
});

test('the same seed builds the same request, another seed another one', () => {
  const create = findOperation('flex_v1', 'CreateFlexFlow');
  expect(minimalRequest(create, { seed: 7 })).toEqual(minimalRequest(create, { seed: 7 }));
  expect(minimalRequest(create, { seed: 8 })).not.toEqual(minimalRequest(create, { seed: 7 }));
});
