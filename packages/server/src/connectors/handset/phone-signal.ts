// How those who watch a phone hear that something changed on it.
import type { Transaction } from '#storage/database.ts';

const PREFIX = 'handset:';

/** Tells, once the transaction is committed, that a phone has something new to show. */
export function signalPhone(tx: Transaction, accountSid: string, address: string): void {
  tx.signal(`${PREFIX}${accountSid}:${address}`);
}

/** The phone a signal speaks of, or null for a signal of something else. */
export function phoneOfSignal(signal: string): { accountSid: string; address: string } | null {
  if (!signal.startsWith(PREFIX)) return null;
  const name = signal.slice(PREFIX.length);
  const colon = name.indexOf(':');
  return { accountSid: name.slice(0, colon), address: name.slice(colon + 1) };
}
