// The webhooks of one conversation: a URL told of events, a URL told of words, or a Studio flow.
import { z } from 'zod';
import { type Call, list, read, removal, write } from '#http/operations.ts';
import { int } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { apiError } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ScopedWebhookRow } from '#storage/schema/hooks.ts';
import type { ChatServiceRow } from '#storage/schema/threads.ts';
import {
  createScopedWebhook,
  findScopedWebhook,
  hookConfiguration,
  hookConfigurationFrom,
  hookWord,
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

const webhookUpdate = z.object(hookConfiguration);
const webhookCreate = webhookUpdate.extend({
  Target: hookWord(),
  'Configuration.ReplayAfter': int(0).nullish(),
});

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
        ...hookConfigurationFrom(call.input),
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
      updateScopedWebhook(tx, await webhookToChange(tx, call), hookConfigurationFrom(call.input)),
    ),
    remove: removal(async (tx, call) => removeScopedWebhook(tx, await webhookToChange(tx, call))),
  };
}
