// Every REST resource of Sync.
import { type Route, routesOf } from '#http/resource.ts';
import type { Database } from '#storage/database.ts';
import { items } from './items.ts';
import { collections, documents } from './objects.ts';
import { permissions } from './permissions.ts';
import { services } from './services.ts';

/** The routes of Sync's public API. */
export function syncRoutes(database: Database): Route[] {
  return [
    ...routesOf(services(database)),
    ...routesOf(documents(database)),
    ...routesOf(permissions(database, 'document')),
    ...routesOf(collections(database, 'list')),
    ...routesOf(items(database, 'list')),
    ...routesOf(permissions(database, 'list')),
    ...routesOf(collections(database, 'map')),
    ...routesOf(items(database, 'map')),
    ...routesOf(permissions(database, 'map')),
  ];
}
