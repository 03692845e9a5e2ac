// What lets pages of any origin use the endpoints: nothing here is known to a browser by cookies.
import type { FastifyInstance } from 'fastify';

/** Seconds browsers may remember what they may send. */
const PREFLIGHT_AGE = 7_200;

/** Allows every origin in a scope, and answers the questions browsers ask before they send at these paths. */
export function allowBrowsers(scope: FastifyInstance, paths: readonly string[]): void {
  scope.addHook('onRequest', async (_request, reply) => {
    reply.header('Access-Control-Allow-Origin', '*');
    reply.header(
      'Access-Control-Expose-Headers',
      'Content-Disposition, Content-Length, Content-Range, ETag, Retry-After, Twilio-Request-Id',
    );
  });
  // A browser would ask its user for a password.
  scope.addHook('onSend', async (_request, reply) => {
    reply.removeHeader('WWW-Authenticate');
  });
  for (const path of paths) {
    scope.options(path, async (_request, reply) => {
      reply
        .header('Access-Control-Allow-Methods', 'GET, POST, DELETE, OPTIONS')
        .header(
          'Access-Control-Allow-Headers',
          'authorization, content-type, if-none-match, range, x-twilio-token',
        )
        .header('Access-Control-Max-Age', String(PREFLIGHT_AGE));
      return reply.code(204).send();
    });
  }
}
