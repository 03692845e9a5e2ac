// The front of Proxy: the product itself and the commands other products may give it.

import type { Receivers } from '#delivery/delivery.ts';
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import type { AnswerHandlers } from '#webhooks/webhooks.ts';
import type { ProxyHooks } from './hooks.ts';
import { interactionCallbacks } from './interactions/callbacks.ts';
import { messageInteractionResource } from './interactions/message-resource.ts';
import { interactionResource } from './interactions/resource.ts';
import { OUT_OF_SESSION, outOfSessionAnswers } from './out-of-session/receive.ts';
import { unclaimedTexts } from './out-of-session/unclaimed.ts';
import { participantResource } from './participants/resource.ts';
import { phoneNumberResource } from './phone-numbers/resource.ts';
import { INTERCEPT, interceptAnswers } from './relay/intercept.ts';
import { type MediaLinks, outboundRelay } from './relay/outbound.ts';
import { statusRelay } from './relay/statuses.ts';
import { SWEEP_TIMER, sweepService } from './services/removal.ts';
import { serviceResource } from './services/resource.ts';
import { expireSession } from './sessions/expiry.ts';
import { EXPIRY_TIMER } from './sessions/lifetime.ts';
import { sessionResource } from './sessions/resource.ts';
import { shortCodeResource } from './short-codes/resource.ts';
import { messageAddress } from './webhooks-host/message-address.ts';

export type { ProxyHooks } from './hooks.ts';
export { receiveOutOfSession } from './out-of-session/receive.ts';
export { warnOfWord } from './out-of-session/unclaimed.ts';
export type { NewParticipant } from './participants/new-participant.ts';
export { addPhoneNumber, type PoolNumber } from './phone-numbers/commands.ts';
export { receiveThroughSession } from './relay/inbound.ts';
export { createProxyService, type NewProxyService } from './services/commands.ts';
export { createSession, type NewSession } from './sessions/commands.ts';
export { findActiveSessionByName } from './sessions/find.ts';
export { closeSession } from './sessions/status.ts';

/** What Proxy is put together with. */
export interface ProxyOptions {
  readonly hooks: ProxyHooks;
  readonly media: MediaLinks;
  /** Who is asked and told of texts that come in at the address of the host `webhooks`. */
  readonly receivers: Receivers;
}

/** Those who wait for what the account's own server answers about messages. */
export function proxyAnswers(hooks: ProxyHooks): AnswerHandlers {
  return { [INTERCEPT]: interceptAnswers(hooks), [OUT_OF_SESSION]: outOfSessionAnswers(hooks) };
}

/** Proxy: services, pools of numbers, sessions, and the bridge between chat channels and phones. */
export function proxyProduct(context: Context, { hooks, media, receivers }: ProxyOptions): Product {
  return {
    routes: [
      ...routesOf(serviceResource),
      ...routesOf(phoneNumberResource),
      ...routesOf(shortCodeResource),
      ...routesOf(sessionResource(hooks)),
      ...routesOf(participantResource(hooks)),
      ...routesOf(interactionResource),
      ...routesOf(messageInteractionResource(hooks)),
    ],
    processors: [outboundRelay(hooks, media), statusRelay, interactionCallbacks(hooks), unclaimedTexts],
    uniqueRefusals: {
      uq_proxy_services_name: 80602,
      // Newcomers are written past a taken pair; only a session that is opened again can run into the index.
      uq_proxy_participants_pair: 80801,
    },
    timers: { [EXPIRY_TIMER]: expireSession, [SWEEP_TIMER]: sweepService },
    pages: messageAddress(context, receivers),
  };
}
