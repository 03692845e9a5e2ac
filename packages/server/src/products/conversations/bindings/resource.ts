// The Binding resource of Conversations: the devices that clients registered for push notifications.
import { z } from 'zod';
import { type Call, list, type Presentation, read, removal } from '#http/operations.ts';
import { oneOf, list as repeated, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { PushBindingRow } from '#storage/schema/hooks.ts';
import {
  findBinding,
  listBindings,
  type NotificationKind,
  removeBinding,
  requireService,
} from '#threads/threads.ts';
import { notificationName } from '../notification-kinds.ts';

function presentBinding(row: PushBindingRow, { base }: Presentation) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    chat_service_sid: row.service_sid,
    credential_sid: row.credential_sid,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    endpoint: row.endpoint,
    identity: row.identity,
    binding_type: row.binding_type,
    message_types: (JSON.parse(row.message_types) as NotificationKind[]).map(notificationName),
    url: `${base}/v1/Services/${row.service_sid}/Bindings/${row.sid}`,
  };
}

async function requireBinding(db: Reader, { accountSid, params }: Call): Promise<PushBindingRow> {
  const { ChatServiceSid, Sid } = params;
  const binding = await findBinding(db, accountSid, ChatServiceSid!, Sid!);
  if (binding === undefined) throw notFound(`/Services/${ChatServiceSid}/Bindings/${Sid}`);
  return binding;
}

const filters = z.object({
  BindingType: repeated(oneOf(['apn', 'gcm', 'fcm', 'twilsock'])).nullish(),
  Identity: repeated(text(256)).nullish(),
});

export const bindings: Resource<PushBindingRow> = {
  product: 'conversations',
  path: '/v1/Services/{ChatServiceSid}/Bindings',
  key: 'bindings',
  present: presentBinding,
  list: list(filters, async (db, { accountSid, params, input }) => {
    const service = await requireService(db, accountSid, params['ChatServiceSid']!);
    return { query: listBindings(db, service, { types: input.BindingType, identities: input.Identity }) };
  }),
  fetch: read(requireBinding),
  remove: removal(async (tx, call) => removeBinding(tx, await requireBinding(tx.db, call))),
};
