// Messages and participants of the Conversations SDK as the desk shows them.
import type { AggregatedDeliveryReceipt, Message, Participant } from '@twilio/conversations';
import type { Delivery, MessageEntry, ParticipantEntry } from '#desk/state/conversations.ts';

/** Attributes that are an object, and nothing otherwise. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** One word for all receivers: what failed for one of them is what the agent must know. */
function deliveryOf(receipt: AggregatedDeliveryReceipt | null): Delivery {
  if (receipt === null || receipt.total === 0) return null;
  if (receipt.failed !== 'none') return 'failed';
  if (receipt.undelivered !== 'none') return 'undelivered';
  if (receipt.read !== 'none') return 'read';
  if (receipt.delivered !== 'none') return 'delivered';
  return receipt.sent === 'none' ? null : 'sent';
}

/** A message as it is shown. */
export function messageEntry(message: Message): MessageEntry {
  const created = message.dateCreated?.getTime() ?? Date.now();
  return {
    sid: message.sid,
    index: message.index,
    author: message.author ?? '',
    body: message.body ?? '',
    date: created,
    isEdited: message.lastUpdatedBy !== null && message.lastUpdatedBy === message.author,
    attributes: objectOf(message.attributes),
    media: (message.attachedMedia ?? []).map((media) => ({
      sid: media.sid,
      filename: media.filename ?? '',
      contentType: media.contentType,
      size: media.size,
    })),
    contentSid: message.contentSid,
    delivery: deliveryOf(message.aggregatedDeliveryReceipt),
    source: message,
  };
}

/** The two addresses of somebody who takes part through a carrier. */
function addressesOf({ bindings, type }: Participant): Pick<ParticipantEntry, 'address' | 'ourAddress'> {
  const all = (bindings ?? {}) as unknown as Readonly<
    Record<string, Readonly<Record<string, unknown>> | undefined>
  >;
  const binding = all[type] ?? Object.values(all)[0];
  const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  return { address: word(binding?.['address']), ourAddress: word(binding?.['proxy_address']) };
}

/** Somebody in a conversation as he is shown. */
export function participantEntry(participant: Participant): ParticipantEntry {
  return {
    ...addressesOf(participant),
    sid: participant.sid,
    identity: participant.identity,
    type: participant.type,
    attributes: objectOf(participant.attributes),
    lastRead: participant.lastReadMessageIndex,
    joined: participant.dateCreated?.getTime() ?? 0,
    source: participant,
  };
}
