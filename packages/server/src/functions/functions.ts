// Functions served by Parley itself: they run on the official SDK and talk to this server as any program would.
import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { basicCredentials } from '#http/authentication.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';

const PATH = '/functions/create-direct-to-task-sms-chat';

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
export function functionsProduct({ authenticator, config }: Context): Product {
  const { proxyServiceSid } = config;
  const settings = proxyServiceSid === undefined ? {} : { proxyServiceSid };
  return {
    pages(server) {
      server.options(PATH, async (_request, reply: FastifyReply) => {
        const { CORS_HEADERS } = await import('@parley/outbound');
        return reply.code(204).headers(CORS_HEADERS).send();
      });
      server.post(PATH, async (request, reply) => {
        const { authorization } = request.headers;
        const { accountSid } = await authenticator.authenticate(authorization);
        const { answerOutboundCall, CORS_HEADERS, outboundClient } = await import('@parley/outbound');
        const { user, password } = basicCredentials(authorization!)!;
        const client = outboundClient(user, password, ownAddress(server), accountSid);
        const { status, body } = await answerOutboundCall(client, request.body, settings);
        return reply.code(status).headers(CORS_HEADERS).send(body);
      });
    },
  };
}
