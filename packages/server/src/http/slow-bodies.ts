// How long a request may take to arrive: half a minute, except where large files come.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { answerUnreadable } from './unreadable-request.ts';

/** How long any request may take, files included. */
export const LONGEST_REQUEST_MS = 900_000;
/** How long all others may take, and what is left of a body whose request was answered already. */
export const ARRIVAL_LIMIT_MS = 30_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body may take as long as its endpoint lets it. */
    readonly takesLong?: boolean;
  }
}

/** The option of a route whose bodies take long to arrive; the route sets its own limit. */
export const takesLong = { config: { takesLong: true } } as const;

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Gives up on a body that is not there in time: 408/20408, or no more than a closed connection after an answer. */
function limitArrival(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  const timer = setTimeout(() => {
    if (!response.headersSent) answerUnreadable({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
    socket.destroySoon();
  }, ARRIVAL_LIMIT_MS);
  const clear = () => clearTimeout(timer);
  request.once('end', clear);
  request.once('close', clear);
}

/** Limits the time bodies take to arrive. */
export function limitArrivals(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    if (hasBody(raw)) {
      if (request.routeOptions.config?.takesLong !== true) limitArrival(raw, reply.raw);
      else {
        reply.raw.once('finish', () => {
          if (!raw.complete) limitArrival(raw, reply.raw);
        });
      }
    }
    done();
  });
}
