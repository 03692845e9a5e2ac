// One server for the tests of a group, and requests to it exactly as written, Host header included.

import { type ClientRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import type { Config } from '#config/config.ts';
import type { DatabaseKind } from '../support/databases.ts';
import { startServer, type TestAccount, type TestServer } from '../support/start-server.ts';

/** What the server answered. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
  readonly json: any;
}

/** A request as it is sent. */
export interface RawRequest {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** Starts a server before the tests of the surrounding group and stops it after them. */
export function runningServer(create: DatabaseKind['create'], overrides: Partial<Config> = {}) {
  let server: TestServer;
  let dispose: () => Promise<void>;
  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url, overrides);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });
  return {
    get server() {
      return server;
    },
    /** Sends a request with the test account's credentials, unless `headers` says otherwise. */
    send: (path: string, options: RawRequest = {}) => sendRaw(server, path, options),
    /** Posts a form. */
    post: (path: string, form: string, headers: OutgoingHttpHeaders = {}) =>
      sendRaw(server, path, { method: 'POST', headers: { ...FORM, ...headers }, body: form }),
  };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Basic credentials of an account, or of a key and its secret. */
export function basic({ sid, token }: TestAccount): string {
  return `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;
}

/** Sends a request and reads the answer. */
export function sendRaw(server: TestServer, path: string, options: RawRequest = {}): Promise<RawAnswer> {
  const sent = openRequest(server, path, options);
  sent.end(options.body);
  return answerOf(sent);
}

/** Begins a request whose body the test ends itself. */
export function openRequest(server: TestServer, path: string, options: RawRequest): ClientRequest {
  return request(server.url + path, {
    method: options.method ?? 'GET',
    headers: { authorization: basic(server.account), ...options.headers },
    agent: false,
  });
}

/** The answer to a begun request. */
export function answerOf(sent: ClientRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = response.headers['content-type']?.startsWith('application/json') === true;
        const json = isJson && text !== '' ? JSON.parse(text) : undefined;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
  });
}
