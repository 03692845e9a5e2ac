// The front of the desk: who signs in to it and what they may do, its page, and what only it asks for.
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { addOidcEndpoints } from './oidc/endpoints.ts';
import { pageServer } from './page/page.ts';
import { addPluginEndpoints } from './plugins/endpoints.ts';
import { pluginList } from './plugins/plugin-list.ts';
import { addSessionEndpoints } from './sessions/endpoints.ts';
import { KnownSessions } from './sessions/known-sessions.ts';
import { userRoutes } from './users/resource.ts';

export { deskDataProduct } from './data.ts';
export { purgeSessions } from './sessions/sessions.ts';
export { hashPassword, newPassword } from './sign-in/password.ts';
export { purgeTries } from './sign-in/tries.ts';
export { addAgent } from './users/store.ts';

/** The desk: sessions and users, its page and plugins, and the data only it reads. */
export function deskProduct(context: Context): Product {
  const sessions = new KnownSessions(context);
  const plugins = pluginList(context);
  context.authenticator.takeSessions(sessions);
  return {
    routes: userRoutes(context.database),
    uniqueRefusals: { uq_agents_login: 20409, uq_agents_worker: 20409 },
    pages(server) {
      addSessionEndpoints(server, context, sessions);
      addOidcEndpoints(server, context);
      addPluginEndpoints(server, context, plugins);
    },
    pageFor: pageServer(context, plugins),
  };
}
