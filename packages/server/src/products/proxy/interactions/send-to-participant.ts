// A message the API sends to one participant of a session.
import { apiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxyInteractionRow, ProxyParticipantRow } from '#storage/schema/proxy.ts';
import type { ProxyHooks } from '../hooks.ts';
import { isChannel } from '../participants/new-participant.ts';
import { channelCustomers } from '../relay/channel-customers.ts';
import { forward } from '../relay/forward.ts';
import { keepAlive } from '../relay/keep-alive.ts';
import { requireSession } from '../sessions/find.ts';
import { recordInteractions } from './record.ts';

/** What is said. */
export interface Content {
  readonly body: string | null;
  readonly mediaUrls: readonly string[];
}

/**
 * Sends a message to a participant from its address of ours (Twilio: "MessageInteraction resource"). It goes to
 * nobody else: a phone's message does not appear in the chat channel. 80613 without body and media, 80607 in a
 * closed session, 80910 in one for calls only.
 */
export async function sendToParticipant(
  tx: Transaction,
  hooks: ProxyHooks,
  participant: ProxyParticipantRow,
  content: Content,
): Promise<ProxyInteractionRow> {
  if (!content.body && content.mediaUrls.length === 0) throw apiError(80613);
  const [session] = await keepAlive(tx, [participant.session_sid]);
  if (session === undefined) {
    const place = { accountSid: participant.account_sid, serviceSid: participant.service_sid };
    await requireSession(tx.db, { ...place, sid: participant.session_sid });
    throw apiError(80607);
  }
  if (session.mode === 'voice-only') throw apiError(80910);
  const asked = isChannel(participant.identifier) ? [participant] : [];
  const customers = await channelCustomers(tx, hooks, asked);
  const outbound = await forward(tx, participant, {
    ...content,
    author: customers.get(participant.identifier)?.identity ?? participant.proxy_identifier,
    // Marks the text as brought in, so that the bridge does not carry it on to the other side.
    sourceSid: newSid('KI'),
  });
  if (outbound.refusal !== null) throw outbound.refusal;
  const [row] = await recordInteractions(tx, [
    { session, ...content, inbound: null, outbound: outbound.leg },
  ]);
  return row!;
}
