// The Service resource of Programmable Chat.
import { z } from 'zod';
import { list, read, removal, write } from '#http/operations.ts';
import { text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import {
  createService,
  findService,
  holdService,
  listServices,
  removeService,
  requireService,
  updateService,
} from '#threads/threads.ts';
import { serviceUpdate, settingsFrom } from './input.ts';
import { presentService } from './present.ts';

export const services: Resource<ChatServiceRow> = {
  product: 'chat',
  path: '/v2/Services',
  key: 'services',
  present: presentService,
  create: write(z.object({ FriendlyName: text(256) }), (tx, { accountSid, input }) =>
    createService(tx, { accountSid, friendlyName: input.FriendlyName }),
  ),
  list: list(z.object({}), async (db, { accountSid }) => ({
    query: listServices(db, accountSid),
  })),
  fetch: read((db, { accountSid, params }) => findService(db, accountSid, params['Sid']!)),
  update: write(serviceUpdate, async (tx, { accountSid, params, input }) => {
    const service = await holdService(tx, accountSid, params['Sid']!);
    return updateService(tx, service, {
      friendlyName: input.FriendlyName ?? undefined,
      defaultServiceRoleSid: input.DefaultServiceRoleSid ?? undefined,
      defaultChannelRoleSid: input.DefaultChannelRoleSid ?? undefined,
      defaultChannelCreatorRoleSid: input.DefaultChannelCreatorRoleSid ?? undefined,
      settings: settingsFrom(input, service),
    });
  }),
  remove: removal(async (tx, { accountSid, params }) =>
    removeService(tx, await requireService(tx.db, accountSid, params['Sid']!)),
  ),
};
