// A customer nobody is talking with writes: a conversation comes into being with him and what he wrote.
import type { CarrierMessageRow } from '#delivery/delivery.ts';
import { ApiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { ChatServiceRow, ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import type { Binding } from '../binding-rules.ts';
import { conversationDefaults } from '../default-service.ts';
import { actFor, carrierOrigin } from '../origin.ts';
import { participantRow, recordAdded } from '../participant-row.ts';
import { placeParticipant } from '../place-participant.ts';
import { takePlace } from '../places.ts';
import { createThread, findThreadBySid } from '../thread-store.ts';
import { receiveByBinding, sayFor, sourceOf } from './inbound.ts';

/** What the new conversation is like. */
export interface OpeningDetails {
  readonly friendlyName?: string | null;
  readonly attributes?: string | null;
}

/** A conversation that came into being with a text. */
export interface OpenedConversation {
  readonly thread: ThreadRow;
  readonly participant: ParticipantRow;
}

/**
 * Opens a conversation for a text that came in: thread, participant and first message, in the caller's transaction.
 * `beforeFirstMessage` runs when thread and participant are there and nothing was said yet, so that what is added to
 * the thread hears of the first message. Null when another text of the customer opened one at the same time: this
 * one is then said there.
 */
export async function openConversation(
  tx: Transaction,
  service: ChatServiceRow,
  binding: Binding & { readonly address: string },
  message: CarrierMessageRow,
  details: OpeningDetails = {},
  beforeFirstMessage: (opened: OpenedConversation) => Promise<void> = async () => {},
): Promise<OpenedConversation | null> {
  actFor(tx, carrierOrigin(sourceOf(message)));
  const threadSid = newSid('CH');
  const place = { sid: threadSid, account_sid: service.account_sid, service_sid: service.sid };
  const participant = await reserve(tx, {
    ...participantRow(tx, place, { face: 'conversations' }, service.default_channel_role_sid),
    kind: binding.kind,
    address: binding.address,
    proxy_address: binding.proxyAddress,
  });
  if (participant === null) {
    await receiveByBinding(tx, message);
    return null;
  }
  const { timers, messagingServiceSid } = await conversationDefaults(tx.db, service.account_sid);
  const thread = await createThread(tx, {
    sid: threadSid,
    accountSid: service.account_sid,
    serviceSid: service.sid,
    friendlyName: details.friendlyName,
    attributes: details.attributes,
    type: 'private',
    timers,
    messagingServiceSid,
    face: 'conversations',
  });
  await takePlace(tx, service, thread, { kind: 'bound', face: 'conversations' });
  recordAdded(tx, participant);
  await beforeFirstMessage({ thread, participant });
  await sayFor(tx, participant, message);
  return { thread: (await findThreadBySid(tx.db, thread.account_sid, thread.sid)) ?? thread, participant };
}

/** Takes the pair of addresses before anything else is written; null when somebody has it. */
async function reserve(tx: Transaction, row: ParticipantRow): Promise<ParticipantRow | null> {
  try {
    return await placeParticipant(tx, row, 'conversations');
  } catch (error) {
    if (error instanceof ApiError && error.code === 50416) return null;
    throw error;
  }
}
