// The conformance check itself: it must notice what it is there to notice.

import { describe, expect, it } from 'vitest';
import { findOperation } from '../support/openapi/documents.ts';
import { documentedOperations, reportedProducts } from './documented.ts';
import { stateOf } from './report.ts';
import { type Input, wireRequest } from './request.ts';
import { judge } from './run.ts';
import { sdkFunction } from './sdk-operations.ts';
import { replayThroughSdk } from './sdk-replay.ts';

const SERVICE = `KS${'1'.repeat(32)}`;
const SESSION = `KC${'2'.repeat(32)}`;

/** An update of a Proxy session, answered with the published example after `change`. */
function replay(change: (body: Record<string, unknown>) => unknown, input: Input = { Ttl: 60 }) {
  const operation = findOperation('proxy_v1', 'UpdateSession');
  const example = operation.examples[0]!.body as Record<string, unknown>;
  const parameters = { ServiceSid: SERVICE, Sid: SESSION };
  return replayThroughSdk({
    operation,
    parameters: Object.values(parameters),
    input,
    headers: {},
    request: wireRequest(operation, parameters, input),
    status: 200,
    body: change(structuredClone(example)),
  });
}

describe('the repetition through the SDK', () => {
  it('finds nothing wrong with a published example', async () => {
    expect(await replay((body) => body)).toEqual([]);
  });

  it('notices a field that is not there', async () => {
    expect(await replay(({ mode: _, ...body }) => body)).toEqual(['the SDK reads no mode']);
  });

  it('notices a date the SDK cannot read', async () => {
    expect(await replay((body) => ({ ...body, date_created: 'yesterday' }))).toEqual([
      'the SDK reads dateCreated as string',
    ]);
  });

  it('notices that the SDK would have sent something else', async () => {
    expect(await replay((body) => body, { Ttl: 60, Nonsense: 'x' })).toEqual([
      'the SDK sends Ttl=60, the scenario Nonsense=x&Ttl=60',
    ]);
  });

  it('notices an answer the SDK takes for a failure', async () => {
    const operation = findOperation('proxy_v1', 'DeleteSession');
    const parameters = { ServiceSid: SERVICE, Sid: SESSION };
    const request = wireRequest(operation, parameters, {});
    const exchange = { operation, parameters: Object.values(parameters), input: {}, headers: {}, request };
    expect(await replayThroughSdk({ ...exchange, status: 204, body: undefined })).toEqual([]);
    const [problem] = await replayThroughSdk({ ...exchange, status: 500, body: { message: 'no' } });
    expect(problem).toContain('the SDK fails');
  });

  it.each(reportedProducts)('knows every documented operation of %s', (product) => {
    const missing = documentedOperations(product).filter((operation) => sdkFunction(operation) === undefined);
    expect(missing.map(({ operationId }) => operationId)).toEqual([]);
  });
});

describe('the judgement on an operation', () => {
  const operation = findOperation('proxy_v1', 'FetchSession');
  const stateWith = (isBuilt: boolean, calls: number, problems: string[] = [], fault?: string) =>
    stateOf(judge(operation, { isBuilt, fault }, { calls, problems }));

  it('is that it conforms only when it was called and every call was right', () => {
    expect(stateWith(true, 2)).toBe('conforming');
    expect(stateWith(true, 2, ['/sid is documented but missing'])).toBe('built, not conforming');
    expect(stateWith(true, 0)).toBe('built, not conforming');
    expect(stateWith(true, 2, [], 'a bare request is answered 500')).toBe('built, not conforming');
  });

  it('names a built operation that no scenario calls', () => {
    const { problems } = judge(operation, { isBuilt: true, fault: undefined }, { calls: 0, problems: [] });
    expect(problems).toEqual(['is built, but no scenario calls it']);
  });

  it('holds an operation that is not built to saying so', () => {
    expect(
      judge(operation, { isBuilt: false, fault: undefined }, { calls: 0, problems: [] }).problems,
    ).toEqual([]);
    const silent = judge(
      operation,
      { isBuilt: false, fault: 'is not built, but 404' },
      { calls: 0, problems: [] },
    );
    expect(silent.problems).toEqual(['is not built, but 404']);
  });
});
