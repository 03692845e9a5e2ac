// Finds out from outside which documented operations a server has: the others answer 501 with code 20501.

import { fastifyPath } from '#http/server.ts';
import type { Operation } from '../support/openapi/documents.ts';
import { exampleValue } from '../support/openapi/example-values.ts';
import type { TestAccount, TestServer } from '../support/start-server.ts';
import { pathOf } from './request.ts';

/** What a probe showed. `fault` is set when the answer is neither that of a built nor of an unbuilt operation. */
export interface Probe {
  readonly isBuilt: boolean;
  readonly fault: string | undefined;
}

/** Sends a bare request to the operation, in an account of its own so that nothing it does is seen elsewhere. */
export async function probeOperation(
  server: TestServer,
  prober: TestAccount,
  operation: Operation,
): Promise<Probe> {
  const parameters = Object.fromEntries(
    operation.parameters
      .filter((parameter) => parameter.in === 'path')
      .map(({ name, schema }) => [name, String(exampleValue(operation.product, schema, 0, name))]),
  );
  const path = pathOf(operation, { ...parameters, AccountSid: prober.sid });
  const answer = await fetch(server.url + path, {
    method: operation.method,
    headers: { authorization: `Basic ${btoa(`${prober.sid}:${prober.token}`)}` },
  });
  const text = await answer.text();
  const saysUnbuilt = answer.status === 501 && text.includes('"code":20501') && text.includes('"status":501');
  if (saysUnbuilt) return { isBuilt: false, fault: undefined };
  const told = `a bare request is answered ${answer.status} ${text.slice(0, 200)}`;
  if (!hasRoute(server, operation)) return { isBuilt: false, fault: `is not built, but ${told}` };
  return { isBuilt: true, fault: answer.status >= 500 ? told : undefined };
}

/** Another operation's route may take the path of one that is not built, so the router is asked for this one. */
function hasRoute(server: TestServer, { method, host, path }: Operation): boolean {
  const url = fastifyPath(`/${host}${path}`);
  return server.app.server.hasRoute({ method, url });
}
