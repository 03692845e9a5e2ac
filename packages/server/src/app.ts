// The one-page map: every product mounted, every processor registered, started in order and stopped in reverse.
import type { FastifyInstance } from 'fastify';
import { readTlsFiles, type TlsConfig, type TlsFiles } from '#config/tls.ts';
import { createHandset } from '#connectors/handset/handset.ts';
import { deliveryProduct } from '#delivery/delivery.ts';
import { watchFiles } from '#http/certificate-watch.ts';
import type { Route } from '#http/resource.ts';
import { addRoutes, createHttpServer, type HttpOptions } from '#http/server.ts';
import { addSockets } from '#http/sockets.ts';
import { listenTls, type TlsListener } from '#http/tls.ts';
import { createMedia } from '#media/media.ts';
import { operationsProduct } from '#operations/operations.ts';
import { chatProduct } from '#products/chat/chat.ts';
import { contentProduct } from '#products/content/content.ts';
import { conversationsProduct, receiveByAddress } from '#products/conversations/conversations.ts';
import { deskDataProduct, deskProduct } from '#products/desk/desk.ts';
import {
  addressesOfFlows,
  flexProduct,
  flexProxyHooks,
  interactionsProduct,
  noticeOfConsent,
  outboundProduct,
  receiveByFlow,
  reconcilerProduct,
  textsOfChannels,
} from '#products/flex/flex.ts';
import { messagingAnswers, messagingProduct, receiveAtNumberUrl } from '#products/messaging/messaging.ts';
import {
  proxyAnswers,
  proxyProduct,
  receiveOutOfSession,
  receiveThroughSession,
  warnOfWord,
} from '#products/proxy/proxy.ts';
import { eventBridgeProduct, taskRouterAnswers, taskRouterProduct } from '#products/taskrouter/taskrouter.ts';
import { threadClientsProduct } from '#products/thread-clients/thread-clients.ts';
import { realtimeProducts, TwilsockSessions } from '#realtime/realtime.ts';
import { functionsProduct } from '#server/functions/functions.ts';
import { receiveByBinding, threadsProduct } from '#threads/threads.ts';
import { webhooksProduct } from '#webhooks/webhooks.ts';
import type { Context } from './context.ts';
import type { Product } from './product.ts';

/** A server that can be started and stopped. */
export interface App {
  readonly server: FastifyInstance;
  /** Every route of the Twilio-shaped API. */
  readonly routes: readonly Route[];
  /** Starts processors, timers and workers, then listens; resolves with the address. */
  start(): Promise<string>;
  /** Port on which HTTPS is served at this moment; null without one. */
  tlsPort(): number | null;
  /** Resolves when everything that was set off has come to rest: events, timers, deliveries. */
  settled(): Promise<void>;
  /** Finishes what was taken, then closes everything. */
  stop(): Promise<void>;
}

/** The products of this server, in the order they are mounted. */
function productsOf(context: Context, sessions: TwilsockSessions): Product[] {
  const media = createMedia(context);
  const handset = context.config.hasHandset
    ? createHandset(context, { files: media.phoneFiles, answered: addressesOfFlows })
    : null;
  const { publicUrl = `http://localhost:${context.config.port}` } = context.config;
  const proxyHooks = { ...flexProxyHooks, publicUrl };
  // Who is asked, in this order, about a text that comes in.
  const receivers = {
    handlers: [
      receiveThroughSession(proxyHooks),
      receiveByBinding,
      receiveByAddress,
      receiveByFlow(proxyHooks),
      receiveOutOfSession,
      receiveAtNumberUrl,
    ],
    wordListeners: [warnOfWord, receiveAtNumberUrl],
  };
  return [
    media.product,
    threadsProduct({ media, textsElsewhere: textsOfChannels }),
    chatProduct(context),
    conversationsProduct(context),
    threadClientsProduct(context, sessions),
    deliveryProduct(context, {
      ...receivers,
      onConsentChanged: [noticeOfConsent],
      connectors: handset === null ? [] : [handset.connector],
    }),
    contentProduct(),
    messagingProduct(context),
    webhooksProduct(context, { ...taskRouterAnswers, ...messagingAnswers, ...proxyAnswers(proxyHooks) }),
    taskRouterProduct(context),
    eventBridgeProduct(context),
    proxyProduct(context, { hooks: proxyHooks, media, receivers }),
    flexProduct(context),
    interactionsProduct(),
    outboundProduct(),
    reconcilerProduct(context),
    deskProduct(context),
    deskDataProduct(context),
    functionsProduct(context),
    ...(handset === null ? [] : [handset.product]),
    operationsProduct(context),
  ];
}

