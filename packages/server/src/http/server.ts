// The web server: reads requests as Twilio's clients send them, runs routes, and answers failures in one shape.
import type { IncomingHttpHeaders } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import { type ApiError, apiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import { PRODUCTS, routedUrl } from './addresses.ts';
import { type Authenticator, type Caller, DESK_HEADER } from './authentication.ts';
import { decodeForm, decodeJson } from './form-body.ts';
import { InFlightLimit } from './in-flight-limit.ts';
import type { BodyType } from './operations.ts';
import type { Route } from './resource.ts';
import { type ApiRequest, type ServeContext, serveRoute } from './serve-route.ts';
import { ARRIVAL_LIMIT_MS, LONGEST_REQUEST_MS, limitArrivals } from './slow-bodies.ts';
import { isSocketRequest } from './sockets.ts';
import { errorBody, refusalOf } from './twilio-error.ts';
import { UnbuiltOperations } from './unbuilt.ts';
import { answerUnreadable } from './unreadable-request.ts';

/** What the web server needs to know of its surroundings. */
export interface HttpOptions extends ServeContext {
  readonly authenticator: Authenticator;
  readonly log: { error(facts: Record<string, unknown>, message: string): void };
  /** Believe `X-Forwarded-*` of a reverse proxy. */
  readonly isProxyTrusted: boolean;
  /** Requests of one account served at a time; more are refused with 429/20429. */
  readonly maxInFlight: number;
  /** The refusal a violated unique index stands for: the same one the polite check gives. */
  readonly uniqueRefusals: Readonly<Record<string, ErrorCode>>;
  /** Takes requests of browsers that no route takes and that are for no product; false when it does not. */
  readonly pageFor: (request: FastifyRequest, reply: FastifyReply) => boolean;
}

/** The longest parameter, a workflow's configuration of a megabyte, is three times as long when all of it is escaped. */
const BODY_LIMIT = 4_194_304;
const KEEP_ALIVE_MS = 65_000;
/** As long as a request line can be: what names nothing is not found, whatever its length. */
const LONGEST_PARAMETER = 16_384;
const METHODS_WITH_BODY = new Set(['POST', 'PUT']);

/** The router's spelling of a path with the product in front: `/chat/v2/Services/:Sid`. */
export function fastifyPath(path: string): string {
  return path.replace(/\{(\w+)\}\.json$/, ':$1(^[^.]+).json').replace(/\{(\w+)\}/g, ':$1');
}

/** How often a server that stops looks for connections that have become idle. */
const SWEEP_MS = 50;

/** Closes connections as their last answer ends; without it a stop waits until the client lets go of them. */
function closeIdleWhileStopping({ server }: FastifyInstance): void {
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  server.once('close', () => clearInterval(sweep));
}

/** Builds the web server; `addRoutes` must be called before it listens. */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const server = Fastify({
    rewriteUrl: (request) => routedUrl(request),
    http: { shouldUpgradeCallback: isSocketRequest, headersTimeout: ARRIVAL_LIMIT_MS },
    bodyLimit: BODY_LIMIT,
    requestTimeout: LONGEST_REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionTimeout: 0,
    trustProxy: options.isProxyTrusted,
    genReqId: () => newSid('RQ'),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: LONGEST_PARAMETER, ignoreTrailingSlash: false, caseSensitive: true },
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => {
      answerFailure(error, request, reply, options);
    },
    clientErrorHandler: answerUnreadable,
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      try {
        done(null, decodeForm(body as string));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, decodeJson(body as string));
    } catch (error) {
      done(error as Error);
    }
  });
  server.addHook('onRequest', (request, reply, done) => {
    reply.header('Twilio-Request-Id', request.id);
    done();
  });
  limitArrivals(server);
  server.addHook('preClose', async () => closeIdleWhileStopping(server));
  server.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, options));
  return server;
}

