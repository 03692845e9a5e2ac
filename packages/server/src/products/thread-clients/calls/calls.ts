// The API of the clients of Programmable Chat and Conversations, in all generations it is spoken in.
import type { TunnelRoute } from '#realtime/realtime.ts';
import type { ClientContext } from '../actions/actions.ts';
import { CHAT, CONVERSATIONS, OLDER_CHAT } from './client-call.ts';
import { configurationRoutes } from './configuration.ts';
import { deviceRoutes } from './devices.ts';
import { messageRoutes } from './messages.ts';
import { myThreadRoutes } from './my-threads.ts';
import { participantRoutes } from './participants.ts';
import { templateRoutes } from './templates.ts';
import { threadRoutes } from './threads.ts';
import { typingRoutes } from './typing.ts';
import { userRoutes } from './users.ts';

/** Every route of the API of clients. */
export function clientRoutes(clients: ClientContext): TunnelRoute[] {
  const routes = [CONVERSATIONS, CHAT, OLDER_CHAT].flatMap((generation) => [
    ...configurationRoutes(clients, generation),
    ...myThreadRoutes(clients, generation),
    ...threadRoutes(clients, generation),
    ...participantRoutes(clients, generation),
    ...messageRoutes(clients, generation),
    ...userRoutes(clients, generation),
    ...typingRoutes(clients, generation),
    ...templateRoutes(clients, generation),
  ]);
  return [...routes, ...deviceRoutes(clients)];
}
