// Sending what was taken from the outbox: which connector carries each message, and what became of it.
import type { Clock } from '#kernel/clock.ts';
import type { MessageTag } from '#kernel/message-tags.ts';
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow, OutboxRow } from '#storage/schema/delivery.ts';
import { moveForward } from '../messages/status-change.ts';
import { STATUS_RANK } from '../messages/status-order.ts';
import type { Connector, SendResult } from '../port.ts';
import { withinWindow } from '../windows/windows.ts';
import { checkDepartures } from './departure-check.ts';
import { leaveOutbox, takeDue } from './outbox.ts';
import type { Outcome } from './record-results.ts';
import { LEASE_MS } from './retry-policy.ts';

/** Twilio's code for a message whose validity period passed before it left. */
const VALIDITY_EXPIRED = 30036;
/** Twilio's code for an address that no route leads to ("The 'To' number is not reachable by the 'From'"). */
const NOT_REACHABLE = 21612;
/** A connector that is silent for longer is taken to have failed while the lease still holds. */
const DEADLINE_MS = (LEASE_MS * 3) / 4;

/** Messages taken from the outbox under one lease, in the order in which they were accepted. */
export interface Batch {
  readonly lease: string;
  readonly items: readonly { readonly entry: OutboxRow; readonly message: CarrierMessageRow }[];
}

/**
 * Takes the messages that are due and marks them `sending`. Those that waited longer than they may are failed with
 * 30036, those whose recipient has unsubscribed meanwhile with 21610; those that come at a time of quiet are held back;
 * and those that were deleted or have left already only lose their place in the outbox.
 */
export async function takeBatch(
  tx: Transaction,
  lease: string,
  limit: number,
  messengerTag: MessageTag | null = null,
): Promise<Batch | null> {
  const taken = await takeDue(tx, lease, limit);
  if (taken.length === 0) return null;
  const expired = taken.filter((entry) => entry.expires_at <= tx.now).map((entry) => entry.message_sid);
  await moveForward(tx, expired, 'failed', { errorCode: VALIDITY_EXPIRED });
  const live = taken.filter((entry) => entry.expires_at > tx.now);
  const { entries, failed } = await checkDepartures(tx, lease, live);
  const marked = await withinWindow(tx, await markSending(tx, entries), messengerTag);
  const messages = new Map(marked.map((message) => [message.sid, message]));
  const items = entries.flatMap((entry) => {
    const message = messages.get(entry.message_sid);
    return message === undefined ? [] : [{ entry, message }];
  });
  await leaveOutbox(tx, [
    ...expired,
    ...failed,
    ...entries.map((entry) => entry.message_sid).filter((sid) => !messages.has(sid)),
  ]);
  return { lease, items };
}

async function markSending(tx: Transaction, entries: readonly OutboxRow[]): Promise<CarrierMessageRow[]> {
  const [first, again] = [
    entries.filter((entry) => entry.attempts === 1),
    entries.filter((entry) => entry.attempts > 1),
  ];
  const marked = await moveForward(
    tx,
    first.map((entry) => entry.message_sid),
    'sending',
  );
  if (again.length === 0) return marked;
  const unsent = await tx.db
    .selectFrom('carrier_messages')
    .selectAll()
    .where(
      'sid',
      'in',
      again.map((entry) => entry.message_sid),
    )
    .where('status_rank', '<', STATUS_RANK.sent)
    .execute();
  return [...marked, ...unsent];
}

/** Gives the messages of a batch to the connectors that carry them, and says what became of each. */
export async function sendBatch(
  batch: Batch,
  connectors: readonly Connector[],
  clock: Clock,
  onFailure: (connector: Connector, error: unknown) => void,
): Promise<Outcome[]> {
  const byConnector = Map.groupBy(batch.items, ({ message }) =>
    connectors.find((connector) => connector.carries(message.to_address)),
  );
  const outcomes = await Promise.all(
    [...byConnector].map(async ([connector, items]) => {
      const results = await resultsOf(
        connector,
        items.map(({ message }) => message),
        clock,
        onFailure,
      );
      return items.map(({ entry }, position) => ({
        entry,
        connector: connector?.name ?? null,
        result: results[position] ?? { outcome: 'retry' as const, reason: 'the connector did not say' },
      }));
    }),
  );
  return outcomes.flat();
}

async function resultsOf(
  connector: Connector | undefined,
  messages: readonly CarrierMessageRow[],
  clock: Clock,
  onFailure: (connector: Connector, error: unknown) => void,
): Promise<readonly SendResult[]> {
  if (connector === undefined) {
    return messages.map(() => ({ outcome: 'failed', errorCode: NOT_REACHABLE }));
  }
  try {
    return await withinDeadline(connector.send(messages), clock);
  } catch (error) {
    onFailure(connector, error);
    return messages.map(() => ({ outcome: 'retry', reason: String(error) }));
  }
}

async function withinDeadline<T>(work: Promise<T>, clock: Clock): Promise<T> {
  const deadline = Promise.withResolvers<never>();
  const cancel = clock.wakeAt(clock.now() + DEADLINE_MS, () =>
    deadline.reject(new Error('the connector did not answer in time')),
  );
  try {
    return await Promise.race([work, deadline.promise]);
  } finally {
    cancel();
  }
}
