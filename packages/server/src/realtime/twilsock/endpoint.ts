// The WebSocket of Twilsock: its address, and how a connection becomes a session.
import type { SocketEndpoint } from '#http/sockets.ts';
import type { Clock } from '#kernel/clock.ts';
import type { AccessToken } from '../tokens/access-token.ts';
import type { Packet } from './codec.ts';
import { Connection } from './connection.ts';
import { TwilsockSession } from './session.ts';
import type { TwilsockSessions } from './sessions.ts';
import type { TunnelAnswer } from './tunnel/route.ts';

/** The address, as routed; `/tsock` is the product, and a host called `tsock` is the same. */
const PATH = '/tsock/v3/wsconnect';
/** Some clients put their region in front of the path, as the last part of a host name. */
const PREFIXED_PATH = /^\/tsock(\/[^/]+)?\/v3\/wsconnect$/;
/** Far above any message or item; a client that sends more is disconnected. */
const MOST_MESSAGE_BYTES = 512 * 1_024;

/** What the endpoint needs of the server. */
export interface TwilsockContext {
  readonly clock: Clock;
  readonly log: { error(facts: Record<string, unknown>, message: string): void };
  readonly sessions: TwilsockSessions;
  readonly verify: (token: string) => Promise<AccessToken>;
  readonly serve: (session: TwilsockSession, packet: Packet) => Promise<TunnelAnswer>;
  /** Told of every connection, also of those that never become a session. */
  readonly connected: (session: TwilsockSession) => void;
}

/** The endpoint. Anybody may connect; the first message says who they are. */
export function twilsockSocket(context: TwilsockContext): SocketEndpoint {
  const { clock, log, sessions, verify, serve } = context;
  const host = {
    clock,
    verify,
    serve,
    onOpened: (session: TwilsockSession) => sessions.add(session),
    onTokenUpdated: (session: TwilsockSession, before: AccessToken) => sessions.tokenUpdated(session, before),
    onError: (error: unknown) => log.error({ err: error }, 'a message of a Twilsock client failed'),
  };
  return {
    isAt: (path) => path === PATH || PREFIXED_PATH.test(path),
    maxMessageBytes: MOST_MESSAGE_BYTES,
    accept:
      async ({ origin }) =>
      (socket) =>
        context.connected(new TwilsockSession(host, new Connection(socket), origin)),
  };
}
