// The JSON of interactions, as the session lists them and as a participant does.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { ProxyInteractionRow } from '#storage/schema/proxy.ts';
import { resourceAddress } from './resource-address.ts';

function common(row: ProxyInteractionRow, base: string) {
  return {
    sid: row.sid,
    session_sid: row.session_sid,
    service_sid: row.service_sid,
    account_sid: row.account_sid,
    data: row.data,
    type: row.type,
    inbound_participant_sid: row.inbound_participant_sid,
    inbound_resource_sid: row.inbound_resource_sid,
    inbound_resource_status: row.inbound_resource_status,
    inbound_resource_type: row.inbound_resource_type,
    inbound_resource_url: resourceAddress(base, row.inbound_resource_path),
    outbound_participant_sid: row.outbound_participant_sid,
    outbound_resource_sid: row.outbound_resource_sid,
    outbound_resource_status: row.outbound_resource_status,
    outbound_resource_type: row.outbound_resource_type,
    outbound_resource_url: resourceAddress(base, row.outbound_resource_path),
    date_created: isoDate(row.date_created),
    date_updated: isoDate(row.date_updated),
  };
}

function sessionUrl(row: ProxyInteractionRow, base: string): string {
  return `${base}/v1/Services/${row.service_sid}/Sessions/${row.session_sid}`;
}

/** The Interaction resource of Proxy. */
export function presentInteraction(row: ProxyInteractionRow, { base }: Presentation) {
  return { ...common(row, base), url: `${sessionUrl(row, base)}/Interactions/${row.sid}` };
}

/** An interaction as one of its participants has it. */
export interface ParticipantInteraction extends ProxyInteractionRow {
  readonly participant_sid: string;
}

/** The MessageInteraction resource of Proxy. */
export function presentMessageInteraction(row: ParticipantInteraction, { base }: Presentation) {
  const participantUrl = `${sessionUrl(row, base)}/Participants/${row.participant_sid}`;
  return {
    ...common(row, base),
    participant_sid: row.participant_sid,
    url: `${participantUrl}/MessageInteractions/${row.sid}`,
  };
}
