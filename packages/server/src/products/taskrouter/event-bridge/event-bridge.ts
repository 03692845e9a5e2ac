// The event bridge: how the clients of workers (`twilio-taskrouter`) call TaskRouter and hear of what happens.
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { pushes } from './pushes/push.ts';
import { addCallEndpoint } from './rpc/endpoint.ts';
import { bridgeSocket } from './sockets/endpoint.ts';
import { Heartbeat } from './sockets/heartbeat.ts';
import { PRESENCE_TIMER, Presence } from './sockets/presence.ts';
import { sessions } from './sockets/sessions.ts';
import { WorkerSockets } from './sockets/worker-sockets.ts';

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
  const heartbeat = new Heartbeat(clock, () => {
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
      start: () => heartbeat.start(),
      idle: () => presence.idle(),
      async stop() {
        heartbeat.stop();
        await presence.idle();
      },
    },
  };
}
