// What the Senders resource does: declare that an address of a channel is the account's, change and withdraw it.
import type { z } from 'zod';
import type { Call } from '#http/operations.ts';
import { invalidParameter, notFound } from '#kernel/errors.ts';
import { parseAddress } from '#kernel/phone.ts';
import { newSid } from '#kernel/sid.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChannelSenderRow } from '#storage/schema/messaging-services.ts';
import { leavePool } from '../sender-pool/commands.ts';
import type { senderCreate, senderUpdate } from './input.ts';

/** The account's sender with the SID in the path. */
export function findSenderBySid(
  db: Reader,
  call: Pick<Call, 'accountSid' | 'params'>,
): Promise<ChannelSenderRow | undefined> {
  return db
    .selectFrom('channel_senders')
    .selectAll()
    .where('sid', '=', call.params['Sid'] as string)
    .where('account_sid', '=', call.accountSid)
    .executeTakeFirst();
}

/** Declares an address; it is online at once. An address is one account's: 400/20001 when somebody has it. */
export async function createChannelSender(
  tx: Transaction,
  { accountSid, input }: Pick<Call<z.output<typeof senderCreate>>, 'accountSid' | 'input'>,
): Promise<ChannelSenderRow> {
  const created = await tx.db
    .insertInto('channel_senders')
    .values({
      sid: newSid('XE'),
      account_sid: accountSid,
      address: input.sender_id,
      channel: parseAddress(input.sender_id)?.channel ?? '',
      friendly_name: input.friendly_name ?? null,
      status: 'ONLINE',
      configuration: JSON.stringify(input.configuration ?? {}),
      webhook: JSON.stringify(input.webhook ?? {}),
      profile: JSON.stringify(input.profile ?? {}),
      date_created: tx.now,
      date_updated: tx.now,
    })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (created === undefined) throw invalidParameter('sender_id', 'it is the address of a sender already');
  return created;
}

async function requireSender(tx: Transaction, call: Call): Promise<ChannelSenderRow> {
  const sender = await findSenderBySid(tx.db, call);
  if (sender === undefined) throw notFound(`/Channels/Senders/${call.params['Sid']}`);
  return sender;
}

/** The kept object with what is given put over it. */
function merged(kept: string, given: object | null | undefined): string {
  return given == null ? kept : JSON.stringify({ ...(JSON.parse(kept) as object), ...given });
}

/** Changes what is given; parts of an object that are not given stay. */
export async function updateChannelSender(
  tx: Transaction,
  call: Call<z.output<typeof senderUpdate>>,
): Promise<ChannelSenderRow> {
  const sender = await requireSender(tx, call);
  const { input } = call;
  const changes = {
    friendly_name: input.friendly_name === undefined ? sender.friendly_name : input.friendly_name,
    status: input.status ?? sender.status,
    configuration: merged(sender.configuration, input.configuration),
    webhook: merged(sender.webhook, input.webhook),
    profile: merged(sender.profile, input.profile),
    date_updated: tx.now,
  };
  await tx.db.updateTable('channel_senders').set(changes).where('sid', '=', sender.sid).execute();
  return { ...sender, ...changes };
}

/** Withdraws an address: nothing is sent from it any more, and it leaves the pool it is in. */
export async function deleteChannelSender(tx: Transaction, call: Call): Promise<void> {
  const { sid } = await requireSender(tx, call);
  await leavePool(tx, sid);
  await tx.db.deleteFrom('channel_senders').where('sid', '=', sid).execute();
}
