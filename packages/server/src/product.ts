// What a product adds to the server: routes, work that follows events, and timers.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Processor } from '#events/dispatcher.ts';
import type { Follower } from '#events/follower.ts';
import type { Route } from '#http/resource.ts';
import type { SocketEndpoint } from '#http/sockets.ts';
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import type { ListPurpose, SyncProvider, TunnelRoute } from '#realtime/realtime.ts';
import type { TimerHandler } from '#timers/timers.ts';

/** The contribution of one product or service of the server. */
export interface Product {
  readonly routes?: readonly Route[];
  readonly processors?: readonly Processor[];
  /** What this process keeps in memory and has to keep up with the event log. */
  readonly followers?: readonly Follower[];
  /** The refusal a violated unique index stands for, by the name of the index. */
  readonly uniqueRefusals?: Readonly<Record<string, ErrorCode>>;
  /** Handlers by timer kind. */
  readonly timers?: Readonly<Record<string, TimerHandler>>;
  /** Pages and endpoints outside the Twilio-shaped API. */
  readonly pages?: (server: FastifyInstance) => void;
  /** Takes requests of browsers that no route takes and that are for no product; false when it does not. */
  readonly pageFor?: (request: FastifyRequest, reply: FastifyReply) => boolean;
  /** WebSocket endpoints. */
  readonly sockets?: readonly SocketEndpoint[];
  /** What browser SDKs ask for through Twilsock. */
  readonly tunnelRoutes?: readonly TunnelRoute[];
  /** Sync objects derived from what the product keeps. */
  readonly syncProviders?: readonly SyncProvider[];
  /** Lists that clients make to have something done. */
  readonly listPurposes?: readonly ListPurpose[];
  /** Work of its own between start and stop. */
  readonly worker?: Worker;
}

/** Something that works on its own while the server runs. */
export interface Worker {
  start(): void | Promise<void>;
  /** Resolves when nothing is left to do at this moment. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}
