// The Channel Webhook resource of Programmable Chat: up to five webhooks of one channel.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { int, list as repeated, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';
import {
  createScopedWebhook,
  findScopedWebhook,
  listScopedWebhooks,
  removeScopedWebhook,
  updateScopedWebhook,
} from '#threads/threads.ts';
import { requireChannel } from '../channels/require-channel.ts';
import { presentChannelWebhook } from './present.ts';

/** Longer than anything that can be configured, so that the rules of the core refuse in Twilio's codes. */
const word = () => text(4_096);

const configuration = {
  'Configuration.Url': word().nullish(),
  'Configuration.Method': word().nullish(),
  'Configuration.Filters': repeated(word()).nullish(),
  'Configuration.Triggers': repeated(word()).nullish(),
  'Configuration.FlowSid': word().nullish(),
  'Configuration.RetryCount': int(Number.MIN_SAFE_INTEGER).nullish(),
};
const webhookCreate = z.object({ ...configuration, Type: word().nullish() });
const webhookUpdate = z.object(configuration);

function configurationFrom(input: z.output<typeof webhookUpdate>) {
  return {
    url: input['Configuration.Url'],
    method: input['Configuration.Method'],
    filters: input['Configuration.Filters'],
    triggers: input['Configuration.Triggers'],
    flowSid: input['Configuration.FlowSid'],
    retryCount: input['Configuration.RetryCount'],
  };
}

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
      ...configurationFrom(call.input),
      face: 'chat',
      target: call.input.Type,
    }),
  ),
  list: list(z.object({}), async (db, call) => ({
    query: listScopedWebhooks(db, await requireChannel(db, call)),
  })),
  fetch: read(requireWebhook),
  update: write(webhookUpdate, async (tx, call) =>
    updateScopedWebhook(tx, await requireWebhook(tx.db, call), configurationFrom(call.input)),
  ),
  remove: removal(async (tx, call) => removeScopedWebhook(tx, await requireWebhook(tx.db, call))),
};
