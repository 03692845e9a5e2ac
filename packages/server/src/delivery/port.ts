// The port behind which carriers live: a connector sends batches, and tells of receipts and of texts that came in.
import type { Transaction } from '#storage/database.ts';
import type { CarrierMessageRow } from '#storage/schema/delivery.ts';
import type { Receipt } from './inbound/receipts.ts';
import type { InboundMessage, Reception } from './inbound/receive.ts';

/** What became of one message that was given to a connector. */
export type SendResult =
  | {
      readonly outcome: 'sent';
      /** The name the message has at the carrier, when receipts will use that. */
      readonly carrierMessageId?: string;
      /** The receipt, when the carrier already knows how it ended. */
      readonly final?: { readonly status: Receipt['status']; readonly errorCode?: number };
    }
  /** It did not leave and may be tried again, not before `afterMs` when that is given. */
  | { readonly outcome: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** It never leaves; the error code of Twilio's catalogue says why. */
  | { readonly outcome: 'failed'; readonly errorCode: number };

/** What connectors tell the delivery layer. */
export interface CarrierEvents {
  /** Stores a text that came in and hands it on; the same text told twice is stored once. */
  receive(tx: Transaction, message: InboundMessage): Promise<Reception>;
  /** Moves messages forward by what the carrier says became of them. */
  recordReceipts(tx: Transaction, receipts: readonly Receipt[]): Promise<void>;
}

/** One way to reach people: a carrier, or the simulated phone network. */
export interface Connector {
  readonly name: string;
  /** Whether a text to this address leaves through this connector. */
  carries(address: string): boolean;
  /**
   * Sends a batch and answers in its order. Messages between the same two addresses come in the order in which
   * they must leave. Throwing means that nothing is known of the batch: all of it is sent again, so a message may
   * be given twice, under the same SID.
   */
  send(batch: readonly CarrierMessageRow[]): Promise<readonly SendResult[]>;
  /** Learns whom to tell; called once, when the server is put together. */
  connect?(events: CarrierEvents): void;
  /** Begins to listen to the carrier, when the server starts. */
  open?(): void | Promise<void>;
  close?(): void | Promise<void>;
}
