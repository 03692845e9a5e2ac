// The InteractionChannelParticipant resource.
import { z } from 'zod';
import { list, type Presentation, write } from '#http/operations.ts';
import { oneOf, sid } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import type { InteractionParticipantRow } from '#storage/schema/interactions.ts';
import { actFor, restOrigin } from '#threads/threads.ts';
import { type ChannelPlace, requireChannel } from '../channels/channel-rows.ts';
import { personShape } from '../input.ts';
import { jsonParameter } from '../json-parameter.ts';
import { addParticipantTo, updateParticipantOf } from './commands.ts';

const participantCreate = z.object({
  Type: oneOf(['supervisor', 'customer', 'external', 'agent', 'unknown']),
  MediaProperties: jsonParameter('MediaProperties', personShape),
  RoutingProperties: jsonParameter(
    'RoutingProperties',
    z.looseObject({
      task_sid: sid('WT').nullish(),
      worker_sid: sid('WK').nullish(),
      reservation_sid: sid('WR').nullish(),
    }),
  ).nullish(),
});

const participantUpdate = z.object({ Status: oneOf(['closed', 'wrapup']) });

interface ParticipantCall {
  readonly accountSid: string;
  readonly params: Readonly<Record<string, string>>;
}

function placeOf({ accountSid, params }: ParticipantCall): ChannelPlace {
  return { accountSid, interactionSid: params['InteractionSid']!, channelSid: params['ChannelSid']! };
}

function routingOf(row: InteractionParticipantRow) {
  if (row.task_sid === null) return null;
  return { task_sid: row.task_sid, worker_sid: row.worker_sid, reservation_sid: row.reservation_sid };
}

function presentParticipant(row: InteractionParticipantRow, { base }: Presentation) {
  const channel = `${base}/v1/Interactions/${row.interaction_sid}/Channels/${row.channel_sid}`;
  return {
    sid: row.sid,
    type: row.type,
    interaction_sid: row.interaction_sid,
    channel_sid: row.channel_sid,
    routing_properties: routingOf(row),
    url: `${channel}/Participants/${row.sid}`,
  };
}

export const interactionParticipants: Resource<InteractionParticipantRow> = {
  product: 'flex-api',
  path: '/v1/Interactions/{InteractionSid}/Channels/{ChannelSid}/Participants',
  key: 'participants',
  present: presentParticipant,
  create: write(
    participantCreate,
    (tx, call) => {
      actFor(tx, restOrigin(call));
      return addParticipantTo(tx, placeOf(call), {
        type: call.input.Type,
        person: call.input.MediaProperties,
        routing: call.input.RoutingProperties ?? {},
      });
    },
    { status: 200 },
  ),
  list: list(z.object({}), async (db, call) => {
    await requireChannel(db, placeOf(call));
    const query = db
      .selectFrom('flex_interaction_participants')
      .selectAll()
      .where('channel_sid', '=', call.params['ChannelSid']!)
      .where('account_sid', '=', call.accountSid);
    return { query };
  }),
  update: write(participantUpdate, (tx, call) => {
    actFor(tx, restOrigin(call));
    return updateParticipantOf(tx, placeOf(call), call.params['Sid']!, call.input.Status);
  }),
};
