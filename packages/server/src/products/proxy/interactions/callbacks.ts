// Telling the account's own server what becomes of interactions.
import type { Processor } from '#events/dispatcher.ts';
import { isoDate } from '#kernel/dates.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxyInteractionRow } from '#storage/schema/proxy.ts';
import { enqueueWebhooks } from '#webhooks/webhooks.ts';
import type { ProxyHooks } from '../hooks.ts';
import { callbackAddress } from './resource-address.ts';

/** Callbacks write the type with a capital letter, and the resources' types with a small one. */
const TYPES = { message: 'Message', voice: 'Voice', unknown: 'Unknown' } as const;

/** The form a callback carries; Proxy writes its names with a small first letter. */
function parametersOf(row: ProxyInteractionRow, { publicUrl }: ProxyHooks): Record<string, string> {
  const parameters = {
    interactionSid: row.sid,
    interactionSessionSid: row.session_sid,
    interactionServiceSid: row.service_sid,
    interactionAccountSid: row.account_sid,
    interactionType: TYPES[row.type],
    interactionDateCreated: isoDate(row.date_created),
    interactionDateUpdated: isoDate(row.date_updated),
    interactionData: row.data,
    inboundParticipantSid: row.inbound_participant_sid,
    inboundResourceSid: row.inbound_resource_sid,
    inboundResourceType: row.inbound_resource_type?.toLowerCase() ?? null,
    inboundResourceStatus: row.inbound_resource_status,
    inboundResourceUrl: callbackAddress(publicUrl, row.inbound_resource_path),
    outboundParticipantSid: row.outbound_participant_sid,
    outboundResourceSid: row.outbound_resource_sid,
    outboundResourceType: row.outbound_resource_type?.toLowerCase() ?? null,
    outboundResourceStatus: row.outbound_resource_status,
    outboundResourceUrl: callbackAddress(publicUrl, row.outbound_resource_path),
  };
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** The interactions among these whose service wants to be told, with where to. */
function listenedTo(tx: Transaction, sids: readonly string[]) {
  return tx.db
    .selectFrom('proxy_interactions')
    .innerJoin('proxy_services', 'proxy_services.sid', 'proxy_interactions.service_sid')
    .selectAll('proxy_interactions')
    .select('proxy_services.callback_url')
    .where('proxy_interactions.sid', 'in', sids)
    .where('proxy_services.callback_url', 'is not', null)
    .orderBy('proxy_interactions.sid')
    .execute();
}

/** Calls the service's `CallbackUrl` when an interaction comes into being and when its status changes. */
export function interactionCallbacks(hooks: ProxyHooks): Processor {
  return {
    name: 'proxy-callbacks',
    handles: ['interaction.created', 'interaction.updated'],
    async process(tx, events) {
      const rows = await listenedTo(tx, [...new Set(events.map(({ subjectSid }) => subjectSid))]);
      await enqueueWebhooks(
        tx,
        rows.map((row) => ({
          accountSid: row.account_sid,
          subjectSid: row.sid,
          eventType: 'onInteraction',
          url: row.callback_url!,
          parameters: parametersOf(row, hooks),
        })),
      );
    },
  };
}
