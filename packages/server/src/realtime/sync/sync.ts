// Sync: documents, lists and maps that clients share and hear of, over Twilsock and REST.
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import type { TwilsockSessions } from '../twilsock/sessions.ts';
import type { SyncProvider } from './provider.ts';
import type { ListPurpose } from './purpose.ts';
import { SyncHub } from './push/hub.ts';
import { syncRoutes } from './rest/routes.ts';
import { ITEM_EXPIRY, itemExpiry, OBJECT_EXPIRY, objectExpiry } from './stored/expiry.ts';
import { removeItem } from './stored/item-commands.ts';
import { removeObject } from './stored/object-commands.ts';
import { storedObjects } from './stored/provider.ts';
import { itemRoutes } from './tunnel/item-routes.ts';
import { objectRoutes } from './tunnel/object-routes.ts';
import { subscriptionRoutes } from './tunnel/subscription-routes.ts';

/** What other products add to Sync. */
export interface SyncContributions {
  readonly providers: readonly SyncProvider[];
  readonly purposes: readonly ListPurpose[];
}

/** Sync with its own objects and those that other products derive from theirs, for the clients in `sessions`. */
export function syncProduct(
  { database }: Context,
  sessions: TwilsockSessions,
  { providers: derived, purposes }: SyncContributions,
): Product {
  const providers = [storedObjects(database), ...derived];
  const hub = new SyncHub(providers);
  sessions.observe(hub.observer());
  const parts = {
    database,
    providers,
    purposes: new Map(purposes.map((purpose) => [purpose.name, purpose])),
  };
  return {
    routes: syncRoutes(database),
    tunnelRoutes: [...objectRoutes(parts), ...itemRoutes(parts), ...subscriptionRoutes(database, hub)],
    followers: [hub.follower()],
    uniqueRefusals: { uq_sync_objects_name: 54301 },
    timers: {
      [OBJECT_EXPIRY]: objectExpiry(removeObject),
      [ITEM_EXPIRY]: itemExpiry(async (tx, object, place) => {
        await removeItem(tx, object, place, null);
      }),
    },
  };
}
