// Messages that leave at a time named in advance: a durable timer puts each into the outbox.
import { ApiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { setTimer, setTimers, type TimerHandler } from '#timers/timers.ts';
import { isOptedOut, UNSUBSCRIBED } from '../consents/consents.ts';
import { putIntoOutbox } from '../outbox/outbox.ts';
import { obstacleTo, QUIET_HOURS } from '../rules/may-leave.ts';
import { rulesOf } from '../rules/sending-rules.ts';
import { chooseSender } from '../senders/choose.ts';
import { findMessagingService } from '../senders/messaging-services.ts';
import { moveForward } from './status-change.ts';

/** Kind of the timer; its subject is the message. */
export const SCHEDULED_TIMER = 'message.scheduled';

/** Twilio's code for a messaging service that does not exist. */
const NO_SERVICE = 21701;

/** Lets messages wait for their time. */
export async function awaitSendAt(tx: Transaction, messages: readonly CarrierMessageRow[]): Promise<void> {
  await setTimers(
    tx,
    messages.map(({ sid, send_at }) => ({ kind: SCHEDULED_TIMER, subject: sid, dueAt: send_at as number })),
  );
}

/** The address the message leaves from; the code of what is in the way of choosing one. */
async function senderFor(tx: Transaction, message: CarrierMessageRow): Promise<string | number> {
  if (message.from_address !== '') return message.from_address;
  const { account_sid: accountSid, messaging_service_sid: serviceSid } = message;
  const service = await findMessagingService(tx.db, accountSid, serviceSid ?? '');
  if (service === undefined) return NO_SERVICE;
  try {
    return await chooseSender(tx, service, message.to_address, message.num_media > 0);
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
}

/**
 * Sends a scheduled message whose time has come, as if it were made now: the sender is chosen, and whoever has
 * unsubscribed meanwhile is spared. In the quiet hours of its recipient it waits on.
 */
export const sendScheduled: TimerHandler = async (tx, { subject }) => {
  const message = await tx.db
    .selectFrom('carrier_messages')
    .selectAll()
    .where('sid', '=', subject)
    .where('status', '=', 'scheduled')
    .executeTakeFirst();
  if (message === undefined) return;
  const fail = (errorCode: number) =>
    moveForward(tx, [subject], 'failed', { errorCode, onlyFrom: 'scheduled' });
  const from = await senderFor(tx, message);
  if (typeof from === 'number') {
    await fail(from);
    return;
  }
  const { account_sid: accountSid, to_address: to } = message;
  if (await isOptedOut(tx.db, accountSid, from, to)) {
    await fail(UNSUBSCRIBED);
    return;
  }
  const { messaging_service_sid: messagingServiceSid, flow_sid: flowSid } = message;
  const obstacle = await obstacleTo(
    tx,
    { accountSid, from, to, messagingServiceSid, flowSid },
    await rulesOf(tx.db, [accountSid]),
  );
  if (obstacle?.code === QUIET_HOURS && obstacle.until !== null) {
    await setTimer(tx, { kind: SCHEDULED_TIMER, subject, dueAt: obstacle.until });
  } else if (obstacle !== null) {
    await fail(obstacle.code);
  } else {
    await release(tx, message, from);
  }
};

async function release(tx: Transaction, message: CarrierMessageRow, from: string): Promise<void> {
  await tx.db
    .updateTable('carrier_messages')
    .set({ from_address: from })
    .where('sid', '=', message.sid)
    .where('status', '=', 'scheduled')
    .execute();
  const released = await moveForward(tx, [message.sid], 'queued', { onlyFrom: 'scheduled' });
  await putIntoOutbox(
    tx,
    released.map((row) => ({ message: row, validityMs: row.validity_ms as number })),
  );
}
