// The InteractionChannel resource.
import { z } from 'zod';
import { list, type Presentation, read, write } from '#http/operations.ts';
import { oneOf, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { notFound } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { InteractionChannelRow } from '#storage/schema/interactions.ts';
import { actFor, restOrigin } from '#threads/threads.ts';
import { jsonParameter } from '../json-parameter.ts';
import { type ChannelPlace, findChannel } from './channel-rows.ts';
import { updateChannel } from './commands.ts';

const channelUpdate = z.object({
  Status: oneOf(['closed', 'inactive']),
  Routing: jsonParameter('Routing', z.looseObject({ status: text(32).nullish() })).nullish(),
});

interface ChannelCall {
  readonly accountSid: string;
  readonly params: Readonly<Record<string, string>>;
}

function placeOf({ accountSid, params }: ChannelCall): ChannelPlace {
  return { accountSid, interactionSid: params['InteractionSid']!, channelSid: params['Sid']! };
}

function presentChannel(row: InteractionChannelRow, { base }: Presentation) {
  const url = `${base}/v1/Interactions/${row.interaction_sid}/Channels/${row.sid}`;
  return {
    sid: row.sid,
    interaction_sid: row.interaction_sid,
    type: row.type,
    status: row.status,
    error_code: row.error_code,
    error_message: row.error_message,
    url,
    links: {
      participants: `${url}/Participants`,
      invites: `${url}/Invites`,
      transfers: `${url}/Transfers`,
    },
  };
}

async function refuseUnknown(db: Reader, accountSid: string, sid: string): Promise<void> {
  const found = await db
    .selectFrom('flex_interactions')
    .select('sid')
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
  if (found === undefined) throw notFound(`/Interactions/${sid}`);
}

export const interactionChannels: Resource<InteractionChannelRow> = {
  product: 'flex-api',
  path: '/v1/Interactions/{InteractionSid}/Channels',
  key: 'channels',
  present: presentChannel,
  list: list(z.object({}), async (db, { accountSid, params }) => {
    const interactionSid = params['InteractionSid']!;
    await refuseUnknown(db, accountSid, interactionSid);
    const query = db
      .selectFrom('flex_interaction_channels')
      .selectAll()
      .where('interaction_sid', '=', interactionSid)
      .where('account_sid', '=', accountSid);
    return { query };
  }),
  fetch: read((db, call) => findChannel(db, placeOf(call))),
  update: write(channelUpdate, (tx, call) => {
    actFor(tx, restOrigin(call));
    return updateChannel(tx, placeOf(call), call.input.Status, call.input.Routing?.status ?? null);
  }),
};
