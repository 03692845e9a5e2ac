// The Service resource of messaging: senders that stand for each other, with common settings.
import { z } from 'zod';
import { findMessagingService } from '#delivery/delivery.ts';
import { list, read, removal, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import type { MessagingServiceRow } from '#storage/schema/messaging-services.ts';
import { createService, deleteService, updateService } from './commands.ts';
import { serviceCreate, serviceUpdate } from './input.ts';
import { presentService } from './present.ts';

export const services: Resource<MessagingServiceRow> = {
  product: 'messaging',
  path: '/v1/Services',
  key: 'services',
  present: presentService,
  create: write(serviceCreate, createService),
  list: list(z.object({}), async (db, call) => ({
    query: db.selectFrom('messaging_services').selectAll().where('account_sid', '=', call.accountSid),
  })),
  fetch: read((db, call) => findMessagingService(db, call.accountSid, call.params['Sid'] as string)),
  update: write(serviceUpdate, updateService),
  remove: removal(deleteService),
};
