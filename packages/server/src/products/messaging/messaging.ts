// The front of messaging: texts and numbers of the 2010 API, messaging services, senders, consents, rules of sending.
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { channelSenders } from './channel-senders/resource.ts';
import { consentChanges, consents } from './consents/resource.ts';
import { wordSettings } from './consents/word-settings.ts';
import { feedback } from './feedback/resource.ts';
import { incomingPhoneNumbers } from './incoming-phone-numbers/resource.ts';
import { keys } from './keys/resource.ts';
import { media } from './media/resource.ts';
import { messages } from './messages/resource.ts';
import { statusCallbacks } from './messages/status-callbacks.ts';
import { senderPool } from './sender-pool/resource.ts';
import { sendingRules } from './sending-rules/resource.ts';
import { services } from './services/resource.ts';
import { ownShortCodes } from './short-codes/resource.ts';

export { createChannelSender } from './channel-senders/commands.ts';
export { messagingAnswers } from './inbound/answers.ts';
export { receiveAtNumberUrl } from './inbound/tell-owner.ts';

/** Messages of the 2010 API with all that sending and receiving them needs, and API keys. */
export function messagingProduct({ config }: Pick<Context, 'config'>): Product {
  return {
    routes: [
      ...routesOf(messages(config.hasStrictWindows)),
      ...routesOf(media),
      ...routesOf(feedback),
      ...routesOf(incomingPhoneNumbers),
      ...routesOf(ownShortCodes),
      ...routesOf(keys),
      ...routesOf(services),
      ...Object.values(senderPool).flatMap((pool) => routesOf(pool)),
      ...routesOf(channelSenders),
      ...wordSettings,
      ...routesOf(consents),
      ...routesOf(consentChanges),
      ...routesOf(sendingRules),
    ],
    processors: [statusCallbacks],
  };
}
