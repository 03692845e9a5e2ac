// The layer below products through which every text leaves and enters. The front file: what others may call.
import type { Context } from '#server/context.ts';
import type { Product, Worker } from '#server/product.ts';
import { type ConsentListener, consentNotices } from './consent-notices.ts';
import type { InboundHandler } from './inbound-handler.ts';
import { releaseLeases } from './outbox.ts';
import type { Connector } from './port.ts';
import { recordReceipts } from './receipts.ts';
import { receiveMessage } from './receive.ts';
import { SCHEDULED_TIMER, sendScheduled } from './scheduled-messages.ts';
import { SendLoop } from './send-loop.ts';

export type { CarrierMessageRow, OwnNumberRow } from '#storage/schema/delivery.ts';
export { cancelMessage } from './cancel-message.ts';
export { chooseSender } from './choose-sender.ts';
export type { ConsentChange, ConsentListener } from './consent-notices.ts';
export { isOptedOut, optedOutAmong, recordOptIn, recordOptOut, type SenderScope } from './consents.ts';
export { purgeDailyCounts } from './daily-counts.ts';
export type { InboundHandler } from './inbound-handler.ts';
export { mayLeave, type Obstacle, refusalFor } from './may-leave.ts';
export { findMessagingService, sendersOfService, serviceOfAddress } from './messaging-services.ts';
export { type OptOutSettings, optOutSettings } from './opt-out-settings.ts';
export { createOwnNumber, findOwnNumber, findOwnNumberByPhone } from './own-numbers.ts';
export type { Connector } from './port.ts';
export { isTimeZone } from './quiet-hours.ts';
export type { InboundMessage } from './receive.ts';
export { type Receivers, receiveMessage } from './receive.ts';
export { type OutgoingMessage, sendMessage, sendMessages } from './send-message.ts';
export { findChannelSender, findSender, isAlphaSender, isShortCode } from './senders.ts';
export { smartlyEncoded } from './smart-encoding.ts';
export { checkWindow, windowOf } from './windows.ts';

/** What the delivery layer is put together with. */
export interface DeliveryOptions {
  /** Asked in this order who takes a text that came in. */
  readonly handlers: readonly InboundHandler[];
  /** Told of STOP, START and HELP, which are obeyed here and offered to no handler. */
  readonly wordListeners?: readonly InboundHandler[];
  /** Shown that a customer refused texts or asked for them again. */
  readonly onConsentChanged?: readonly ConsentListener[];
  /** Asked in this order who carries a text to an address. */
  readonly connectors: readonly Connector[];
}

/** The delivery layer as a product: the send loop and the connectors' way in. */
export function deliveryProduct(context: Context, options: DeliveryOptions): Product {
  const { connectors } = options;
  const loop = new SendLoop(
    context.database,
    context.clock,
    context.log,
    connectors,
    context.config.messengerTag,
  );
  for (const connector of connectors) {
    connector.connect?.({
      receive: (tx, message) => receiveMessage(tx, message, options),
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
  return {
    worker,
    processors: [consentNotices(options.onConsentChanged ?? [])],
    timers: { [SCHEDULED_TIMER]: sendScheduled },
  };
}
