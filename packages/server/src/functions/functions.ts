// Functions served by Parley itself: they run on the official SDK and talk to this server as any program would.
import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';

const PATH = '/functions/create-direct-to-task-sms-chat';

function credentialsOf(request: FastifyRequest): { user: string; password: string } {
  const decoded = Buffer.from(request.headers.authorization!.slice(6).trim(), 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** The address this process listens on: the function calls home without leaving the machine. */
function ownAddress(server: FastifyInstance): string {
  const { address, port } = server.addresses()[0] as AddressInfo;
  if (address === '0.0.0.0' || address === '::') return `http://127.0.0.1:${port}`;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/**
 * `POST /functions/create-direct-to-task-sms-chat` starts a conversation from an agent's number. It takes the
 * credentials of the REST API, because it does what they allow; the SDK is loaded with the first call.
 */
export function functionsProduct({ authenticator }: Context): Product {
  return {
    pages(server) {
      server.options(PATH, async (_request, reply: FastifyReply) => {
        const { CORS_HEADERS } = await import('@parley/outbound');
        return reply.code(204).headers(CORS_HEADERS).send();
      });
      server.post(PATH, async (request, reply) => {
        const { accountSid } = await authenticator.authenticate(request.headers.authorization);
        const { answerOutboundCall, CORS_HEADERS, outboundClient } = await import('@parley/outbound');
        const { user, password } = credentialsOf(request);
        const client = outboundClient(user, password, ownAddress(server), accountSid);
        const proxyServiceSid = process.env['TWILIO_PROXY_SERVICE_SID'];
        const settings = proxyServiceSid === undefined ? {} : { proxyServiceSid };
        const { status, body } = await answerOutboundCall(client, request.body, settings);
        return reply.code(status).headers(CORS_HEADERS).send(body);
      });
    },
  };
}
