// Writing down what became of a batch: in one transaction with emptying the outbox, a few statements a batch.
import { sql } from 'kysely';
import type { Transaction } from '#storage/database.ts';
import type { OutboxRow } from '#storage/schema/delivery.ts';
import { type Receipt, recordReceipts } from '../inbound/receipts.ts';
import { moveForward } from '../messages/status-change.ts';
import type { SendResult } from '../port.ts';
import { leaveOutbox, postpone } from './outbox.ts';
import { nextAttemptAt } from './retry-policy.ts';

/** A message of a batch and what became of it. */
export interface Outcome {
  readonly entry: OutboxRow;
  readonly connector: string | null;
  readonly result: SendResult;
}

/** Records the outcomes of messages held under the lease. */
export async function recordResults(
  tx: Transaction,
  lease: string,
  outcomes: readonly Outcome[],
): Promise<void> {
  const sent = outcomes.filter((outcome) => outcome.result.outcome === 'sent');
  for (const [connector, ofConnector] of Map.groupBy(sent, (outcome) => outcome.connector)) {
    await moveForward(tx, sidsOf(ofConnector), 'sent', connector === null ? {} : { connector });
  }
  await nameAtCarrier(tx, sent);
  await recordReceipts(tx, finalReceipts(sent));

  const failed = outcomes.filter((outcome) => outcome.result.outcome === 'failed');
  for (const [errorCode, ofCode] of Map.groupBy(failed, errorCodeOf)) {
    await moveForward(tx, sidsOf(ofCode), 'failed', { errorCode });
  }
  await leaveOutbox(tx, sidsOf([...sent, ...failed]));

  const postponed = outcomes.filter((outcome) => outcome.result.outcome === 'retry');
  const byTime = Map.groupBy(postponed, ({ entry, result }) =>
    nextAttemptAt(tx.now, entry.attempts, result.outcome === 'retry' ? result.afterMs : 0),
  );
  for (const [dueAt, atTime] of byTime) {
    await postpone(
      tx,
      lease,
      atTime.map((outcome) => outcome.entry),
      dueAt,
    );
  }
}

function sidsOf(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) => outcome.entry.message_sid);
}

function errorCodeOf({ result }: Outcome): number {
  return result.outcome === 'failed' ? result.errorCode : 0;
}

function finalReceipts(sent: readonly Outcome[]): Receipt[] {
  return sent.flatMap(({ entry, result }) =>
    result.outcome === 'sent' && result.final !== undefined
      ? [{ messageSid: entry.message_sid, ...result.final }]
      : [],
  );
}

/** Keeps the names messages have at the carrier, by which its receipts will call them. */
async function nameAtCarrier(tx: Transaction, sent: readonly Outcome[]): Promise<void> {
  const named = sent.flatMap(({ entry, result }) =>
    result.outcome === 'sent' && result.carrierMessageId !== undefined
      ? [{ sid: entry.message_sid, name: result.carrierMessageId }]
      : [],
  );
  if (named.length === 0) return;
  const branches = sql.join(
    named.map(({ sid, name }) => sql`WHEN ${sid} THEN ${name}`),
    sql` `,
  );
  await tx.db
    .updateTable('carrier_messages')
    .set({ carrier_message_id: sql<string>`CASE sid ${branches} END` })
    .where(
      'sid',
      'in',
      named.map(({ sid }) => sid),
    )
    .execute();
}
