// Writing interactions: what one side of a session said and what became of it on the way to the other.
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxyInteractionRow, ProxySessionRow } from '#storage/schema/proxy.ts';

/** A message as one side of a session has it. */
export interface Leg {
  readonly participantSid: string | null;
  readonly resourceSid: string | null;
  /** One of the statuses of the Interaction resource. */
  readonly status: string;
  /** Product and path of the message (`chat/v2/Services/…`), or null when it was never made. */
  readonly path: string | null;
}

/** An interaction about to be recorded. */
export interface NewInteraction {
  /** Given to what was told of it before it was recorded. */
  readonly sid?: string;
  readonly session: ProxySessionRow;
  readonly body: string | null;
  readonly mediaUrls: readonly string[];
  /** Null for a message the API sent in nobody's name. */
  readonly inbound: Leg | null;
  readonly outbound: Leg | null;
}

/** What was said, as the `data` of interactions. */
export function dataOf({ body, mediaUrls }: Pick<NewInteraction, 'body' | 'mediaUrls'>): string {
  return JSON.stringify({ body: body ?? '', ...(mediaUrls.length > 0 ? { media: mediaUrls } : {}) });
}

function newRow(tx: Transaction, given: NewInteraction): ProxyInteractionRow {
  const { session, inbound, outbound } = given;
  return {
    sid: given.sid ?? newSid('KI'),
    account_sid: session.account_sid,
    service_sid: session.service_sid,
    session_sid: session.sid,
    data: dataOf(given),
    type: 'message',
    inbound_participant_sid: inbound?.participantSid ?? null,
    inbound_resource_sid: inbound?.resourceSid ?? null,
    inbound_resource_status: inbound?.status ?? null,
    inbound_resource_type: inbound === null ? null : 'Message',
    inbound_resource_path: inbound?.path ?? null,
    outbound_participant_sid: outbound?.participantSid ?? null,
    outbound_resource_sid: outbound?.resourceSid ?? null,
    outbound_resource_status: outbound?.status ?? null,
    outbound_resource_type: outbound === null ? null : 'Message',
    outbound_resource_path: outbound?.path ?? null,
    date_created: tx.now,
    date_updated: tx.now,
  };
}

/** Records interactions in one statement, in the order given. */
export async function recordInteractions(
  tx: Transaction,
  given: readonly NewInteraction[],
): Promise<ProxyInteractionRow[]> {
  const rows = given.map((interaction) => newRow(tx, interaction));
  await insertRows(tx, 'proxy_interactions', rows as unknown as Record<string, string | number | null>[]);
  for (const row of rows) {
    appendEvent(tx, {
      type: 'interaction.created',
      accountSid: row.account_sid,
      subjectSid: row.sid,
      data: { serviceSid: row.service_sid, sessionSid: row.session_sid },
    });
  }
  return rows;
}
