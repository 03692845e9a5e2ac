// Taking back a text that has not left.
import { invalidParameter } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { cancelOne } from './outbox.ts';
import { moveForward } from './status-change.ts';

/** Cancels a message that still waits to leave; 400/20001 when it is on its way or has left. */
export async function cancelMessage(tx: Transaction, message: CarrierMessageRow): Promise<CarrierMessageRow> {
  const [canceled] = (await cancelOne(tx, message.sid))
    ? await moveForward(tx, [message.sid], 'canceled')
    : [];
  if (canceled === undefined) {
    throw invalidParameter('Status', 'only a message that still waits to be sent can be canceled');
  }
  return canceled;
}
