// The layer below products through which every text leaves and enters. The front file: what others may call.
import type { Context } from '#server/context.ts';
import type { Product, Worker } from '#server/product.ts';
import { type ConsentListener, consentNotices } from './consents/notices.ts';
import type { InboundHandler } from './inbound/handler.ts';
import { recordReceipts } from './inbound/receipts.ts';
import { receiveMessage } from './inbound/receive.ts';
import { SCHEDULED_TIMER, sendScheduled } from './messages/scheduled.ts';
import { releaseLeases } from './outbox/outbox.ts';
import { SendLoop } from './outbox/send-loop.ts';
import type { Connector } from './port.ts';

export type { CarrierMessageRow, OwnNumberRow } from '#storage/schema/delivery.ts';
export { isOptedOut, recordOptIn, recordOptOut, type SenderScope } from './consents/consents.ts';
export type { ConsentChange, ConsentListener } from './consents/notices.ts';
export { type OptOutSettings, optOutSettings } from './consents/opt-out-settings.ts';
export type { InboundHandler } from './inbound/handler.ts';
export type { InboundMessage } from './inbound/receive.ts';
export { type Receivers, receiveMessage } from './inbound/receive.ts';
export { cancelMessage } from './messages/cancel.ts';
export { type OutgoingMessage, sendMessage, sendMessages } from './messages/send.ts';
export { smartlyEncoded } from './messages/smart-encoding.ts';
export { holdPair } from './pairs.ts';
export type { Connector } from './port.ts';
export { purgeDailyCounts } from './rules/daily-counts.ts';
export { mayLeave, type Obstacle, refusalFor } from './rules/may-leave.ts';
export { isTimeZone } from './rules/quiet-hours.ts';
export { chooseSender } from './senders/choose.ts';
export { findMessagingService, sendersOfService, serviceOfAddress } from './senders/messaging-services.ts';
export { createOwnNumber, findOwnNumber, findOwnNumberByPhone } from './senders/own-numbers.ts';
export { findChannelSender, findSender, isAlphaSender, isShortCode } from './senders/senders.ts';
export { checkWindow, windowOf } from './windows/windows.ts';

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
