// The timer of a transfer under way; its subject is the transfer.

/** Ends a transfer for which nobody was found in time. */
export const TRANSFER_TIMER = 'taskrouter.transfer';
