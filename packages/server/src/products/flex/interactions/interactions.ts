// The front of interactions within Flex: conversations that agents work on as tasks.
import { routesOf } from '#http/resource.ts';
import type { Product } from '#server/product.ts';
import { interactionChannels } from './channels/resource.ts';
import { expireChannel, RETENTION_TIMER } from './channels/retention.ts';
import { followWork } from './follow-work.ts';
import { interactionInvites } from './invites/resource.ts';
import { interactionParticipants } from './participants/resource.ts';
import { interactions } from './resource.ts';
import { interactionTransfers } from './transfers/resource.ts';

/** Flex Interactions: the current generation of conversations with customers. */
export const interactionsProduct = (): Product => ({
  routes: [
    ...routesOf(interactions),
    ...routesOf(interactionChannels),
    ...routesOf(interactionInvites),
    ...routesOf(interactionParticipants),
    ...routesOf(interactionTransfers),
  ],
  uniqueRefusals: {
    uq_flex_interaction_channels_thread: 45353,
    uq_flex_interaction_invites_target: 45353,
  },
  processors: [followWork],
  timers: { [RETENTION_TIMER]: expireChannel },
});
