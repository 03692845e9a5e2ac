// The Channel Webhook resource of Programmable Chat: up to five webhooks of one channel.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';
import {
  createScopedWebhook,
  findScopedWebhook,
  hookConfiguration,
  hookConfigurationFrom,
  hookRetries,
  hookWord,
  listScopedWebhooks,
  removeScopedWebhook,
  updateScopedWebhook,
} from '#threads/threads.ts';
import { requireChannel } from '../channels/require-channel.ts';
import { presentChannelWebhook } from './present.ts';

const webhookUpdate = z.object({ ...hookConfiguration, ...hookRetries });
const webhookCreate = webhookUpdate.extend({ Type: hookWord() });

async function requireWebhook(db: Reader, call: Call): Promise<ScopedWebhookRow> {
  const channel = await requireChannel(db, call);
  const name = call.params['Sid']!;
  const webhook = await findScopedWebhook(db, call.accountSid, channel.sid, name);
  if (webhook === undefined) throw notFound(`/Channels/${channel.sid}/Webhooks/${name}`);
  return webhook;
}

export const channelWebhooks: Resource<ScopedWebhookRow> = {
  product: 'chat',
  path: '/v2/Services/{ServiceSid}/Channels/{ChannelSid}/Webhooks',
  key: 'webhooks',
  present: presentChannelWebhook,
  create: write(webhookCreate, async (tx, call) =>
    createScopedWebhook(tx, await requireChannel(tx.db, call), {
      ...hookConfigurationFrom(call.input),
      face: 'chat',
      target: call.input.Type,
    }),
  ),
  list: list(z.object({}), async (db, call) => ({
    query: listScopedWebhooks(db, await requireChannel(db, call)),
  })),
  fetch: read(requireWebhook),
  update: write(webhookUpdate, async (tx, call) =>
    updateScopedWebhook(tx, await requireWebhook(tx.db, call), hookConfigurationFrom(call.input)),
  ),
  remove: removal(async (tx, call) => removeScopedWebhook(tx, await requireWebhook(tx.db, call))),
};
