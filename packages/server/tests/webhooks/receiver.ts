// A customer's own server: takes webhooks over real HTTP and answers as the test says.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface Received {
  readonly method: string;
  /** The URL as the receiver sees it. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: Record<string, string>;
}

/** Answers a request; the default is 204. */
export type Answer = (response: ServerResponse, request: Received) => void;

/** A running receiver. */
export interface Receiver {
  readonly url: string;
  readonly requests: Received[];
  /** How the next requests are answered, in this order; after that each gets 204. */
  answerNext(...answers: Answer[]): void;
  /** Resolves when this many requests have arrived in all. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** An answer with a status, a body and headers. */
export function status(code: number, body = '', headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(code, headers).end(body);
}

/** An answer 200 with JSON, sent as such. */
export function json(body: unknown, type = 'application/json'): Answer {
  return status(200, JSON.stringify(body), { 'content-type': type });
}

/** No answer at all, for as long as the sender waits. */
export const silence: Answer = () => {};

/** Starts a receiver on a free port. */
export async function startReceiver(): Promise<Receiver> {
  const requests: Received[] = [];
  const answers: Answer[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const url = `http://${request.headers.host}${request.url}`;
    const received = { method: request.method!, url, headers: request.headers, form };
    requests.push(received);
    (answers.shift() ?? status(204))(response, received);
    for (const { count, resolve } of waiting) if (requests.length >= count) resolve();
    waiting = waiting.filter(({ count }) => requests.length < count);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    requests,
    answerNext: (...next) => answers.push(...next),
    arrived: (count) =>
      requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
