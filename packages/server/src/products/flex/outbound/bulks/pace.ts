// The pace of a sender: when it may send next, shared by all bulks from it.
import type { Transaction } from '#storage/database.ts';

/** Most recipients written to in one transaction: others wait for it on a database with one writer. */
const LARGEST_BATCH = 20;
const SECOND = 1_000;

/** How many messages are sent at a time: what a second allows, as far as a transaction should hold. */
export function batchOf(perSecond: number): number {
  return Math.min(LARGEST_BATCH, perSecond);
}

/**
 * Reserves the sender's next free time for one batch, and says when it begins (milliseconds since the epoch). Bulks that
 * want it meanwhile get the time behind it, so that none of them has to ask again.
 */
export async function reserveTurn(
  tx: Transaction,
  accountSid: string,
  sender: string,
  perSecond: number,
): Promise<number> {
  const rest = Math.ceil((batchOf(perSecond) * SECOND) / perSecond);
  const { free_at: freeAt } = await tx.db
    .insertInto('outbound_paces')
    .values({ account_sid: accountSid, sender, free_at: tx.now + rest })
    .onConflict((conflict) =>
      conflict.columns(['account_sid', 'sender']).doUpdateSet((eb) => ({
        free_at: eb
          .case()
          .when('outbound_paces.free_at', '>', tx.now)
          .then(eb('outbound_paces.free_at', '+', rest))
          .else(tx.now + rest)
          .end(),
      })),
    )
    .returning('free_at')
    .executeTakeFirstOrThrow();
  return freeAt - rest;
}
