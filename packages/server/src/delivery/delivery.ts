// The layer below products through which every text leaves and enters. The front file: what others may call.
import type { Context } from '#server/context.ts';
import type { Product, Worker } from '#server/product.ts';
import type { InboundHandler } from './inbound-handler.ts';
import { releaseLeases } from './outbox.ts';
import type { Connector } from './port.ts';
import { recordReceipts } from './receipts.ts';
import { receiveMessage } from './receive.ts';
import { SendLoop } from './send-loop.ts';

export type { CarrierMessageRow, OwnNumberRow } from '#storage/schema/delivery.ts';
export { cancelMessage } from './cancel-message.ts';
export type { InboundHandler } from './inbound-handler.ts';
export { isOptedOut } from './opt-outs.ts';
export { createOwnNumber, findOwnNumber, findOwnNumberByPhone } from './own-numbers.ts';
export type { Connector } from './port.ts';
export type { InboundMessage } from './receive.ts';
export { receiveMessage } from './receive.ts';
export { type OutgoingMessage, sendMessage, sendMessages } from './send-message.ts';

/** What the delivery layer is put together with. */
export interface DeliveryOptions {
  /** Asked in this order who takes a text that came in. */
  readonly handlers: readonly InboundHandler[];
  /** Asked in this order who carries a text to an address. */
  readonly connectors: readonly Connector[];
}

/** The delivery layer as a product: the send loop and the connectors' way in. */
export function deliveryProduct(context: Context, options: DeliveryOptions): Product {
  const { connectors, handlers } = options;
  const loop = new SendLoop(context.database, context.clock, context.log, connectors);
  for (const connector of connectors) {
    connector.connect?.({
      receive: (tx, message) => receiveMessage(tx, message, handlers),
      recordReceipts,
    });
  }
  const worker: Worker = {
    async start() {
      for (const connector of connectors) await connector.open?.();
      if (!context.database.isShared) await context.database.transaction(releaseLeases);
      loop.start();
    },
    idle: () => loop.idle(),
    async stop() {
      await loop.stop();
      for (const connector of connectors) await connector.close?.();
    },
  };
  return { worker };
}
