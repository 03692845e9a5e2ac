// Who wrote: the customer or our side; and how long the customer has waited for an answer.
import type { ConversationEntry, MessageEntry } from '#desk/state/conversations.ts';

const NOBODY = new Set(['', 'system']);

function isTeam(attributes: Readonly<Record<string, unknown>>): boolean {
  return attributes['member_type'] === 'agent' || attributes['member_type'] === 'supervisor';
}

/**
 * Whether a message is the customer's. Where customers take part through a carrier, whoever has a chat identity is of
 * our side; on the web both sides have one, and only this agent and those marked as colleagues are ours.
 */
export function isFromCustomer(
  { author }: Pick<MessageEntry, 'author'>,
  { participants }: Pick<ConversationEntry, 'participants'>,
  identity: string,
): boolean {
  if (author === identity || NOBODY.has(author)) return false;
  const known = participants.find((participant) => participant.identity === author);
  if (known === undefined) return true;
  if (isTeam(known.attributes)) return false;
  return !participants.some(({ type }) => type !== 'chat');
}

/** When the customer wrote the first words nobody has answered, milliseconds; null when he has his answer. */
export function waitingSince(conversation: ConversationEntry, identity: string): number | null {
  let since: number | null = null;
  for (let place = conversation.messages.length - 1; place >= 0; place -= 1) {
    const message = conversation.messages[place]!;
    if (!isFromCustomer(message, conversation, identity)) break;
    since = message.date;
  }
  return since;
}

/** How much it matters that a customer waits: the longer, the more. */
export function urgencyOf(waitedMs: number): 'fresh' | 'waiting' | 'overdue' {
  if (waitedMs < 2 * 60_000) return 'fresh';
  return waitedMs < 5 * 60_000 ? 'waiting' : 'overdue';
}
