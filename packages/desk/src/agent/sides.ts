// Who wrote: the customer or our side; and how long the customer has waited for an answer.
import type { ConversationEntry, MessageEntry } from '#desk/state/conversations.ts';
import { speakers } from './speakers.ts';

/** Tells of authors whether they are the customer, by the rule that says on which side of the log words are. */
function customerIn({ participants }: Pick<ConversationEntry, 'participants'>, identity: string) {
  const sideOf = speakers({ identity, customerAddress: null, participants });
  return ({ author }: Pick<MessageEntry, 'author'>) => sideOf(author) === 'customer';
}

/** Whether a message is the customer's. */
export function isFromCustomer(
  message: Pick<MessageEntry, 'author'>,
  conversation: Pick<ConversationEntry, 'participants'>,
  identity: string,
): boolean {
  return customerIn(conversation, identity)(message);
}

/** When the customer wrote the first words nobody has answered, milliseconds; null when he has his answer. */
export function waitingSince(conversation: ConversationEntry, identity: string): number | null {
  const isCustomers = customerIn(conversation, identity);
  let since: number | null = null;
  for (let place = conversation.messages.length - 1; place >= 0; place -= 1) {
    const message = conversation.messages[place]!;
    if (!isCustomers(message)) break;
    since = message.date;
  }
  return since;
}

/** How much it matters that a customer waits: the longer, the more. */
export function urgencyOf(waitedMs: number): 'fresh' | 'waiting' | 'overdue' {
  if (waitedMs < 2 * 60_000) return 'fresh';
  return waitedMs < 5 * 60_000 ? 'waiting' : 'overdue';
}