/** Two requests that passed the polite check together: the database let one of them through. */
async function refusalOfIndex(
  error: unknown,
  product: string,
  options: HttpOptions,
): Promise<ApiError | null> {
  const index = await options.database.violatedIndex(error);
  if (index === null) return null;
  const { uniqueRefusals } = options;
  // Two products can share a table and have codes of their own for it.
  const code = uniqueRefusals[`${product}:${index}`] ?? uniqueRefusals[index];
  return code === undefined ? null : apiError(code);
}

async function answerFailure(
  error: unknown,
  {
    id: requestId,
    url,
    headers,
  }: { readonly id: string; readonly url: string; readonly headers: IncomingHttpHeaders },
  reply: FastifyReply,
  options: HttpOptions,
) {
  const product = url.split('/', 2)[1] ?? '';
  const refusal = refusalOf(error) ?? (await refusalOfIndex(error, product, options));
  if (refusal === null) {
    options.log.error({ err: error, requestId }, 'request failed');
  }
  const answered = refusal ?? apiError(20500, `Something failed inside the server (request ${requestId})`);
  // A browser would ask for the account's token in a window of its own.
  const isProgram = headers[DESK_HEADER] === undefined;
  if (answered.status === 401 && isProgram) reply.header('WWW-Authenticate', 'Basic realm="Twilio API"');
  if (answered.status === 429 && !reply.hasHeader('Retry-After')) reply.header('Retry-After', '1');
  return reply.code(answered.status).send(errorBody(answered));
}

/** Adds the routes of all products, each behind authentication, and the answers to requests that match none. */
export function addRoutes(server: FastifyInstance, routes: readonly Route[], options: HttpOptions): void {
  const unbuilt = new UnbuiltOperations(routes);
  const inFlight = new InFlightLimit(options.maxInFlight);
  const authenticate = async (request: ApiRequest) => {
    request.caller = await options.authenticator.callerOf(request);
  };
  server.register(async (api) => {
    api.addHook('onRequest', (request: ApiRequest, reply, done) => {
      const enter = (caller: Caller) => {
        request.caller = caller;
        done(inFlight.enter(caller.accountSid, reply.raw) ? undefined : apiError(20429));
      };
      const { authorization } = request.headers;
      const known = authorization === undefined ? undefined : options.authenticator.known(authorization);
      if (known !== undefined) enter(known);
      else options.authenticator.callerOf(request).then(enter, done);
    });
    for (const route of routes) {
      const bodyType = route.operation.kind === 'write' ? route.operation.body : 'form';
      api.route({
        method: route.method,
        url: fastifyPath(`/${route.product}${route.path}`),
        handler: async (request: ApiRequest, reply) => {
          refuseWrongBody(request, bodyType);
          return serveRoute(route, request, reply, options);
        },
      });
    }
    for (const { method, path } of unbuilt.overlapping()) {
      api.route({
        method,
        url: fastifyPath(path),
        handler: async () => {
          throw unbuilt.refuse(method, path).refusal;
        },
      });
    }
  });
  const products = new Set<string>(PRODUCTS);
  server.setNotFoundHandler(async (request: ApiRequest, reply) => {
    const path = request.url.split('?', 1)[0]!;
    if (products.has(path.split('/', 2)[1]!)) await authenticate(request);
    else if (options.pageFor(request, reply)) return reply;
    const { refusal, allow } = unbuilt.refuse(request.method, path);
    if (allow !== null) reply.header('Allow', allow);
    throw refusal;
  });
}

/** JSON is taken only where it is documented: elsewhere it would be read as no parameters at all. */
function refuseWrongBody(request: ApiRequest, bodyType: BodyType): void {
  if (bodyType === 'any' || !METHODS_WITH_BODY.has(request.method)) return;
  const type = request.headers['content-type'];
  if (type === undefined) return;
  const isJson = type.startsWith('application/json');
  if (isJson !== (bodyType === 'json')) throw apiError(20415);
}
