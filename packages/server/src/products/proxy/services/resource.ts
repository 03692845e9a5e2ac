// The Service resource of Proxy.
import { z } from 'zod';
import { list, read, removal, write } from '#http/operations.ts';
import { int, oneOf, sid, text, url } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import type { ProxyServiceRow } from '#storage/schema/proxy.ts';
import { LONGEST_TTL } from '../sessions/lifetime.ts';
import {
  createProxyService,
  findService,
  requireService,
  type ServiceSettings,
  updateService,
} from './commands.ts';
import { presentService } from './present.ts';
import { removeService } from './removal.ts';

const UNIQUE_NAME = text(191);

const settings = {
  DefaultTtl: int(0, LONGEST_TTL).nullish(),
  CallbackUrl: url().nullish(),
  // Twilio's documentation and its older SDKs call `overlay` by another name.
  GeoMatchLevel: oneOf(['area-code', 'overlay', 'extended-area-code', 'radius', 'country'])
    .transform((level) => (level === 'extended-area-code' ? ('overlay' as const) : level))
    .nullish(),
  NumberSelectionBehavior: oneOf(['avoid-sticky', 'prefer-sticky']).nullish(),
  InterceptCallbackUrl: url().nullish(),
  OutOfSessionCallbackUrl: url().nullish(),
  ChatInstanceSid: sid('IS').nullish(),
};

const serviceCreate = z.object({ ...settings, UniqueName: UNIQUE_NAME });
const serviceUpdate = z.object({ ...settings, UniqueName: UNIQUE_NAME.nullish() });

/** An empty URL or chat service takes it away; an empty word or number changes nothing. */
function settingsFrom(input: z.output<typeof serviceUpdate>): ServiceSettings {
  return {
    defaultTtl: input.DefaultTtl ?? undefined,
    callbackUrl: input.CallbackUrl,
    geoMatchLevel: input.GeoMatchLevel ?? undefined,
    numberSelectionBehavior: input.NumberSelectionBehavior ?? undefined,
    interceptCallbackUrl: input.InterceptCallbackUrl,
    outOfSessionCallbackUrl: input.OutOfSessionCallbackUrl,
    chatInstanceSid: input.ChatInstanceSid,
  };
}

export const serviceResource: Resource<ProxyServiceRow> = {
  product: 'proxy',
  path: '/v1/Services',
  key: 'services',
  present: presentService,
  create: write(serviceCreate, (tx, { accountSid, input }) =>
    createProxyService(tx, { accountSid, uniqueName: input.UniqueName, ...settingsFrom(input) }),
  ),
  list: list(z.object({}), async (db, { accountSid }) => ({
    query: db.selectFrom('proxy_services').selectAll().where('account_sid', '=', accountSid),
  })),
  fetch: read((db, { accountSid, params }) => findService(db, accountSid, params['Sid']!)),
  update: write(serviceUpdate, async (tx, { accountSid, params, input }) =>
    updateService(tx, await requireService(tx.db, accountSid, params['Sid']!), {
      uniqueName: input.UniqueName ?? undefined,
      ...settingsFrom(input),
    }),
  ),
  remove: removal((tx, { accountSid, params }) => removeService(tx, accountSid, params['Sid']!)),
};
