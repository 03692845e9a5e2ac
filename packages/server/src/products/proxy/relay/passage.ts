// A message on its way through a session: where it came in, where it goes, and carrying it there.
import type { ApiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ProxySessionRow } from '#storage/schema/proxy.ts';
import { actFor, carrierOrigin } from '#threads/threads.ts';
import { type Leg, type NewInteraction, recordInteractions } from '../interactions/record.ts';
import { forward, type Recipient, type Template } from './forward.ts';

/** A message that came in at one side of a session and is for the other. Kept as JSON while it waits. */
export interface Passage {
  readonly body: string | null;
  readonly mediaUrls: readonly string[];
  /** The template a message to a phone was made from; absent for all others. */
  readonly template?: Template | undefined;
  /** Who wrote it, in the words of the chat channel it goes to. */
  readonly author: string;
  /** Where it came in. */
  readonly inbound: Leg;
  readonly to: Recipient;
  /** The address it was sent from, and the one it was sent to: for people who read warnings. */
  readonly from: string;
  readonly at: string;
  /** `SMS`, `WHATSAPP` and so on for what a carrier brought; null for what was written in a chat channel. */
  readonly medium: string | null;
}

/** A passage that was carried, as it is recorded; with the reason when it did not arrive. */
export interface Carried {
  readonly interaction: NewInteraction;
  readonly refusal: ApiError | null;
}

/** Carries a message to the side it is for. What prevents that is told, not thrown. */
export async function carry(tx: Transaction, session: ProxySessionRow, passage: Passage): Promise<Carried> {
  const { body, mediaUrls, template, author, inbound, to, medium } = passage;
  if (medium !== null) actFor(tx, carrierOrigin(medium));
  const sourceSid = inbound.resourceSid!;
  const { leg, refusal } = await forward(tx, to, { body, mediaUrls, template, author, sourceSid });
  return { interaction: { session, body, mediaUrls, inbound, outbound: leg }, refusal };
}

/** Records a message that goes no further than the side it came in at. */
export async function recordStopped(
  tx: Transaction,
  session: ProxySessionRow,
  passage: Passage,
  interactionSid: string,
): Promise<void> {
  const { body, mediaUrls, inbound, to } = passage;
  const outbound = { participantSid: to.sid, resourceSid: null, status: 'failed', path: null };
  await recordInteractions(tx, [{ sid: interactionSid, session, body, mediaUrls, inbound, outbound }]);
}
