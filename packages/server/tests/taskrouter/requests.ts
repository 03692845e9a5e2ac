// Requests to a workspace without the SDK, for what the SDK does not show: headers, and JSON as it is on the wire.
import type { TestServer } from '../support/start-server.ts';
import type { Workspace } from './workspace-fixture.ts';

/** What a request was answered with. */
export interface JsonAnswer {
  readonly status: number;
  readonly etag: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Makes a request below the workspace. */
export async function requestJson(
  server: TestServer,
  workspace: Workspace,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  form: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<JsonAnswer> {
  const response = await fetch(`${server.url}/taskrouter/v1/Workspaces/${workspace.sid}${path}`, {
    method,
    headers: {
      authorization: `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`,
      ...headers,
    },
    ...(method === 'POST' ? { body: new URLSearchParams(form) } : {}),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag'),
    body: text === '' ? {} : JSON.parse(text),
  };
}
