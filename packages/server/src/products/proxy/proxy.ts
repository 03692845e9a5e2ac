// The front of Proxy: the product itself and the commands other products may give it.

import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import type { ProxyHooks } from './hooks.ts';
import { interactionCallbacks } from './interactions/callbacks.ts';
import { messageInteractionResource } from './interactions/message-resource.ts';
import { interactionResource } from './interactions/resource.ts';
import { participantResource } from './participants/resource.ts';
import { phoneNumberResource } from './phone-numbers/resource.ts';
import { outboundRelay } from './relay/outbound.ts';
import { statusRelay } from './relay/statuses.ts';
import { SWEEP_TIMER, sweepService } from './services/removal.ts';
import { serviceResource } from './services/resource.ts';
import { expireSession } from './sessions/expiry.ts';
import { EXPIRY_TIMER } from './sessions/lifetime.ts';
import { sessionResource } from './sessions/resource.ts';

export type { ProxyHooks } from './hooks.ts';
export type { NewParticipant } from './participants/new-participant.ts';
export { addPhoneNumber, type PoolNumber } from './phone-numbers/commands.ts';
export { receiveThroughSession } from './relay/inbound.ts';
export { createProxyService, type NewProxyService } from './services/commands.ts';
export { createSession, type NewSession } from './sessions/commands.ts';
export { findActiveSessionByName } from './sessions/find.ts';
export { closeSession } from './sessions/status.ts';

/** Proxy: services, pools of numbers, sessions, and the bridge between chat channels and phones. */
export function proxyProduct(_context: Context, hooks: ProxyHooks): Product {
  return {
    routes: [
      ...routesOf(serviceResource),
      ...routesOf(phoneNumberResource),
      ...routesOf(sessionResource(hooks)),
      ...routesOf(participantResource(hooks)),
      ...routesOf(interactionResource),
      ...routesOf(messageInteractionResource(hooks)),
    ],
    processors: [outboundRelay(hooks), statusRelay, interactionCallbacks],
    uniqueRefusals: {
      uq_proxy_services_name: 80602,
      // Newcomers are written past a taken pair; only a session that is opened again can run into the index.
      uq_proxy_participants_pair: 80801,
    },
    timers: { [EXPIRY_TIMER]: expireSession, [SWEEP_TIMER]: sweepService },
  };
}
