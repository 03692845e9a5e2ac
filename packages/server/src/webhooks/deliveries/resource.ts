// The Delivery resource: the log of webhooks, newest first, and sending one of them once more.
import { z } from 'zod';
import { BY_CREATION_DESCENDING, list, read, write } from '#http/operations.ts';
import { oneOf, text } from '#http/parameters.ts';
import { action, type Resource } from '#http/resource.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import { findDelivery, redeliver } from './commands.ts';
import { presentDelivery } from './present.ts';

const filters = z.object({
  Status: oneOf(['pending', 'delivered', 'failed']).nullish(),
  EventType: text(256).nullish(),
  SubjectSid: text(256).nullish(),
});

export const deliveries: Resource<WebhookDeliveryRow> = {
  product: 'webhooks',
  path: '/v1/Deliveries',
  key: 'deliveries',
  present: presentDelivery,
  list: list(
    filters,
    async (db, { accountSid, input }) => {
      let query = db.selectFrom('webhook_deliveries').selectAll().where('account_sid', '=', accountSid);
      if (input.Status) query = query.where('status', '=', input.Status);
      if (input.EventType) query = query.where('event_type', '=', input.EventType);
      if (input.SubjectSid) query = query.where('subject_sid', '=', input.SubjectSid);
      return { query };
    },
    BY_CREATION_DESCENDING,
  ),
  fetch: read((db, { accountSid, params }) => findDelivery(db, accountSid, params['Sid']!)),
};

export const redelivery = action(
  { product: 'webhooks', method: 'POST', path: '/v1/Deliveries/{Sid}/Redeliver' },
  write(z.object({}), (tx, { accountSid, params }) => redeliver(tx, accountSid, params['Sid']!)),
  presentDelivery,
);
