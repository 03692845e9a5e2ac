// The event bridge without a client library: calls as JSON, frames as they come.
import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { TestServer } from '../support/start-server.ts';
import { addressesOf } from './desk-fixture.ts';

const LIMIT_MS = 60_000;

/** What the server answered to a call. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
  readonly json: any;
}

/** A call as it is sent. */
export interface RawCall {
  readonly url: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly token: string;
}

/** Posts a body to the event bridge. */
export async function post(
  server: TestServer,
  body: string,
  headers: Record<string, string> = {},
  path = '',
): Promise<Answer> {
  const answer = await fetch(addressesOf(server).ebServer + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', apiVersion: 'v1', ...headers },
    body,
  });
  return { status: answer.status, headers: answer.headers, json: await answer.json() };
}

/** Makes a call. */
export function call(
  server: TestServer,
  given: RawCall,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return post(server, JSON.stringify({ method: 'GET', params: {}, ...given }), headers);
}

/** An open connection and the frames it got. */
export interface Listener {
  readonly socket: WebSocket;
  readonly frames: readonly string[];
  /** The payload of the first frame of the type, come or to come. */
  // biome-ignore lint/suspicious/noExplicitAny: tests know the shape they ask for
  told(type: string): Promise<any>;
  /** Code and reason the connection is closed with. */
  readonly closed: Promise<[number, string]>;
}

/** Opens a connection that reads no lists; `query` goes into its address. */
export function listen(
  server: TestServer,
  token: string,
  query = '',
  options: ClientOptions = {},
  path = '',
): Listener {
  const socket = new WebSocket(`${addressesOf(server).wsServer}${path}?token=${token}${query}`, options);
  const frames: string[] = [];
  socket.on('message', (data) => frames.push(String(data)));
  const closed = once(socket, 'close').then(([code, reason]) => [code, String(reason)] as [number, string]);
  const find = (type: string) =>
    frames
      .flatMap((frame) => (frame.trim() === '' ? [] : [JSON.parse(frame)]))
      .find((frame) => frame.event_type === type);
  return {
    socket,
    frames,
    closed,
    async told(type) {
      const signal = AbortSignal.timeout(LIMIT_MS);
      while (find(type) === undefined) await once(socket, 'message', { signal });
      return find(type).payload;
    },
  };
}

/** The status with which a connection is refused, and the JSON beside it. */
export async function refusedWith(
  server: TestServer,
  token: string,
  options: ClientOptions = {},
  path = '',
): Promise<{ status: number; code: number }> {
  const { socket } = listen(server, token, '', options, path);
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response', { signal: AbortSignal.timeout(LIMIT_MS) });
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}
