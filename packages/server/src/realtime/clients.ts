// Puts together what browser SDKs connect to: Twilsock, Sync, and what other products contribute to both.
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { syncProduct } from './sync/sync.ts';
import type { TwilsockSessions } from './twilsock/sessions.ts';
import { twilsockProduct } from './twilsock/twilsock.ts';

/** The products that browser SDKs talk to, carrying the tunnelled routes and Sync objects of the other products. */
export function realtimeProducts(
  context: Context,
  sessions: TwilsockSessions,
  others: readonly Product[],
): readonly Product[] {
  const sync = syncProduct(context, sessions, {
    providers: others.flatMap(({ syncProviders = [] }) => syncProviders),
    purposes: others.flatMap(({ listPurposes = [] }) => listPurposes),
  });
  const all = [...others, sync];
  const twilsock = twilsockProduct(context, {
    sessions,
    routes: all.flatMap(({ tunnelRoutes = [] }) => tunnelRoutes),
    uniqueRefusals: Object.assign({}, ...all.map(({ uniqueRefusals = {} }) => uniqueRefusals)),
  });
  return [sync, twilsock];
}
