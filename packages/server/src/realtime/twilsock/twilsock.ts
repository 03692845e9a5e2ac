// Twilsock V3: the one WebSocket on which the browser SDKs send their requests and hear of events.
import { Pulse } from '#http/pulse.ts';
import type { ErrorCode } from '#kernel/error-catalogue.ts';
import { apiError } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import type { AccessToken } from '../tokens/access-token.ts';
import { verifyToken } from '../tokens/verify-token.ts';
import { twilsockSocket } from './endpoint.ts';
import { CLOSE } from './messages.ts';
import type { TwilsockSession } from './session.ts';
import type { TwilsockSessions } from './sessions.ts';
import type { TunnelRoute } from './tunnel/route.ts';
import { TunnelRouter } from './tunnel/router.ts';
import { serveTunnelled } from './tunnel/serve.ts';

const PULSE_MS = 20_000;
/** Clients of a server that stops come back spread over this time. */
const EARLIEST_RETURN_MS = 200;
const LATEST_RETURN_MS = 2_000;
/** How long requests under way may take when the server stops. */
const ANSWER_LIMIT_MS = 1_000;

/** What Twilsock carries. */
export interface TwilsockParts {
  readonly sessions: TwilsockSessions;
  readonly routes: readonly TunnelRoute[];
  /** The refusal a violated unique index stands for, by the name of the index. */
  readonly uniqueRefusals: Readonly<Record<string, ErrorCode>>;
}

/** The access token behind a text; 401 for one that is not good, or says nothing of who its bearer is. */
async function verifyAccess({ database, clock }: Context, text: string): Promise<AccessToken> {
  const token = await verifyToken(database.read, clock.now(), text);
  if (token.kind !== 'access' || token.identity === null || token.identity === '') throw apiError(20106);
  return token;
}

function returnTime(): number {
  return Math.round(EARLIEST_RETURN_MS + Math.random() * (LATEST_RETURN_MS - EARLIEST_RETURN_MS));
}

/** The transport of the browser SDKs: one WebSocket endpoint. */
export function twilsockProduct(
  context: Context,
  { sessions, routes, uniqueRefusals }: TwilsockParts,
): Product {
  const { clock, database, log } = context;
  const router = new TunnelRouter(routes);
  const connected = new Set<TwilsockSession>();
  const pulse = new Pulse(clock, PULSE_MS, () => {
    for (const session of connected) session.beat();
  });
  const refusalOfIndex = async (error: unknown) => {
    const index = await database.violatedIndex(error);
    const code = index === null ? undefined : uniqueRefusals[index];
    return code === undefined ? null : apiError(code);
  };
  const idle = async () => {
    await Promise.all([...connected].map((session) => session.idle()));
  };
  const offload = async () => {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      limit = setTimeout(resolve, ANSWER_LIMIT_MS);
    });
    await Promise.race([idle(), late]);
    clearTimeout(limit);
    for (const session of connected) session.end(CLOSE.offload, returnTime());
  };

  return {
    sockets: [
      twilsockSocket({
        clock,
        log,
        sessions,
        verify: (text) => verifyAccess(context, text),
        serve: (session, packet) =>
          serveTunnelled({ router, log, refusalOfIndex }, session, clock.now(), packet),
        connected: (session) => {
          connected.add(session);
          session.onClosed(() => connected.delete(session));
        },
      }),
    ],
    pages: (server) => server.addHook('preClose', offload),
    worker: {
      start: () => pulse.start(),
      idle,
      async stop() {
        pulse.stop();
      },
    },
  };
}
