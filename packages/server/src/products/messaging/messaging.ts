// The front of messaging: Messages, IncomingPhoneNumbers and Keys of the 2010 API.
import { routesOf } from '#http/resource.ts';
import type { Product } from '#server/product.ts';
import { feedback } from './feedback/resource.ts';
import { incomingPhoneNumbers } from './incoming-phone-numbers/resource.ts';
import { keys } from './keys/resource.ts';
import { media } from './media/resource.ts';
import { messages } from './messages/resource.ts';
import { statusCallbacks } from './messages/status-callbacks.ts';

export { receiveAtNumberUrl } from './number-webhook.ts';

/** Messages of the 2010 API with their media and feedback, the numbers they are sent from, and API keys. */
export function messagingProduct(): Product {
  return {
    routes: [
      ...routesOf(messages),
      ...routesOf(media),
      ...routesOf(feedback),
      ...routesOf(incomingPhoneNumbers),
      ...routesOf(keys),
    ],
    processors: [statusCallbacks],
  };
}
