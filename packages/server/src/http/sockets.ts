// WebSockets of all products: finds the endpoint of a request, asks it, and upgrades the connection or answers the
// refusal in HTTP.
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { apiError } from '#kernel/errors.ts';
import { originOf, routedUrl } from './addresses.ts';
import { decodeForm, type RawInput } from './form-body.ts';
import { errorBody, refusalOf } from './twilio-error.ts';

/** A request for a WebSocket. */
export interface SocketRequest {
  /** Path as routed, with the product in front (`/event-bridge/v1/wschannels`). */
  readonly path: string;
  readonly query: RawInput;
  /** Scheme and host under which the client reached this server. */
  readonly origin: string;
}

/** Takes over a connection once it has been upgraded. */
export type SocketOwner = (socket: WebSocket) => void;

/** A WebSocket endpoint of a product. */
export interface SocketEndpoint {
  readonly isAt: (path: string) => boolean;
  /** A client that sends a longer message is disconnected. */
  readonly maxMessageBytes: number;
  /** Decides about a connection before it is upgraded; what it throws is the refusal. */
  readonly accept: (request: SocketRequest) => Promise<SocketOwner>;
}

interface SocketOptions {
  /** Whether what stands in front of the server says how clients reached it. */
  readonly isProxyTrusted: boolean;
  /** Connections open at a time; more are refused with 503. */
  readonly maxSockets: number;
  readonly log: { error(facts: Record<string, unknown>, message: string): void };
}

/** WebSocket close code of a server that stops (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;
/** How long clients have to answer the close of a server that stops. */
const CLOSE_LIMIT_MS = 1_000;

const openByServer = new WeakMap<FastifyInstance, ReadonlySet<WebSocket>>();

/** WebSockets open at this moment. */
export function openSockets(server: FastifyInstance): number {
  return openByServer.get(server)?.size ?? 0;
}

/** Whether a request asks for a WebSocket. Other upgrades (`h2c`) are served as the plain requests they also are. */
export function isSocketRequest(request: IncomingMessage): boolean {
  return request.headers.upgrade?.toLowerCase() === 'websocket';
}

function refuse(connection: Duplex, error: unknown): void {
  const refusal = refusalOf(error) ?? apiError(20500);
  const body = JSON.stringify(errorBody(refusal));
  connection.end(
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\n` +
      'Connection: close\r\n' +
      'Content-Type: application/json; charset=utf-8\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function clientOrigin({ headers, socket }: IncomingMessage, isProxyTrusted: boolean): string {
  const forwarded = (name: string) =>
    isProxyTrusted
      ? String(headers[name] ?? '')
          .split(',')[0]!
          .trim()
      : '';
  const protocol = 'encrypted' in socket || forwarded('x-forwarded-proto') === 'https' ? 'https' : 'http';
  return originOf(protocol, forwarded('x-forwarded-host') || headers.host);
}

function requestOf(request: IncomingMessage, isProxyTrusted: boolean): SocketRequest {
  const url = routedUrl(request);
  const origin = clientOrigin(request, isProxyTrusted);
  const mark = url.indexOf('?');
  return mark === -1
    ? { path: url, query: {}, origin }
    : { path: url.slice(0, mark), query: decodeForm(url.slice(mark + 1)), origin };
}

/** Serves the endpoints on a web server, and closes what is open when it stops. */
export function addSockets(
  server: FastifyInstance,
  endpoints: readonly SocketEndpoint[],
  { maxSockets, isProxyTrusted, log }: SocketOptions,
): void {
  const open = new Set<WebSocket>();
  openByServer.set(server, open);
  const upgraders = new Map(
    endpoints.map((endpoint) => [
      endpoint,
      new WebSocketServer({ noServer: true, maxPayload: endpoint.maxMessageBytes, perMessageDeflate: false }),
    ]),
  );
  let isClosing = false;

  const upgrade = async (raw: IncomingMessage, connection: Duplex, head: Buffer) => {
    const request = requestOf(raw, isProxyTrusted);
    const endpoint = endpoints.find(({ isAt }) => isAt(request.path));
    if (endpoint === undefined) throw apiError(20404);
    if (isClosing || open.size >= maxSockets) throw apiError(20503, 'No further connection can be taken now');
    const takeOver = await endpoint.accept(request);
    if (connection.destroyed) return;
    if (isClosing || open.size >= maxSockets) throw apiError(20503, 'No further connection can be taken now');
    upgraders.get(endpoint)!.handleUpgrade(raw, connection, head, (socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      // What breaks a connection also closes it; there is nothing else to do about it.
      socket.on('error', () => {});
      takeOver(socket);
    });
  };

  server.server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const ignore = () => {};
    connection.on('error', ignore);
    upgrade(request, connection, head).then(
      () => connection.off('error', ignore),
      (error: unknown) => {
        if (refusalOf(error) === null) log.error({ err: error }, 'a WebSocket could not be opened');
        refuse(connection, error);
      },
    );
  });

  server.addHook('preClose', async () => {
    isClosing = true;
    await closeAll(open);
  });
}

async function closeAll(open: ReadonlySet<WebSocket>): Promise<void> {
  const closed = [...open].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  for (const socket of open) socket.close(GOING_AWAY, 'The server is stopping');
  const limit = setTimeout(() => {
    for (const socket of open) socket.terminate();
  }, CLOSE_LIMIT_MS);
  await Promise.all(closed);
  clearTimeout(limit);
}
