// The Service resource of Sync.
import { z } from 'zod';
import { list, type Presentation, read, removal, write } from '#http/operations.ts';
import { bool, int, text, url } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { Database } from '#storage/database.ts';
import type { SyncServiceRow } from '#storage/schema/sync.ts';
import { createService, removeService, updateService } from '../stored/service-commands.ts';
import { requireService, requireServiceToRead } from './require.ts';

/** "Service resource", ReachabilityDebouncingWindow: milliseconds. */
const LONGEST_WINDOW = 30_000;

const settings = z.object({
  FriendlyName: text(256).nullish(),
  WebhookUrl: url().nullish(),
  WebhooksFromRestEnabled: bool().nullish(),
  ReachabilityWebhooksEnabled: bool().nullish(),
  AclEnabled: bool().nullish(),
  ReachabilityDebouncingEnabled: bool().nullish(),
  ReachabilityDebouncingWindow: int(1_000, LONGEST_WINDOW).nullish(),
});

function flag(value: boolean | null | undefined): number | undefined {
  return value === undefined || value === null ? undefined : Number(value);
}

/** The columns a request sets; what it does not mention stays. */
function columnsOf(input: z.output<typeof settings>): Partial<SyncServiceRow> {
  const columns = {
    friendly_name: input.FriendlyName,
    webhook_url: input.WebhookUrl,
    webhooks_from_rest_enabled: flag(input.WebhooksFromRestEnabled),
    reachability_webhooks_enabled: flag(input.ReachabilityWebhooksEnabled),
    acl_enabled: flag(input.AclEnabled),
    reachability_debouncing_enabled: flag(input.ReachabilityDebouncingEnabled),
    reachability_debouncing_window: input.ReachabilityDebouncingWindow ?? undefined,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

function presentService(row: SyncServiceRow, { base }: Presentation) {
  const own = `${base}/v1/Services/${row.sid}`;
  return {
    sid: row.sid,
    unique_name: row.is_default === 1 ? 'default' : null,
    account_sid: row.account_sid,
    friendly_name: row.friendly_name,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: own,
    webhook_url: row.webhook_url,
    webhooks_from_rest_enabled: row.webhooks_from_rest_enabled === 1,
    reachability_webhooks_enabled: row.reachability_webhooks_enabled === 1,
    acl_enabled: row.acl_enabled === 1,
    reachability_debouncing_enabled: row.reachability_debouncing_enabled === 1,
    reachability_debouncing_window: row.reachability_debouncing_window,
    links: {
      documents: `${own}/Documents`,
      lists: `${own}/Lists`,
      maps: `${own}/Maps`,
      streams: `${own}/Streams`,
    },
  };
}

/** The services of an account; the one called `default` is there when it is asked for. */
export function services(database: Database): Resource<SyncServiceRow> {
  return {
    product: 'sync',
    path: '/v1/Services',
    key: 'services',
    present: presentService,
    create: write(settings, (tx, { accountSid, input }) => createService(tx, accountSid, columnsOf(input))),
    list: list(z.object({}), async (db, { accountSid }) => ({
      query: db.selectFrom('sync_services').selectAll().where('account_sid', '=', accountSid),
    })),
    fetch: read((_db, { accountSid, params }) => requireServiceToRead(database, accountSid, params['Sid']!)),
    update: write(settings, async (tx, { accountSid, params, input }) => {
      const service = await requireService(tx, accountSid, params['Sid']!);
      return updateService(tx, service, columnsOf(input));
    }),
    remove: removal(async (tx, { accountSid, params }) => {
      await removeService(tx, await requireService(tx, accountSid, params['Sid']!));
    }),
  };
}
