// Signed callbacks to the customer's own servers, with retries and a readable log. The front file: what others may call.
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { deliveries, redelivery } from './deliveries/resource.ts';
import { DeliveryWorker } from './delivery-worker.ts';

export { enqueueWebhook, enqueueWebhooks, type NewWebhook } from './enqueue.ts';

/** Webhooks: the worker that delivers them and the API of their log. */
export function webhooksProduct(context: Context): Product {
  return {
    routes: [...routesOf(deliveries), redelivery],
    worker: new DeliveryWorker(context),
  };
}
