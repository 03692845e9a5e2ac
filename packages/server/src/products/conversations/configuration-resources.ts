// Everything of Conversations beside the conversations themselves: services, configuration, roles, users, webhooks.
import { type Route, routesOf } from '#http/resource.ts';
import type { Database } from '#storage/database.ts';
import { addresses } from './addresses/resource.ts';
import { bindings } from './bindings/resource.ts';
import { accountConfiguration } from './configuration/account.ts';
import { accountWebhooks } from './configuration/webhooks.ts';
import { credentials } from './credentials/resource.ts';
import { namedService, type Place, shortened } from './places.ts';
import { roles } from './roles/resource.ts';
import { scopedWebhooks } from './scoped-webhooks/resource.ts';
import { serviceConfiguration } from './service-configuration/resource.ts';
import { services } from './services/resource.ts';
import { userConversations } from './user-conversations/resource.ts';
import { users } from './users/resource.ts';

/** What exists in both trees. */
function routesAt(place: Place): Route[] {
  return [
    ...routesOf(roles(place)),
    ...routesOf(users(place)),
    ...routesOf(userConversations(place)),
    ...routesOf(scopedWebhooks(place)),
  ];
}

/** The routes of these resources. */
export function configurationRoutes(database: Database): Route[] {
  return [
    ...routesOf(services),
    ...accountConfiguration(database),
    ...accountWebhooks,
    ...routesOf(addresses),
    ...serviceConfiguration,
    ...routesOf(bindings),
    ...routesOf(credentials),
    ...routesAt(shortened(database)),
    ...routesAt(namedService),
  ];
}
