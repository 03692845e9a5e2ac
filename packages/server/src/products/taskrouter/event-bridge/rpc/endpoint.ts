// The HTTP endpoint of calls. Clients name a form as the content type of their JSON, and come from any origin.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InFlightLimit } from '#http/in-flight-limit.ts';
import { unquoted } from '#http/serve-route.ts';
import { apiError } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import { BRIDGE_PATH, refuseForeignPath } from '../address.ts';
import { beginFirstRead } from '../sockets/first-reads.ts';
import type { WorkerSockets } from '../sockets/worker-sockets.ts';
import { openEnvelope, serveCall } from './serve-call.ts';

/** Seconds browsers may remember what they may send. */
const PREFLIGHT_AGE = 7_200;

function allowOrigins(reply: FastifyReply): void {
  reply.header('Access-Control-Allow-Origin', '*');
}

/** Adds the endpoint, under its short address and the one with account and channel. */
export function addCallEndpoint(
  server: FastifyInstance,
  { database, clock, config }: Context,
  sockets: WorkerSockets,
): void {
  const inFlight = new InFlightLimit(config.maxInFlight);

  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    const now = clock.now();
    const envelope = await openEnvelope(database, now, (request.body ?? '') as string);
    refuseForeignPath(request.url.split('?', 1)[0]!, envelope.actor);
    if (!inFlight.enter(envelope.actor.accountSid, reply.raw)) throw apiError(20429);
    const endRead = beginFirstRead(sockets, envelope);
    const payload = await serveCall(database, now, envelope, unquoted(request.headers['if-match']));
    if (endRead !== null) reply.raw.once('finish', () => endRead(payload));
    return { payload };
  };

  const preflight = async (_request: FastifyRequest, reply: FastifyReply) => {
    reply
      .header('Access-Control-Allow-Methods', 'POST, OPTIONS')
      .header('Access-Control-Allow-Headers', 'apiversion, clientversion, content-type, if-match')
      .header('Access-Control-Max-Age', String(PREFLIGHT_AGE));
    return reply.code(204).send();
  };

  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    scope.addHook('onRequest', async (_request, reply) => allowOrigins(reply));
    // A browser would ask its user for a password.
    scope.addHook('onSend', async (_request, reply) => {
      reply.removeHeader('WWW-Authenticate');
    });
    for (const url of [BRIDGE_PATH, `${BRIDGE_PATH}/:AccountSid/:Channel`]) {
      scope.post(url, serve);
      scope.options(url, preflight);
    }
  });
}
