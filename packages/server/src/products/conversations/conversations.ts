// The front of Conversations v1: the conversation core in its words.
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { configurationRoutes } from './configuration-resources.ts';
import { conversationRoutes } from './conversation-resources.ts';

export { receiveByAddress } from './addresses/receive-by-address.ts';

/** Conversations: what is said in them and by whom, and what accounts and services set up around them. */
export function conversationsProduct({ database }: Context): Product {
  return {
    uniqueRefusals: {
      uq_address_configurations_address: 20409,
      'conversations:uq_threads_unique_name': 50353,
      'conversations:uq_participants_identity': 50433,
      uq_participants_binding: 50416,
      uq_participants_group: 50437,
      uq_threads_group: 50438,
    },
    routes: [...conversationRoutes(database), ...configurationRoutes(database)],
  };
}
