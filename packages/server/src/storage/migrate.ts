// Runs the migrations a database lacks, in order, under the lock of Kysely's migrator.
import { type Migration, Migrator } from 'kysely/migration';
import type { Schema } from './columns.ts';
import * as platform from './migrations/0001-platform.ts';
import * as threads from './migrations/0002-threads.ts';
import * as taskrouter from './migrations/0003-taskrouter.ts';
import * as delivery from './migrations/0004-delivery.ts';
import * as proxy from './migrations/0005-proxy.ts';
import * as flex from './migrations/0006-flex.ts';
import * as routingOwners from './migrations/0007-routing-owners.ts';
import * as transfers from './migrations/0008-transfers.ts';
import * as statistics from './migrations/0009-statistics.ts';
import * as workspaceEvents from './migrations/0010-workspace-events.ts';
import * as callbackAnswers from './migrations/0011-callback-answers.ts';
import * as conversationConfiguration from './migrations/0013-conversation-configuration.ts';
import * as hooks from './migrations/0014-hooks.ts';
import * as sync from './migrations/0015-sync.ts';
import * as eventTopics from './migrations/0016-event-topics.ts';
import * as media from './migrations/0017-media.ts';
import * as presence from './migrations/0018-presence.ts';
import * as content from './migrations/0019-content.ts';
import * as messagingServices from './migrations/0020-messaging-services.ts';
import * as flexSurface from './migrations/0021-flex-surface.ts';
import * as interactions from './migrations/0022-interactions.ts';
import * as proxyWhole from './migrations/0023-proxy-whole.ts';
import * as outbound from './migrations/0024-outbound.ts';
import * as reconciler from './migrations/0025-reconciler.ts';
import * as desk from './migrations/0026-desk.ts';
import * as deskData from './migrations/0027-desk-data.ts';
import * as handset from './migrations/0028-handset.ts';

/** Every migration by name. They only ever go up; a published one is never edited. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-platform': platform,
  '0002-threads': threads,
  '0003-taskrouter': taskrouter,
  '0004-delivery': delivery,
  '0005-proxy': proxy,
  '0006-flex': flex,
  '0007-routing-owners': routingOwners,
  '0008-transfers': transfers,
  '0009-statistics': statistics,
  '0010-workspace-events': workspaceEvents,
  '0011-callback-answers': callbackAnswers,
  '0013-conversation-configuration': conversationConfiguration,
  '0014-hooks': hooks,
  '0015-sync': sync,
  '0016-event-topics': eventTopics,
  '0017-media': media,
  '0018-presence': presence,
  '0019-content': content,
  '0020-messaging-services': messagingServices,
  '0021-flex-surface': flexSurface,
  '0022-interactions': interactions,
  '0023-proxy-whole': proxyWhole,
  '0024-outbound': outbound,
  '0025-reconciler': reconciler,
  '0026-desk': desk,
  '0027-desk-data': deskData,
  '0028-handset': handset,
};

/** Brings the schema up to date. Several processes may start at once: one migrates, the others wait. */
export async function migrate(db: Schema): Promise<void> {
  // Migrating takes the place of the writer, which one who has nothing to change need not wait for.
  if (await isUpToDate(db)) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Whether the database has every migration this version of the server knows. */
export async function isUpToDate(db: Schema): Promise<boolean> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const known = await migrator.getMigrations();
  return known.every((migration) => migration.executedAt !== undefined);
}
