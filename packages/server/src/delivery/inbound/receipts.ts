// Receipts: what carriers say became of messages, applied a batch at a time.
import type { Transaction } from '#storage/database.ts';
import { moveForward } from '../messages/status-change.ts';

/** The statuses a carrier can report. */
export type ReceiptStatus = 'sent' | 'delivered' | 'undelivered' | 'failed' | 'read';

/** What a carrier says became of a message, named by our SID or by the carrier's own name for it. */
export type Receipt = {
  readonly status: ReceiptStatus;
  /** Twilio's error code; none when all went well. */
  readonly errorCode?: number;
} & ({ readonly messageSid: string } | { readonly connector: string; readonly carrierMessageId: string });

/** Twilio's code for a message the carrier did not deliver without saying why ("Unknown error"). */
const UNKNOWN_ERROR = 30008;

/**
 * Moves messages forward by their receipts. A receipt that comes late, again, or for a message we do not know
 * changes nothing.
 */
export async function recordReceipts(tx: Transaction, receipts: readonly Receipt[]): Promise<void> {
  const sids = await sidsOf(tx, receipts);
  const groups = new Map<string, { status: ReceiptStatus; errorCode: number | null; sids: string[] }>();
  receipts.forEach((receipt, position) => {
    const sid = sids[position];
    if (sid === undefined) return;
    const errorCode = errorCodeOf(receipt);
    const key = `${receipt.status} ${errorCode}`;
    const group = groups.get(key) ?? { status: receipt.status, errorCode, sids: [] };
    group.sids.push(sid);
    groups.set(key, group);
  });
  for (const { status, errorCode, sids: ofGroup } of groups.values()) {
    await moveForward(tx, ofGroup.toSorted(), status, { errorCode });
  }
}

function errorCodeOf(receipt: Receipt): number | null {
  const isFailure = receipt.status === 'undelivered' || receipt.status === 'failed';
  return isFailure ? (receipt.errorCode ?? UNKNOWN_ERROR) : null;
}

async function sidsOf(
  tx: Transaction,
  receipts: readonly Receipt[],
): Promise<readonly (string | undefined)[]> {
  const foreign = receipts.filter((receipt) => 'carrierMessageId' in receipt);
  if (foreign.length === 0) {
    return receipts.map((receipt) => ('messageSid' in receipt ? receipt.messageSid : undefined));
  }
  const rows = await tx.db
    .selectFrom('carrier_messages')
    .select(['sid', 'connector', 'carrier_message_id'])
    .where('connector', 'in', [...new Set(foreign.map((receipt) => receipt.connector))])
    .where('carrier_message_id', 'in', [...new Set(foreign.map((receipt) => receipt.carrierMessageId))])
    .where('direction', '<>', 'inbound')
    .execute();
  const known = new Map(rows.map((row) => [`${row.connector} ${row.carrier_message_id}`, row.sid]));
  return receipts.map((receipt) =>
    'messageSid' in receipt
      ? receipt.messageSid
      : known.get(`${receipt.connector} ${receipt.carrierMessageId}`),
  );
}
