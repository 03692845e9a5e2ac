// What a task is called by: its customer.
import { type Customer, customerOf, threadSidOf } from '#desk/live/customer.ts';
import { words } from '#desk/words/supervisor.ts';
import { attributesOf, type TaskRecord } from './taskrouter.ts';

/** The customer of a task, with a name in any case. */
export function customerIn(task: Pick<TaskRecord, 'attributes'>): Customer {
  const customer = customerOf({ attributes: attributesOf(task) });
  return customer.name === '' ? { ...customer, name: words.queues.noCustomer } : customer;
}

/** The conversation or channel of a task; null where there is none. */
export function conversationIn(task: Pick<TaskRecord, 'attributes'>): string | null {
  return threadSidOf(attributesOf(task));
}
