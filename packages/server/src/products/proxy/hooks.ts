// What Proxy asks of the product that makes chat channels; without answers it falls back on its own rules.
import type { Transaction } from '#storage/database.ts';

/** The customer of a chat channel. */
export interface ChannelCustomer {
  /** Under which he writes in it. */
  readonly identity: string;
  /** Whether what the channel was for is over, so that his text belongs to a new conversation. */
  readonly isOver: boolean;
}

/** Questions about a chat channel that Proxy cannot answer by itself. */
export interface ProxyHooks {
  /** The address of ours that customers of this channel know, or null when nobody has a wish. */
  preferredNumber(tx: Transaction, accountSid: string, threadSid: string): Promise<string | null>;
  /**
   * The customer of each of these channels. A channel without an entry has no user of its own for the customer;
   * there the customer's address is taken for the identity.
   */
  customers(
    tx: Transaction,
    accountSid: string,
    threadSids: readonly string[],
  ): Promise<ReadonlyMap<string, ChannelCustomer>>;
  /** Where receivers of callbacks reach this server; without it they are not told the URLs of messages. */
  readonly publicUrl?: string | undefined;
}
