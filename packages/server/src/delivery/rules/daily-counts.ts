// How many messages each recipient got today under each rule: counted one by one, forgotten when the day is long over.
import type { Transaction } from '#storage/database.ts';
import type { SendingRuleRow } from '#storage/schema/messaging-services.ts';
import { dayIn } from './quiet-hours.ts';

/** Days after which no zone can still be in one. */
const KEPT_MS = 2 * 24 * 60 * 60 * 1_000;

/**
 * Counts a message to a recipient under a rule with a cap, today in the rule's zone; false when the recipient has got
 * as many as may. What was counted is given back when the transaction fails.
 */
export async function countUnderCap(
  tx: Transaction,
  rule: SendingRuleRow,
  cap: number,
  recipient: string,
): Promise<boolean> {
  const day = dayIn(rule.time_zone, tx.now);
  const counted = await tx.db
    .insertInto('daily_counts')
    .values({ rule_sid: rule.sid, recipient, day, account_sid: rule.account_sid, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['rule_sid', 'recipient', 'day'])
        .doUpdateSet((eb) => ({ count: eb('daily_counts.count', '+', 1) }))
        .where('daily_counts.count', '<', cap),
    )
    .returning('count')
    .executeTakeFirst();
  return counted !== undefined;
}

/** Forgets counts of days that are over, at most `limit`; true when there may be more. */
export async function purgeDailyCounts(tx: Transaction, limit: number): Promise<boolean> {
  const over = dayIn('UTC', tx.now - KEPT_MS);
  const { numDeletedRows } = await tx.db
    .deleteFrom('daily_counts')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('rule_sid', 'recipient', 'day'),
        'in',
        selectFrom('daily_counts')
          .select(['rule_sid', 'recipient', 'day'])
          .where('day', '<', over)
          .orderBy('day')
          .limit(limit)
          .$asTuple('rule_sid', 'recipient', 'day'),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === limit;
}
