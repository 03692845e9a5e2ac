// The last look before messages leave: who unsubscribed meanwhile is spared, whose night it is hears tomorrow.
import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '#storage/database.ts';
import type { OutboxRow } from '#storage/schema/delivery.ts';
import { UNSUBSCRIBED } from '../consents/consents.ts';
import { moveForward } from '../messages/status-change.ts';
import { quietObstacle } from '../rules/may-leave.ts';
import { postpone } from './outbox.ts';

/** Whether the recipient refuses texts of the sender, or of the service the sender is in. */
const isRefused: RawBuilder<number> = sql`CASE WHEN m.is_confirmation IS NULL AND EXISTS (
  SELECT 1 FROM consents c LEFT JOIN service_senders s ON s.service_sid = c.sender AND s.address = m.from_address
  WHERE c.account_sid = m.account_sid AND c.customer_address = m.to_address AND c.status = 'opt-out'
    AND (c.sender = m.from_address OR s.sid IS NOT NULL)) THEN 1 ELSE 0 END`;

/** Those of the messages that something may be in the way of, each with a rule of its account: one statement a batch. */
async function doubtful(tx: Transaction, sids: readonly string[]) {
  const rows = await tx.db
    .selectFrom('carrier_messages as m')
    .leftJoin('sending_rules as r', (join) =>
      join
        .onRef('r.account_sid', '=', 'm.account_sid')
        .on('r.quiet_start', 'is not', null)
        .on('m.direction', '=', 'outbound-api'),
    )
    .leftJoin('flex_flows as f', 'f.sid', 'r.subject')
    .selectAll('r')
    .select('f.contact_identity as flow_address')
    .select(['m.sid as message_sid', 'm.account_sid as owner_sid', 'm.from_address', 'm.to_address'])
    .select(['m.messaging_service_sid', 'm.flow_sid', isRefused.as('refused')])
    .where('m.sid', 'in', sids)
    .execute();
  return rows.filter((row) => Number(row.refused) === 1 || row.sid !== null);
}

type Doubtful = Awaited<ReturnType<typeof doubtful>>[number];

/** When the quiet hours at the recipient's end; null outside of them. */
function quietUntil(row: Doubtful, now: number): number | null {
  const { sid, subject, account_sid, quiet_start, quiet_end, time_zone, daily_cap, flow_address } = row;
  if (sid === null || subject === null || account_sid === null || time_zone === null) return null;
  const message = {
    accountSid: row.owner_sid,
    from: row.from_address,
    to: row.to_address,
    messagingServiceSid: row.messaging_service_sid,
    flowSid: row.flow_sid,
  };
  const times = { date_created: 0, date_updated: 0 };
  const hours = { quiet_start, quiet_end, time_zone, daily_cap };
  const rule = { sid, subject, account_sid, flow_address, ...hours, ...times };
  return quietObstacle([rule], message, now)?.until ?? null;
}

/** What became of messages that were due. */
export interface Checked {
  /** May leave. */
  readonly entries: readonly OutboxRow[];
  /** Have failed, and only have their place in the outbox left. */
  readonly failed: readonly string[];
}

/** Fails what nobody wants any more, gives back what must wait, and says what may leave. */
export async function checkDepartures(
  tx: Transaction,
  lease: string,
  due: readonly OutboxRow[],
): Promise<Checked> {
  if (due.length === 0) return { entries: due, failed: [] };
  const rows = await doubtful(
    tx,
    due.map(({ message_sid }) => message_sid),
  );
  if (rows.length === 0) return { entries: due, failed: [] };
  const refused = new Set(rows.filter((row) => Number(row.refused) === 1).map((row) => row.message_sid));
  await moveForward(tx, [...refused], 'failed', { errorCode: UNSUBSCRIBED });
  const waiting = new Map<string, number>();
  for (const row of rows) {
    const until = refused.has(row.message_sid) ? null : quietUntil(row, tx.now);
    if (until !== null) waiting.set(row.message_sid, Math.max(until, waiting.get(row.message_sid) ?? 0));
  }
  const held = due.filter(({ message_sid }) => waiting.has(message_sid));
  for (const [until, together] of Map.groupBy(held, (entry) => waiting.get(entry.message_sid) as number)) {
    await postpone(tx, lease, together, until, false);
  }
  const entries = due.filter(({ message_sid }) => !refused.has(message_sid) && !waiting.has(message_sid));
  return { entries, failed: [...refused] };
}
