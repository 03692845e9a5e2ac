// Who is asked about a text that came in.
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';

/**
 * Takes a text that came in, or leaves it to the next handler. True means taken. It runs in the transaction that
 * stores the text: what it writes exists exactly when the text does.
 */
export type InboundHandler = (tx: Transaction, message: CarrierMessageRow) => Promise<boolean>;
