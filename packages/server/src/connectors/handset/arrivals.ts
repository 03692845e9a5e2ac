// Texts that slow phones show later: one timer an account, set to the next of them.
import type { CarrierEvents } from '#delivery/port.ts';
import type { Transaction } from '#storage/database.ts';
import { setTimer } from '#timers/timers.ts';
import { noteAnswers } from './busy-day/customers.ts';
import { phoneOf } from './phone-of.ts';
import { signalPhone } from './phone-signal.ts';

/** Kind of the timer; its subject is the account. */
export const ARRIVAL_TIMER = 'handset.arrival';

/** When texts arrive that a phone will show once it is switched on: no clock gets there. */
export const HELD = 8_640_000_000_000_000;

/** Texts shown by one run of the timer; what is left gets the next run. */
const LIMIT = 500;

/** Sets the timers of these accounts to the first text that has not arrived. */
export async function setArrivalTimers(tx: Transaction, accountSids: readonly string[]): Promise<void> {
  if (accountSids.length === 0) return;
  const next = await tx.db
    .selectFrom('handset_messages')
    .select(({ fn }) => ['account_sid', fn.min<number>('arrives_at').as('arrives_at')])
    .where('account_sid', 'in', [...new Set(accountSids)])
    .where('arrives_at', '<', HELD)
    .groupBy('account_sid')
    .execute();
  for (const { account_sid: subject, arrives_at: dueAt } of next) {
    await setTimer(tx, { kind: ARRIVAL_TIMER, subject, dueAt });
  }
}

/** Shows the texts of an account whose time has come, and reports them delivered. */
export async function showArrived(tx: Transaction, accountSid: string, events: CarrierEvents): Promise<void> {
  const arrived = await tx.db
    .updateTable('handset_messages')
    .set({ arrives_at: null })
    .where('sid', 'in', (choose) =>
      choose
        .selectFrom('handset_messages')
        .select('sid')
        .where('account_sid', '=', accountSid)
        .where('arrives_at', '<=', tx.now)
        .orderBy('arrives_at')
        .limit(LIMIT),
    )
    .returning(['carrier_message_sid', 'phone_address', 'contact_address'])
    .execute();
  await events.recordReceipts(
    tx,
    arrived.map((row) => ({ messageSid: row.carrier_message_sid, status: 'delivered' })),
  );
  for (const row of arrived) signalPhone(tx, accountSid, phoneOf(row.phone_address));
  await noteAnswers(
    tx,
    arrived.map((row) => ({ accountSid, phone: row.phone_address, contact: row.contact_address })),
  );
  await setArrivalTimers(tx, [accountSid]);
}
