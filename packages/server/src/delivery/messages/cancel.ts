// Taking back a text that has not left.
import { invalidParameter } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { cancelTimer } from '#timers/timers.ts';
import { cancelOne } from '../outbox/outbox.ts';
import { SCHEDULED_TIMER } from './scheduled.ts';
import { moveForward } from './status-change.ts';

/** Cancels a message that is scheduled or still waits to leave; 400/20001 when it is on its way or has left. */
export async function cancelMessage(tx: Transaction, message: CarrierMessageRow): Promise<CarrierMessageRow> {
  const [canceled] = await takeBack(tx, message);
  if (canceled === undefined) {
    throw invalidParameter('Status', 'only a message that still waits to be sent can be canceled');
  }
  return canceled;
}

async function takeBack(tx: Transaction, message: CarrierMessageRow): Promise<CarrierMessageRow[]> {
  if (message.status === 'scheduled') {
    await cancelTimer(tx, SCHEDULED_TIMER, message.sid);
    const taken = await moveForward(tx, [message.sid], 'canceled', { onlyFrom: 'scheduled' });
    if (taken.length > 0) return taken;
  }
  return (await cancelOne(tx, message.sid)) ? moveForward(tx, [message.sid], 'canceled') : [];
}
