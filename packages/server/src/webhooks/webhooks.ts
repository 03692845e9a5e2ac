// Signed callbacks to the customer's own servers, with retries and a readable log. The front file: what others may call.
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product, Worker } from '#server/product.ts';
import { deliveries, redelivery } from './deliveries/resource.ts';
import { DeliveryWorker } from './delivery-worker.ts';
import { NOTICES, QUESTIONS } from './lanes.ts';
import type { AnswerHandlers } from './question.ts';

export { type Asking, askNow, type Remark } from './ask-now.ts';
export { enqueueWebhook, enqueueWebhooks, type NewWebhook } from './enqueue.ts';
export type { Outcome } from './outcome.ts';
export {
  type Answer,
  type AnswerHandler,
  type AnswerHandlers,
  type Asked,
  type Failure,
  jsonRefusal,
  type Question,
} from './question.ts';
export { allowedAddresses, ForbiddenAddress } from './ssrf-guard.ts';
export {
  type Instructions,
  isXmlType,
  parseFailure,
  type Reply,
  readTwiml,
} from './twiml/read-twiml.ts';

function workerOf(context: Context, handlers: AnswerHandlers): Worker {
  const notices = new DeliveryWorker(context, { lane: NOTICES });
  const questions = new DeliveryWorker(context, { lane: QUESTIONS, handlers });
  return {
    async start() {
      await notices.start();
      await questions.start();
    },
    async idle() {
      // An answer can lead to a notice, and the other way round never.
      await questions.idle();
      await notices.idle();
    },
    async stop() {
      await Promise.all([notices.stop(), questions.stop()]);
    },
  };
}

/** Webhooks: the workers that deliver them, to the `handlers` of their answers, and the API of their log. */
export function webhooksProduct(context: Context, handlers: AnswerHandlers): Product {
  return {
    routes: [...routesOf(deliveries), redelivery],
    worker: workerOf(context, handlers),
  };
}
