// The JSON of an interaction.
import type { Presentation } from '#http/operations.ts';
import type { InteractionRow } from '#storage/schema/interactions.ts';
import { type InviteView, routingOf } from './routing-view.ts';

/** An interaction with its channel and its latest invite; both are gone when the channel's retention is over. */
export interface InteractionView extends InteractionRow {
  readonly channelSid: string | null;
  readonly invite: InviteView | null;
}

/** The Interaction resource: the channel as it was asked for, and the task its latest invite made. */
export function presentInteraction(row: InteractionView, { base, now }: Presentation) {
  const url = `${base}/v1/Interactions/${row.sid}`;
  const channel = JSON.parse(row.channel) as Record<string, unknown>;
  return {
    sid: row.sid,
    channel: { ...channel, initiated_by: row.initiated_by, sid: row.channelSid },
    routing: row.invite === null ? null : routingOf(row.invite, now),
    interaction_context_sid: row.interaction_context_sid,
    webhook_ttid: row.webhook_ttid,
    url,
    links: { channels: `${url}/Channels` },
  };
}
