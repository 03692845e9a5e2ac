// What becomes of a message on its way out, shown in the interaction it was sent for.
import type { CarrierMessageRow } from '#delivery/delivery.ts';
import type { Processor } from '#events/dispatcher.ts';
import { appendEvent } from '#events/event-log.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';
import { interactionStatus } from './forward.ts';

type StatusEvent = StoredEvent<'carrier-message.status'>;

/** How far a status is; an interaction's only ever moves on. */
const PROGRESS: Readonly<Record<string, number>> = {
  accepted: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  delivered: 4,
  undelivered: 4,
  failed: 4,
  canceled: 4,
};

function progressOf(status: string): number {
  return PROGRESS[status] ?? 0;
}

/** The farthest status of each message among the events. */
function farthest(events: readonly StatusEvent[]): Map<string, string> {
  const statuses = new Map<string, string>();
  for (const { subjectSid, data } of events) {
    const status = interactionStatus(data.status as CarrierMessageRow['status']);
    const known = statuses.get(subjectSid);
    if (known === undefined || progressOf(status) > progressOf(known)) statuses.set(subjectSid, status);
  }
  return statuses;
}

async function move(tx: Transaction, status: string, messageSids: readonly string[]): Promise<void> {
  const earlier = Object.keys(PROGRESS).filter((other) => progressOf(other) < progressOf(status));
  const moved = await tx.db
    .updateTable('proxy_interactions')
    .set({ outbound_resource_status: status, date_updated: tx.now })
    .where('outbound_resource_sid', 'in', messageSids)
    .where('outbound_resource_status', 'in', [...earlier, ''])
    .returning(['sid', 'account_sid', 'service_sid', 'session_sid'])
    .execute();
  for (const row of moved) {
    appendEvent(tx, {
      type: 'interaction.updated',
      accountSid: row.account_sid,
      subjectSid: row.sid,
      data: { serviceSid: row.service_sid, sessionSid: row.session_sid },
    });
  }
}

/** Moves interactions forward with their messages: one statement a status, however many messages have it. */
export const statusRelay: Processor = {
  name: 'proxy-statuses',
  handles: ['carrier-message.status'],
  async process(tx, events) {
    const statuses = farthest(events as readonly StatusEvent[]);
    const byStatus = Map.groupBy(statuses.keys(), (sid) => statuses.get(sid)!);
    for (const [status, sids] of byStatus) await move(tx, status, sids);
  },
};
