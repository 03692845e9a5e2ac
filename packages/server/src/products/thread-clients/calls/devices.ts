// Devices that want push notifications, as the notifications package registers them. They are kept; nothing is pushed.
import { z } from 'zod';
import { list, oneOf, readInput, text } from '#http/parameters.ts';
import { notFound } from '#kernel/errors.ts';
import type { TunnelAnswer, TunnelRoute } from '#realtime/realtime.ts';
import { findBinding, type NotificationKind, registerBinding, removeBinding } from '#threads/threads.ts';
import type { ClientContext } from '../actions/actions.ts';
import { type ClientCall, CONVERSATIONS, routesOf } from './client-call.ts';

/** What clients call the kinds of notifications, after the name of their product. */
const KINDS: Readonly<Record<string, NotificationKind>> = {
  new_message: 'new_message',
  added_to_channel: 'added_to_channel',
  added_to_conversation: 'added_to_channel',
  removed_from_channel: 'removed_from_channel',
  removed_from_conversation: 'removed_from_channel',
  invited_to_channel: 'invited_to_channel',
};

const registration = z.object({
  channel_type: oneOf(['apn', 'fcm', 'gcm']),
  message_types: list(text(256)).nullish(),
  data: z.object({ registration_id: text(4_096).min(1, 'it is empty') }),
});

function kindsOf(types: readonly string[]): NotificationKind[] {
  const kinds = types.flatMap((type) => KINDS[type.slice(type.lastIndexOf('.') + 1)] ?? []);
  return [...new Set(kinds)];
}

async function register({ clients, viewer, body }: ClientCall): Promise<TunnelAnswer> {
  const input = readInput(registration, body);
  const binding = await clients.database.transaction((tx) =>
    registerBinding(tx, viewer.user, {
      endpoint: input.data.registration_id,
      bindingType: input.channel_type,
      messageTypes: kindsOf(input.message_types ?? []),
    }),
  );
  clients.reachabilityChanged(viewer.user.sid);
  return { status: 201, body: { id: binding.sid } };
}

async function unregister({ clients, viewer, params }: ClientCall): Promise<TunnelAnswer> {
  const { account_sid, sid } = viewer.service;
  await clients.database.transaction(async (tx) => {
    const binding = await findBinding(tx.db, account_sid, sid, params['Registration']!);
    if (binding?.user_sid !== viewer.user.sid) throw notFound(`/registrations/${params['Registration']}`);
    await removeBinding(tx, binding);
  });
  clients.reachabilityChanged(viewer.user.sid);
  return { status: 204 };
}

/** The routes of the registrar, whose addresses have no generation. */
export function deviceRoutes(clients: ClientContext): TunnelRoute[] {
  const route = routesOf(clients, { ...CONVERSATIONS, path: '' });
  return [
    route('POST', '/v1/registrations', register),
    route('DELETE', '/v1/registrations/{Registration}', unregister),
    // A device that is given up by its address is kept: the address is in a body that no client's DELETE is read for.
    route('DELETE', '/v1/registrations', async () => ({ status: 204 })),
  ];
}
