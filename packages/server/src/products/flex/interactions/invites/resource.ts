// The InteractionChannelInvite resource.
import { sql } from 'kysely';
import { z } from 'zod';
import { list, type Presentation, write } from '#http/operations.ts';
import type { Resource } from '#http/resource.ts';
import { actFor, restOrigin } from '#threads/threads.ts';
import type { ChannelPlace } from '../channels/channel-rows.ts';
import { requireChannel } from '../channels/channel-rows.ts';
import { routingShape } from '../input.ts';
import { jsonParameter } from '../json-parameter.ts';
import { type InviteView, routingOf, withTasks } from '../routing-view.ts';
import { createInvite } from './commands.ts';

interface InviteCall {
  readonly accountSid: string;
  readonly params: Readonly<Record<string, string>>;
}

function placeOf({ accountSid, params }: InviteCall): ChannelPlace {
  return { accountSid, interactionSid: params['InteractionSid']!, channelSid: params['ChannelSid']! };
}

function presentInvite(row: InviteView, { base, now }: Presentation) {
  const channel = `${base}/v1/Interactions/${row.interaction_sid}/Channels/${row.channel_sid}`;
  return {
    sid: row.sid,
    interaction_sid: row.interaction_sid,
    channel_sid: row.channel_sid,
    routing: routingOf(row, now),
    url: `${channel}/Invites/${row.sid}`,
  };
}

export const interactionInvites: Resource<InviteView> = {
  product: 'flex-api',
  path: '/v1/Interactions/{InteractionSid}/Channels/{ChannelSid}/Invites',
  key: 'invites',
  present: presentInvite,
  create: write(
    z.object({ Routing: jsonParameter('Routing', routingShape) }),
    (tx, call) => {
      actFor(tx, restOrigin(call));
      return createInvite(tx, placeOf(call), call.input.Routing.properties);
    },
    { status: 200 },
  ),
  list: {
    ...list(z.object({}), async (db, call) => {
      await requireChannel(db, placeOf(call));
      const query = db
        .selectFrom('flex_interaction_invites')
        .selectAll()
        .select(sql<undefined>`NULL`.as('taskView'))
        .where('channel_sid', '=', call.params['ChannelSid']!)
        .where('account_sid', '=', call.accountSid);
      return { query };
    }),
    complete: (db, { accountSid }, rows) => withTasks(db, accountSid, rows),
  },
};
