// Telling who shows it that a customer refused texts or asked for them again.
import type { Processor } from '#events/dispatcher.ts';
import type { StoredEvent } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';

/** A change of what a customer said. */
export type ConsentChange = StoredEvent<'consent.changed'>;

/** Shows a change where somebody talks with the customer; in the transaction that marks the event as handled. */
export type ConsentListener = (tx: Transaction, change: ConsentChange) => Promise<void>;

/** Tells the listeners of every change, each change once. */
export function consentNotices(listeners: readonly ConsentListener[]): Processor {
  return {
    name: 'consent-notices',
    handles: ['consent.changed'],
    async process(tx, events) {
      for (const change of events as readonly ConsentChange[]) {
        for (const listener of listeners) await listener(tx, change);
      }
    },
  };
}
