// A conversation with the customer in it: a new one, or the one in which an answer is waited for already.
import { randomUUID } from 'node:crypto';
import type { Twilio } from 'twilio';
import { isNotFound, isUnanswered, type LeftBehind } from '../outbound-error.ts';
import { type OpenConversation, readOpenConversation, takenConversation } from './open-conversation.ts';
import type { ConversationRequest } from './request.ts';

/** The conversation to write in. */
export interface Place {
  readonly conversationSid: string;
  /** Whether it was made for this start, and goes when the start fails. */
  readonly isNew: boolean;
}

/** A place, or the conversation somebody has with the customer. */
export type Taken = { readonly place: Place } | { readonly conflict: OpenConversation };

/** How often a customer is tried whose conversation ends at the same moment. */
const TRIES = 3;

/** Makes the conversation; its name finds the one whose answer was lost. */
async function makeConversation(client: Twilio, friendlyName: string): Promise<string> {
  const { conversations } = client.conversations.v1;
  const uniqueName = `outbound ${randomUUID()}`;
  const make = async () => (await conversations.create({ friendlyName, uniqueName })).sid;
  try {
    return await make();
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    try {
      return (await conversations(uniqueName).fetch()).sid;
    } catch (missing) {
      if (!isNotFound(missing)) throw missing;
      return make();
    }
  }
}

/** Removes a conversation of a start that failed. Returns what could not be removed, or null. */
export async function takeBackPlace(client: Twilio, place: Place): Promise<LeftBehind | null> {
  if (!place.isNew) return null;
  try {
    await client.conversations.v1.conversations(place.conversationSid).remove();
    return null;
  } catch (error) {
    return isNotFound(error) ? null : { conversationSid: place.conversationSid };
  }
}

async function addCustomer(client: Twilio, conversationSid: string, { to, from }: ConversationRequest) {
  await client.conversations.v1.conversations(conversationSid).participants.create({
    'messagingBinding.address': to,
    'messagingBinding.proxyAddress': from,
  });
}

/**
 * Makes a conversation with the customer. When the customer is in one already it is used, as long as nobody works on
 * it; otherwise its facts are the answer. Throws what the server refuses for another reason, with nothing left.
 */
export async function takePlace(
  client: Twilio,
  request: ConversationRequest,
  workspaceSid: string,
): Promise<Taken> {
  for (let tries = 1; ; tries += 1) {
    const name = request.customerName ?? request.to;
    const place = { conversationSid: await makeConversation(client, name), isNew: true };
    try {
      await addCustomer(client, place.conversationSid, request);
      return { place };
    } catch (error) {
      const taken = takenConversation(error);
      // The customer was added and the answer lost: the second request finds our own conversation taken.
      if (taken === place.conversationSid) return { place };
      await takeBackPlace(client, place);
      if (taken === null) throw error;
      const open = await readOpenConversation(client, workspaceSid, taken);
      if (open?.taskSid) return { conflict: open };
      if (open !== null) return { place: { conversationSid: open.conversationSid, isNew: false } };
      if (tries === TRIES) throw error;
    }
  }
}
