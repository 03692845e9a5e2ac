// The Binding resources of Programmable Chat: devices that get push notifications, of a service and of one user.
import { z } from 'zod';
import { type Call, list, type Presentation, read, removal } from '#http/operations.ts';
import { oneOf, list as repeated, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { PushBindingRow } from '#storage/schema/hooks.ts';
import { findBinding, listBindings, removeBinding, requireService } from '#threads/threads.ts';
import { requireUser } from '../users/require-user.ts';

/** Conversations has a kind more, of which Programmable Chat knows nothing. */
const KINDS = ['gcm', 'apn', 'fcm'] as const;
const isOfChat = (binding: PushBindingRow) => KINDS.some((kind) => kind === binding.binding_type);

const kindFilter = { BindingType: repeated(oneOf(KINDS)).nullish() };

function presentDevice(row: PushBindingRow) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    endpoint: row.endpoint,
    identity: row.identity,
    credential_sid: row.credential_sid,
    binding_type: row.binding_type,
    message_types: JSON.parse(row.message_types) as string[],
  };
}

function presentBinding(row: PushBindingRow, { base }: Presentation) {
  const service = `${base}/v2/Services/${row.service_sid}`;
  return {
    ...presentDevice(row),
    url: `${service}/Bindings/${row.sid}`,
    links: { user: `${service}/Users/${row.user_sid}` },
  };
}

function presentUserBinding(row: PushBindingRow, { base }: Presentation) {
  const user = `${base}/v2/Services/${row.service_sid}/Users/${row.user_sid}`;
  return { ...presentDevice(row), user_sid: row.user_sid, url: `${user}/Bindings/${row.sid}` };
}

async function requireBinding(db: Reader, { accountSid, params }: Call): Promise<PushBindingRow> {
  const { ServiceSid, Sid } = params;
  const binding = await findBinding(db, accountSid, ServiceSid!, Sid!);
  if (binding === undefined || !isOfChat(binding)) {
    throw notFound(`/Services/${ServiceSid}/Bindings/${Sid}`);
  }
  return binding;
}

async function requireUserBinding(db: Reader, call: Call): Promise<PushBindingRow> {
  const user = await requireUser(db, call, 'UserSid');
  const binding = await requireBinding(db, call);
  if (binding.user_sid !== user.sid) throw notFound(`/Users/${user.sid}/Bindings/${call.params['Sid']}`);
  return binding;
}

export const bindings: Resource<PushBindingRow> = {
  product: 'chat',
  path: '/v2/Services/{ServiceSid}/Bindings',
  key: 'bindings',
  present: presentBinding,
  list: list(z.object({ ...kindFilter, Identity: repeated(text(256)).nullish() }), async (db, call) => {
    const service = await requireService(db, call.accountSid, call.params['ServiceSid']!);
    const { BindingType: types, Identity: identities } = call.input;
    return { query: listBindings(db, service, { types: types?.length ? types : KINDS, identities }) };
  }),
  fetch: read(requireBinding),
  remove: removal(async (tx, call) => removeBinding(tx, await requireBinding(tx.db, call))),
};

export const userBindings: Resource<PushBindingRow> = {
  product: 'chat',
  path: '/v2/Services/{ServiceSid}/Users/{UserSid}/Bindings',
  key: 'bindings',
  present: presentUserBinding,
  list: list(z.object(kindFilter), async (db, call) => {
    const service = await requireService(db, call.accountSid, call.params['ServiceSid']!);
    const user = await requireUser(db, call, 'UserSid');
    const types = call.input.BindingType?.length ? call.input.BindingType : KINDS;
    return { query: listBindings(db, service, { types, identities: [user.identity] }) };
  }),
  fetch: read(requireUserBinding),
  remove: removal(async (tx, call) => removeBinding(tx, await requireUserBinding(tx.db, call))),
};
