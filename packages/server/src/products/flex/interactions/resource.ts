// The Interaction resource.
import { z } from 'zod';
import { read, write } from '#http/operations.ts';
import { sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { InteractionRow } from '#storage/schema/interactions.ts';
import { actFor, restOrigin } from '#threads/threads.ts';
import { createInteraction } from './create-interaction.ts';
import { channelShape, routingShape } from './input.ts';
import { jsonParameter } from './json-parameter.ts';
import { type InteractionView, presentInteraction } from './present.ts';
import { withTasks } from './routing-view.ts';

const interactionCreate = z.object({
  Channel: jsonParameter('Channel', channelShape),
  Routing: jsonParameter('Routing', routingShape),
  InteractionContextSid: sid('HQ').nullish(),
  WebhookTtid: text(256).nullish(),
});

const interactionUpdate = z.object({ WebhookTtid: text(256).nullish() });

async function viewOf(db: Reader, interaction: InteractionRow): Promise<InteractionView> {
  const channel = await db
    .selectFrom('flex_interaction_channels')
    .select('sid')
    .where('interaction_sid', '=', interaction.sid)
    .orderBy('sid', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (channel === undefined) return { ...interaction, channelSid: null, invite: null };
  const latest = await db
    .selectFrom('flex_interaction_invites')
    .selectAll()
    .where('channel_sid', '=', channel.sid)
    .orderBy('sid', 'desc')
    .limit(1)
    .execute();
  const [invite] = await withTasks(db, interaction.account_sid, latest);
  return { ...interaction, channelSid: channel.sid, invite: invite ?? null };
}

async function fetchInteraction(
  db: Reader,
  accountSid: string,
  interactionSid: string,
): Promise<InteractionView | undefined> {
  const interaction = await db
    .selectFrom('flex_interactions')
    .selectAll()
    .where('sid', '=', interactionSid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  return interaction === undefined ? undefined : viewOf(db, interaction);
}

async function updateInteraction(
  tx: Transaction,
  accountSid: string,
  interactionSid: string,
  webhookTtid: string | null | undefined,
): Promise<InteractionView> {
  const updated = await tx.db
    .updateTable('flex_interactions')
    .set({ ...(webhookTtid === undefined ? {} : { webhook_ttid: webhookTtid }), date_updated: tx.now })
    .where('sid', '=', interactionSid)
    .where('account_sid', '=', accountSid)
    .returningAll()
    .executeTakeFirst();
  if (updated === undefined) throw notFound(`/Interactions/${interactionSid}`);
  return viewOf(tx.db, updated);
}

export const interactions: Resource<InteractionView> = {
  product: 'flex-api',
  path: '/v1/Interactions',
  key: 'interactions',
  present: presentInteraction,
  create: write(
    interactionCreate,
    (tx, call) => {
      actFor(tx, restOrigin(call));
      const { accountSid, input } = call;
      return createInteraction(tx, {
        accountSid,
        channel: input.Channel,
        routing: input.Routing.properties,
        contextSid: input.InteractionContextSid ?? null,
        webhookTtid: input.WebhookTtid ?? null,
      });
    },
    { status: 200 },
  ),
  fetch: read((db, { accountSid, params }) => fetchInteraction(db, accountSid, params['Sid']!)),
  update: write(interactionUpdate, (tx, { accountSid, params, input }) =>
    updateInteraction(tx, accountSid, params['Sid']!, input.WebhookTtid),
  ),
};
