// Looking at a thread: what came in counts as read, and channels with receipts tell the sender, if the phone does.
import type { CarrierEvents } from '#delivery/port.ts';
import type { Transaction } from '#storage/database.ts';
import { channelOf, phoneOf } from './phone-of.ts';
import { signalPhone } from './phone-signal.ts';

const WITH_RECEIPTS: ReadonlySet<string> = new Set(['whatsapp', 'messenger', 'rcs']);

/** Marks what a thread shows as read; resolves with how many texts were unread. */
export async function lookAt(
  tx: Transaction,
  { accountSid, phone, contact }: { accountSid: string; phone: string; contact: string },
  events: CarrierEvents,
): Promise<number> {
  const read = await tx.db
    .updateTable('handset_messages')
    .set({ read_at: tx.now })
    .where('account_sid', '=', accountSid)
    .where('phone_address', '=', phone)
    .where('contact_address', '=', contact)
    .where('direction', '=', 'incoming')
    .where('arrives_at', 'is', null)
    .where('read_at', 'is', null)
    .returning('carrier_message_sid')
    .execute();
  if (read.length === 0) return 0;
  if (WITH_RECEIPTS.has(channelOf(phone)) && (await tellsReading(tx, accountSid, phone))) {
    await events.recordReceipts(
      tx,
      read.map((row) => ({ messageSid: row.carrier_message_sid, status: 'read' })),
    );
  }
  signalPhone(tx, accountSid, phoneOf(phone));
  return read.length;
}

async function tellsReading(tx: Transaction, accountSid: string, address: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('handset_phones')
    .select('sends_read')
    .where('account_sid', '=', accountSid)
    .where('address', '=', address)
    .executeTakeFirst();
  return row?.sends_read === 1;
}
