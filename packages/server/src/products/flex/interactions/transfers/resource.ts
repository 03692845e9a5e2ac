// The InteractionTransfer resource. Its bodies are JSON, whose keys are documented nowhere: they are those of the
// answer, in either of the two ways in which programs write keys.
import { z } from 'zod';
import { type Presentation, read, write } from '#http/operations.ts';
import { oneOf, sid, text } from '#http/parameters.ts';
import type { Resource } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import type { InteractionTransferRow } from '#storage/schema/interactions.ts';
import { actFor, restOrigin } from '#threads/threads.ts';
import type { ChannelPlace } from '../channels/channel-rows.ts';
import { createTransfer, findTransfer, updateTransfer } from './commands.ts';

/** `note_sid`, `noteSid` and `NoteSid` are one key. */
function snakeKeys(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const entries = Object.entries(input).map(([key, value]) => {
    const snake = key.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
    return [snake, value] as const;
  });
  return Object.fromEntries(entries);
}

const notes = { note_sid: sid('KQ').nullish(), summary_sid: sid('KQ').nullish() };

const transferCreate = z.preprocess(
  snakeKeys,
  z.object({ type: oneOf(['warm', 'cold', 'external']), from: sid('UT'), to: text(256).min(1), ...notes }),
);

const transferUpdate = z.preprocess(
  snakeKeys,
  z.object({ status: oneOf(['active', 'failed', 'completed']).nullish(), ...notes }),
);

interface TransferCall {
  readonly accountSid: string;
  readonly params: Readonly<Record<string, string>>;
}

function placeOf({ accountSid, params }: TransferCall): ChannelPlace {
  return { accountSid, interactionSid: params['InteractionSid']!, channelSid: params['ChannelSid']! };
}

/** The Interaction Transfer resource; Flex instances and Studio executions have no counterpart here. */
function presentTransfer(row: InteractionTransferRow, { base }: Presentation) {
  const channel = `${base}/v1/Interactions/${row.interaction_sid}/Channels/${row.channel_sid}`;
  return {
    sid: row.sid,
    instance_sid: null,
    account_sid: row.account_sid,
    interaction_sid: row.interaction_sid,
    channel_sid: row.channel_sid,
    execution_sid: null,
    type: row.type,
    status: row.status,
    from: row.from_sid,
    to: row.to_target,
    note_sid: row.note_sid,
    summary_sid: row.summary_sid,
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
    url: `${channel}/Transfers/${row.sid}`,
  };
}

export const interactionTransfers: Resource<InteractionTransferRow> = {
  product: 'flex-api',
  path: '/v1/Interactions/{InteractionSid}/Channels/{ChannelSid}/Transfers',
  key: 'transfers',
  present: presentTransfer,
  create: write(
    transferCreate,
    (tx, call) => {
      actFor(tx, restOrigin(call));
      return createTransfer(tx, placeOf(call), {
        type: call.input.type,
        from: call.input.from,
        to: call.input.to,
        noteSid: call.input.note_sid ?? null,
        summarySid: call.input.summary_sid ?? null,
      });
    },
    { body: 'json' },
  ),
  fetch: read((db, call) => findTransfer(db, placeOf(call), call.params['Sid']!)),
  update: write(
    transferUpdate,
    (tx, call) =>
      updateTransfer(tx, placeOf(call), call.params['Sid']!, {
        status: call.input.status ?? null,
        noteSid: call.input.note_sid ?? null,
        summarySid: call.input.summary_sid ?? null,
      }),
    { body: 'json' },
  ),
};
