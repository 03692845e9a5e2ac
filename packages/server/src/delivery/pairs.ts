// A customer's address and one of ours: whoever opens a conversation between them decides alone.
import type { Transaction } from '#storage/database.ts';
import { holdName } from '#storage/hold-name.ts';

/** The two addresses. */
export interface AddressPair {
  readonly accountSid: string;
  readonly customer: string;
  readonly own: string;
}

/**
 * Holds the pair until the transaction ends. Sessions and conversations each have an index that keeps a pair to one of
 * their kind; a text that comes in and a call that goes out at the same time could open one of each.
 */
export function holdPair(tx: Transaction, { accountSid, customer, own }: AddressPair): Promise<void> {
  return holdName(tx, `pair ${accountSid} ${customer} ${own}`);
}
