// The webhooks of one conversation: a URL told of events, a URL told of words, or a Studio flow.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { int, list as repeated, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { apiError } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import {
  createScopedWebhook,
  findScopedWebhook,
  listScopedWebhooks,
  removeScopedWebhook,
  updateScopedWebhook,
} from '#threads/threads.ts';
import {
  conversationToChange,
  conversationToRead,
  requireConversation,
} from '../conversations/find-conversation.ts';
import { notFoundHere, type Place } from '../places.ts';
import { presentScopedWebhook } from './present.ts';

/** Longer than anything that can be configured, so that the rules of the core refuse in Twilio's codes. */
const word = () => text(4_096);

const configuration = {
  'Configuration.Url': word().nullish(),
  'Configuration.Method': word().nullish(),
  'Configuration.Filters': repeated(word()).nullish(),
  'Configuration.Triggers': repeated(word()).nullish(),
  'Configuration.FlowSid': word().nullish(),
};
const webhookCreate = z.object({
  ...configuration,
  Target: word().nullish(),
  'Configuration.ReplayAfter': int(0).nullish(),
});
const webhookUpdate = z.object(configuration);

function configurationFrom(input: z.output<typeof webhookUpdate>) {
  return {
    url: input['Configuration.Url'],
    method: input['Configuration.Method'],
    filters: input['Configuration.Filters'],
    triggers: input['Configuration.Triggers'],
    flowSid: input['Configuration.FlowSid'],
  };
}

/** The resource in one of its two trees. */
export function scopedWebhooks(place: Place): Resource<ScopedWebhookRow> {
  const requireWebhook = async (db: Reader, service: ChatServiceRow, call: Call) => {
    const thread = await requireConversation(db, place, service, call);
    const sid = call.params['Sid']!;
    const webhook = await findScopedWebhook(db, call.accountSid, thread.sid, sid);
    if (webhook === undefined)
      throw notFoundHere(place, call, `/Conversations/${thread.sid}/Webhooks/${sid}`);
    return webhook;
  };
  const webhookToChange = async (tx: Transaction, call: Call) =>
    requireWebhook(tx.db, await place.serviceToChange(tx, call), call);
  return {
    product: 'conversations',
    path: `${place.path}/Conversations/{ConversationSid}/Webhooks`,
    key: 'webhooks',
    present: presentScopedWebhook(place),
    create: write(webhookCreate, async (tx, call) => {
      const { thread } = await conversationToChange(tx, place, call);
      // A conversation that is over has nothing left to tell.
      if (thread.state === 'closed') throw apiError(50377);
      return createScopedWebhook(tx, thread, {
        ...configurationFrom(call.input),
        face: 'conversations',
        target: call.input.Target,
        replayAfter: call.input['Configuration.ReplayAfter'],
      });
    }),
    list: list(z.object({}), async (db, call) => ({
      query: listScopedWebhooks(db, await conversationToRead(db, place, call)),
    })),
    fetch: read(async (db, call) => requireWebhook(db, await place.serviceToRead(db, call), call)),
    update: write(webhookUpdate, async (tx, call) =>
      updateScopedWebhook(tx, await webhookToChange(tx, call), configurationFrom(call.input)),
    ),
    remove: removal(async (tx, call) => removeScopedWebhook(tx, await webhookToChange(tx, call))),
  };
}
