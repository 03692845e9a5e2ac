// The content templates clients can send. They are kept elsewhere: no client is shown any.
import type { TunnelRoute } from '#realtime/realtime.ts';
import type { ClientContext } from '../actions/actions.ts';
import { type Generation, routesOf } from './client-call.ts';
import { EMPTY_PAGE } from './pages.ts';

/** The route of one generation. */
export function templateRoutes(clients: ClientContext, generation: Generation): TunnelRoute[] {
  return [
    routesOf(clients, generation)('GET', '/ContentTemplates', async () => ({
      status: 200,
      body: { templates: [], meta: EMPTY_PAGE },
    })),
  ];
}