/** Serves HTTPS, with the certificate as it is in its files at any time; one that cannot be used is left out. */
async function serveTls(
  server: FastifyInstance,
  { config, log }: Context,
  tls: TlsConfig,
  files: TlsFiles,
): Promise<TlsListener> {
  const listener = await listenTls(server, { host: config.host, port: tls.port, ...files });
  const unwatch = watchFiles([tls.certFile, tls.keyFile], () => {
    try {
      listener.renew(readTlsFiles(tls));
      log.info({ certFile: tls.certFile }, 'the certificate was renewed');
    } catch (error) {
      // Between the writing of two files they do not fit; the second one is another change.
      log.warn({ err: error }, 'the new certificate cannot be used; the one before is still served');
    }
  });
  const close = () => {
    unwatch();
    return listener.close();
  };
  return { ...listener, close };
}

/** Puts the server together; `guests` are products from elsewhere, mounted behind its own. */
export function buildApp(context: Context, guests: readonly Product[] = []): App {
  const { config, database, clock, log, dispatcher, followers, timers, authenticator } = context;
  const sessions = new TwilsockSessions();
  const others = [...productsOf(context, sessions), ...guests];
  const products = [...others, ...realtimeProducts(context, sessions, others)];
  const http: HttpOptions = {
    database,
    clock,
    log,
    authenticator,
    isProxyTrusted: config.isProxyTrusted,
    maxInFlight: config.maxInFlight,
    pageFor: (request, reply) => products.some((product) => product.pageFor?.(request, reply)),
    uniqueRefusals: Object.assign({}, ...products.map((product) => product.uniqueRefusals ?? {})),
  };
  const server = createHttpServer(http);
  const routes = products.flatMap((product) => product.routes ?? []);
  addRoutes(server, routes, http);
  for (const product of products) {
    product.pages?.(server);
    for (const processor of product.processors ?? []) dispatcher.register(processor);
    for (const follower of product.followers ?? []) followers.register(follower);
    for (const [kind, handler] of Object.entries(product.timers ?? {})) timers.handle(kind, handler);
  }
  const sockets = products.flatMap((product) => product.sockets ?? []);
  addSockets(server, sockets, {
    maxSockets: config.maxSockets,
    isProxyTrusted: config.isProxyTrusted,
    log,
  });
  const workers = products.flatMap((product) => (product.worker === undefined ? [] : [product.worker]));

  let secure: TlsListener | null = null;

  return {
    server,
    routes,
    tlsPort: () => secure?.port ?? null,
    async start() {
      // A file that cannot be read stops the start before anything was set off.
      const files = config.tls === null ? null : readTlsFiles(config.tls);
      await followers.start();
      await dispatcher.start();
      timers.start();
      for (const worker of workers) await worker.start();
      const address = await server.listen({ host: config.host, port: config.port });
      if (config.tls !== null && files !== null) secure = await serveTls(server, context, config.tls, files);
      return address;
    },
    async settled() {
      // One can set off another; a round in which nobody asked the database for anything means rest.
      for (let before = -1; before !== database.statementCount(); ) {
        before = database.statementCount();
        await dispatcher.idle();
        await followers.idle();
        await timers.idle();
        for (const worker of workers) await worker.idle();
      }
    },
    async stop() {
      await Promise.all([secure?.close(), server.close()]);
      await sessions.idle();
      for (const worker of workers.toReversed()) await worker.stop();
      await timers.stop();
      await dispatcher.stop();
      await followers.stop();
      await database.close();
    },
  };
}
