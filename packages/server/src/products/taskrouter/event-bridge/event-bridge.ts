// The event bridge: how the clients of workers (`twilio-taskrouter`) call TaskRouter and hear of what happens.
import { Pulse } from '#http/pulse.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { pushes } from './pushes/push.ts';
import { addCallEndpoint } from './rpc/endpoint.ts';
import { bridgeSocket } from './sockets/endpoint.ts';
import { PRESENCE_TIMER, Presence } from './sockets/presence.ts';
import { sessions } from './sockets/sessions.ts';
import { WorkerSockets } from './sockets/worker-sockets.ts';

/** Clients that hear nothing for 30 seconds connect anew: one may miss two beats. */
const BEAT_MS = 10_000;
/** Beats between two renewals of who is present. */
const BEATS_A_RENEWAL = 3;

/** The event bridge of TaskRouter: one WebSocket endpoint and one for calls. */
export function eventBridgeProduct(context: Context): Product {
  const { clock, database, log } = context;
  const sockets = new WorkerSockets();
  const presence = new Presence(database, (error) =>
    log.error({ err: error }, 'who is connected could not be recorded'),
  );
  let beats = 0;
  const pulse = new Pulse(clock, BEAT_MS, () => {
    const now = clock.now();
    for (const socket of sockets.all()) socket.beat(now);
    beats += 1;
    if (beats % BEATS_A_RENEWAL === 0) presence.renewAll();
  });
  return {
    pages: (server) => {
      addCallEndpoint(server, context, sockets);
      server.addHook('preClose', async () => presence.stop());
    },
    sockets: [bridgeSocket(context, sockets, presence)],
    followers: [pushes(context, sockets), sessions(sockets, presence)],
    timers: { [PRESENCE_TIMER]: presence.end },
    worker: {
      start: () => pulse.start(),
      idle: () => presence.idle(),
      async stop() {
        pulse.stop();
        await presence.idle();
      },
    },
  };
}
