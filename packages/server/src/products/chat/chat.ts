// The front of Programmable Chat v2: the conversation core in its words.
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { MessagePoster } from '#threads/threads.ts';
import { bindings, userBindings } from './bindings/resource.ts';
import { channelWebhooks } from './channel-webhooks/resource.ts';
import { channels } from './channels/resource.ts';
import { credentials } from './credentials/resource.ts';
import { invites } from './invites/resource.ts';
import { members } from './members/resource.ts';
import { messagesResource } from './messages/resource.ts';
import { roles } from './roles/resource.ts';
import { services } from './services/resource.ts';
import { userChannels } from './user-channels/resource.ts';
import { users } from './users/resource.ts';

/** Programmable Chat: services, channels, members, messages, users, roles, invites, webhooks and push. */
export function chatProduct({ database }: Context): Product {
  const messages = messagesResource(new MessagePoster(database), database.read);
  return {
    uniqueRefusals: {
      uq_threads_unique_name: 50307,
      uq_users_identity: 50201,
      uq_participants_identity: 50404,
    },
    routes: [
      ...routesOf(services),
      ...routesOf(channels),
      ...routesOf(members),
      ...routesOf(messages),
      ...routesOf(users),
      ...routesOf(roles),
      ...routesOf(invites),
      ...routesOf(channelWebhooks),
      ...routesOf(userChannels),
      ...routesOf(bindings),
      ...routesOf(userBindings),
      ...routesOf(credentials),
    ],
  };
}
