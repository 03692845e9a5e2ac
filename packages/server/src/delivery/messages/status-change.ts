// Moving messages forward: the one place where a status is written, and the event that tells of it.

import { sql } from 'kysely';
import { appendEvent } from '#events/event-log.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, MessageStatus } from '#storage/schema/delivery.ts';
import { messageFacts } from './facts.ts';
import { STATUS_RANK } from './status-order.ts';

/** Statuses that only a message that has left can have. */
const LEFT: ReadonlySet<MessageStatus> = new Set(['sent', 'delivered', 'undelivered', 'read']);

/** What else is written with a status. */
export interface StatusDetails {
  readonly errorCode?: number | null;
  readonly connector?: string;
  /** Only messages that have this status take the new one. */
  readonly onlyFrom?: MessageStatus;
}

/**
 * Gives messages a status, in one statement, and records an event for each that took it. Those that are already
 * as far or farther stay as they are: receipts come late, twice and in any order.
 */
export async function moveForward(
  tx: Transaction,
  sids: readonly string[],
  status: MessageStatus,
  details: StatusDetails = {},
): Promise<CarrierMessageRow[]> {
  if (sids.length === 0) return [];
  const rank = STATUS_RANK[status];
  const moved = await tx.db
    .updateTable('carrier_messages')
    .set({
      status,
      status_rank: rank,
      date_updated: tx.now,
      ...(details.errorCode === undefined ? {} : { error_code: details.errorCode }),
      ...(details.connector === undefined ? {} : { connector: details.connector }),
    })
    .$if(LEFT.has(status), (query) => query.set({ date_sent: sql<number>`coalesce(date_sent, ${tx.now})` }))
    .where('sid', 'in', sids)
    .where('status_rank', '<', rank)
    .$if(details.onlyFrom !== undefined, (query) =>
      query.where('status', '=', details.onlyFrom as MessageStatus),
    )
    .returningAll()
    .execute();
  const order = new Map(sids.map((sid, position) => [sid, position]));
  moved.sort((a, b) => order.get(a.sid)! - order.get(b.sid)!);
  for (const row of moved) {
    appendEvent(tx, {
      type: 'carrier-message.status',
      accountSid: row.account_sid,
      subjectSid: row.sid,
      data: messageFacts(row),
    });
  }
  return moved;
}
