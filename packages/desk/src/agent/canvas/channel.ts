// Through which channel the customer of a conversation is reached, and from which address of ours.
import { customerOf } from '#desk/live/customer.ts';
import type { ConversationEntry } from '#desk/state/conversations.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';

export interface Reach {
  readonly channel: 'sms' | 'whatsapp' | 'messenger' | 'web';
  readonly customerAddress: string | null;
  readonly ourAddress: string | null;
}

function channelOf(address: string | null, type: string | undefined): Reach['channel'] {
  const prefix = address?.match(/^([a-z]+):/)?.[1] ?? type;
  if (prefix === 'whatsapp' || prefix === 'messenger' || prefix === 'sms') return prefix;
  return address?.startsWith('+') ? 'sms' : 'web';
}

function word(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** How the customer is reached. The older generation has addresses in the task only. */
export function reachOf({ participants }: Pick<ConversationEntry, 'participants'>, task: TaskEntry): Reach {
  const carried = participants.find(({ type }) => type !== 'chat');
  const customer = customerOf(task);
  const customerAddress = carried?.address ?? customer.address;
  const ourAddress = carried?.ourAddress ?? word(task.attributes['twilioNumber']) ?? customer.ourAddress;
  const type = carried?.type ?? word(task.attributes['channelType']) ?? undefined;
  return { channel: channelOf(customerAddress, type), customerAddress, ourAddress };
}
