// Who a task is about, from the attributes that Flex's generations write.
import type { TaskEntry } from '#desk/state/tasks.ts';

/** The customer of a task. */
export interface Customer {
  /** What he is called, or his address where no name is known. */
  readonly name: string;
  /** `+1…`, `whatsapp:+1…`, an e-mail address; null where he came through the web. */
  readonly address: string | null;
  /** Our address he is talked to from. */
  readonly ourAddress: string | null;
}

function word(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** `channelSid` is the older generation's name of it; null for work without a conversation. */
export function threadSidOf(attributes: Readonly<Record<string, unknown>>): string | null {
  return word(attributes['conversationSid']) ?? word(attributes['channelSid']);
}

/** The customer of a task with these attributes. */
export function customerOf({ attributes }: Pick<TaskEntry, 'attributes'>): Customer {
  const isOutbound = attributes['direction'] === 'outbound';
  const [theirs, ours] = isOutbound ? ['to', 'from'] : ['from', 'to'];
  const customers = attributes['customers'] as { name?: unknown } | null | undefined;
  const address = word(attributes['customerAddress']) ?? word(attributes[theirs]);
  const ourAddress = word(attributes['twilioNumber']) ?? word(attributes[ours]);
  const name = word(attributes['customerName']) ?? word(attributes['name']) ?? word(customers?.name);
  return {
    name: name ?? address ?? word(attributes['from']) ?? '',
    address,
    ourAddress: ourAddress === address ? null : ourAddress,
  };
}
