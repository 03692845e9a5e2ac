// Finding a delivery of an account and sending it once more.
import { apiError, notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import { laneOf } from '../lanes.ts';

/** The delivery of this account, or undefined. */
export function findDelivery(
  db: Reader,
  accountSid: string,
  sid: string,
): Promise<WebhookDeliveryRow | undefined> {
  return db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .executeTakeFirst();
}

/**
 * Sends a finished delivery once more, with all its attempts and the same idempotency token, and the answer to a
 * question is acted on like the first; one that is still pending stays as it is. 404/20404 when the account has none of this SID, 400/20001 when its URL cannot be called.
 */
export async function redeliver(
  tx: Transaction,
  accountSid: string,
  sid: string,
): Promise<WebhookDeliveryRow> {
  const renewed = await tx.db
    .updateTable('webhook_deliveries')
    .set({ status: 'pending', attempts: 0, due_at: tx.now, error: null, date_updated: tx.now })
    .where('sid', '=', sid)
    .where('account_sid', '=', accountSid)
    .where('status', '!=', 'pending')
    .where('host', '!=', '')
    .returningAll()
    .executeTakeFirst();
  if (renewed !== undefined) {
    tx.signal(laneOf(renewed.asker).signal);
    return renewed;
  }
  const delivery = await findDelivery(tx.db, accountSid, sid);
  if (delivery === undefined) throw notFound(`/Deliveries/${sid}`);
  if (delivery.host === '') throw apiError(20001, 'The URL of this delivery cannot be called');
  return delivery;
}
