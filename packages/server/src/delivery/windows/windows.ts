// The windows in which customers may be written to: on WhatsApp and Messenger free words may leave for a day after the
// customer wrote, counted for each customer and each address of ours.
import { apiError } from '#kernel/errors.ts';
import type { MessageTag } from '#kernel/message-tags.ts';
import { parseAddress } from '#kernel/phone.ts';
import { approvalStatuses, contentKey } from '#server/content/content.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import { moveForward } from '../messages/status-change.ts';
import { closingTimes, isWindowed, type WindowedChannel, type WindowRefusal, windowRefusal } from './rule.ts';

/** A customer, and the address of ours they write with. */
export interface Correspondents {
  readonly accountSid: string;
  readonly ownAddress: string;
  readonly customerAddress: string;
}

/** Until when a customer may be written to. */
export interface Window {
  /** False for channels that do not count the time: there everything may leave. */
  readonly isCounted: boolean;
  readonly isOpen: boolean;
  /** Milliseconds since the epoch; null when the customer never wrote, and where nothing is counted. */
  readonly lastInboundAt: number | null;
  readonly closesAt: number | null;
  /** Until when a person may answer on Messenger with the tag HUMAN_AGENT. */
  readonly humanAgentUntil: number | null;
}

const channelOf = (address: string) => parseAddress(address)?.channel ?? 'sms';

function windowedChannel(address: string): WindowedChannel | null {
  const channel = channelOf(address);
  return isWindowed(channel) ? channel : null;
}

/** Notes that a customer wrote, which opens the window. Belongs in the transaction that stores what they wrote. */
export async function noteInbound(
  tx: Transaction,
  message: Pick<CarrierMessageRow, 'account_sid' | 'from_address' | 'to_address'>,
): Promise<void> {
  if (windowedChannel(message.from_address) === null) return;
  await tx.db
    .insertInto('messaging_windows')
    .values({
      account_sid: message.account_sid,
      own_address: message.to_address,
      customer_address: message.from_address,
      last_inbound_at: tx.now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['account_sid', 'own_address', 'customer_address'])
        .doUpdateSet((row) => ({ last_inbound_at: row.ref('excluded.last_inbound_at') }))
        // Clocks of two servers may differ a little; a window never shrinks.
        .whereRef('messaging_windows.last_inbound_at', '<', 'excluded.last_inbound_at'),
    )
    .execute();
}

const pairKey = (accountSid: string, ownAddress: string, customerAddress: string) =>
  `${accountSid} ${ownAddress} ${customerAddress}`;

async function lastInboundTimes(
  db: Reader,
  pairs: readonly Correspondents[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('messaging_windows')
    .selectAll()
    .where('account_sid', 'in', [...new Set(pairs.map(({ accountSid }) => accountSid))])
    .where('own_address', 'in', [...new Set(pairs.map(({ ownAddress }) => ownAddress))])
    .where('customer_address', 'in', [...new Set(pairs.map(({ customerAddress }) => customerAddress))])
    .execute();
  return new Map(
    rows.map((row) => [pairKey(row.account_sid, row.own_address, row.customer_address), row.last_inbound_at]),
  );
}

/** The window of a customer at this time, with one address of ours. */
export async function windowOf(db: Reader, now: number, pair: Correspondents): Promise<Window> {
  const nothing = { lastInboundAt: null, closesAt: null, humanAgentUntil: null };
  const channel = windowedChannel(pair.customerAddress);
  if (channel === null) return { isCounted: false, isOpen: true, ...nothing };
  const [lastInboundAt] = (await lastInboundTimes(db, [pair])).values();
  if (lastInboundAt === undefined) return { isCounted: true, isOpen: false, ...nothing };
  const { closesAt, humanAgentUntil } = closingTimes(lastInboundAt);
  return {
    isCounted: true,
    isOpen: now < closesAt,
    lastInboundAt,
    closesAt,
    humanAgentUntil: channel === 'messenger' ? humanAgentUntil : null,
  };
}

/** A message that is to leave. */
export interface LeavingMessage {
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
  readonly contentSid?: string | null | undefined;
  readonly messageTag?: string | null | undefined;
}

/** The code with which each message may not leave now, or null, in their order. */
async function refusalsOf(
  db: Reader,
  now: number,
  messages: readonly LeavingMessage[],
): Promise<(WindowRefusal | null)[]> {
  const counted = messages.filter(({ to }) => windowedChannel(to) !== null);
  if (counted.length === 0) return messages.map(() => null);
  const times = await lastInboundTimes(
    db,
    counted.map(({ accountSid, from, to }) => ({ accountSid, ownAddress: from, customerAddress: to })),
  );
  const templates = await approvalStatuses(
    db,
    counted.flatMap(({ accountSid, contentSid }) => (contentSid ? [{ accountSid, contentSid }] : [])),
  );
  return messages.map(({ accountSid, from, to, contentSid, messageTag }) => {
    const channel = windowedChannel(to);
    if (channel === null) return null;
    const approval = contentSid ? templates.get(contentKey(accountSid, contentSid)) : 'none';
    return windowRefusal(
      {
        channel,
        lastInboundAt: times.get(pairKey(accountSid, from, to)) ?? null,
        template: approval === undefined ? 'missing' : approval,
        tag: (messageTag ?? null) as MessageTag | null,
      },
      now,
    );
  });
}

/**
 * The code with which a message would fail if it left now, or null when it may: 63016 outside of the window, 63027 and
 * 63040 to 63042 for a template that does not help it.
 */
export async function checkWindow(
  db: Reader,
  now: number,
  message: LeavingMessage,
): Promise<WindowRefusal | null> {
  const [refusal] = await refusalsOf(db, now, [message]);
  return refusal ?? null;
}

/** Refuses a message that would fail, for callers who want to know at once (400 with the code of `checkWindow`). */
export async function refuseOutsideWindow(db: Reader, now: number, message: LeavingMessage): Promise<void> {
  const refusal = await checkWindow(db, now, message);
  if (refusal !== null) throw apiError(refusal, undefined, { parameter: 'To', to: message.to });
}

/**
 * Those of the messages that may leave now. The others fail with the code that says why. `messengerTag` is what
 * messages without a tag of their own leave with on Messenger when their window is over.
 */
export async function withinWindow(
  tx: Transaction,
  messages: readonly CarrierMessageRow[],
  messengerTag: MessageTag | null = null,
): Promise<readonly CarrierMessageRow[]> {
  if (!messages.some(({ to_address: to }) => windowedChannel(to) !== null)) return messages;
  const tagged = messages.map((row) => ({ ...row, message_tag: row.message_tag ?? messengerTag }));
  const refusals = await refusalsOf(
    tx.db,
    tx.now,
    tagged.map((row) => ({
      accountSid: row.account_sid,
      from: row.from_address,
      to: row.to_address,
      contentSid: row.content_sid,
      messageTag: row.message_tag,
    })),
  );
  const stopped = Map.groupBy(messages.keys(), (position) => refusals[position]);
  for (const [errorCode, positions] of stopped) {
    if (errorCode == null) continue;
    await moveForward(
      tx,
      positions.map((position) => messages[position]!.sid),
      'failed',
      { errorCode },
    );
  }
  return messages
    .flatMap((row, position) => (refusals[position] === null ? [{ row, position }] : []))
    .map(({ row, position }) => (channelOf(row.to_address) === 'messenger' ? tagged[position]! : row));
}
