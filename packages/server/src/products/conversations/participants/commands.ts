// Adding and changing participants: their parameters, and the rules of who one can be.
import { z } from 'zod';
import { date, int, sid, text } from '#http/parameters.ts';
import { apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ChatServiceRow, ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import {
  addBoundParticipant,
  addParticipant,
  checkBinding,
  requireRoleOfType,
  updateParticipant,
} from '#threads/threads.ts';
import { ATTRIBUTE_LIMITS, attributes } from '../attributes.ts';

/** Longer than any address, so that the rules of the core refuse in Twilio's codes. */
const address = () => text(4_096).nullish();

const fields = {
  Identity: text(256).nullish(),
  'MessagingBinding.ProxyAddress': address(),
  'MessagingBinding.ProjectedAddress': address(),
  Attributes: attributes(ATTRIBUTE_LIMITS.participant).nullish(),
  RoleSid: sid('RL').nullish(),
  DateCreated: date().nullish(),
  DateUpdated: date().nullish(),
};

/** Parameters of a create ("Conversation Participant resource"). */
export const participantCreate = z.object({ ...fields, 'MessagingBinding.Address': address() });

/** Parameters of an update. */
export const participantUpdate = z.object({
  ...fields,
  LastReadMessageIndex: int(0).nullish(),
  LastReadTimestamp: date().nullish(),
});

export type ParticipantInput = z.output<typeof participantCreate>;

/** Refuses an identity together with an address (50211), and neither of them (50411); 50412 for an empty proxy. */
function refuseUnclearPerson(input: ParticipantInput): void {
  const ownAddress = input['MessagingBinding.Address'];
  const proxyAddress = input['MessagingBinding.ProxyAddress'];
  if (input.Identity) {
    if (ownAddress || proxyAddress) throw apiError(50211, undefined, { parameter: 'Identity' });
    return;
  }
  if (!ownAddress) throw apiError(50411, undefined, { parameter: 'MessagingBinding.Address' });
  if (proxyAddress === null) throw apiError(50412, undefined, { parameter: 'MessagingBinding.ProxyAddress' });
}

/** Adds a participant by identity or by address, as the input says. */
export async function createParticipant(
  tx: Transaction,
  service: ChatServiceRow,
  thread: ThreadRow,
  input: ParticipantInput,
): Promise<ParticipantRow> {
  refuseUnclearPerson(input);
  const binding = await checkBinding(tx.db, thread.account_sid, {
    address: input['MessagingBinding.Address'],
    proxyAddress: input['MessagingBinding.ProxyAddress'],
    projectedAddress: input['MessagingBinding.ProjectedAddress'],
  });
  if (input.RoleSid) await requireRoleOfType(tx.db, service, input.RoleSid, 'channel');
  const details = {
    roleSid: input.RoleSid,
    participantAttributes: input.Attributes,
    dateCreated: input.DateCreated,
    dateUpdated: input.DateUpdated,
    face: 'conversations',
  } as const;
  const { address: own } = binding;
  if (own !== null) {
    return addBoundParticipant(tx, service, thread, { ...details, binding: { ...binding, address: own } });
  }
  const { participant } = await addParticipant(tx, service, thread, {
    ...details,
    identity: input.Identity!,
    projectedAddress: binding.projectedAddress,
  });
  return participant;
}

/**
 * The addresses after an update: a proxy address only for who has an address (50441), taken away only where there is
 * one (50440); a projected address only for who has none (50443).
 */
async function placeFrom(
  tx: Transaction,
  participant: ParticipantRow,
  input: z.output<typeof participantUpdate>,
): Promise<Partial<ParticipantRow>> {
  const proxyAddress = input['MessagingBinding.ProxyAddress'];
  const projectedAddress = input['MessagingBinding.ProjectedAddress'];
  if (proxyAddress === undefined && projectedAddress === undefined) return {};
  if (proxyAddress && participant.address === null) throw apiError(50441);
  if (proxyAddress === null && participant.proxy_address === null) throw apiError(50440);
  const binding = await checkBinding(tx.db, participant.account_sid, {
    address: participant.address,
    proxyAddress: proxyAddress === undefined ? participant.proxy_address : proxyAddress,
    projectedAddress: projectedAddress === undefined ? participant.projected_address : projectedAddress,
  });
  return {
    ...(proxyAddress === undefined ? {} : { proxy_address: binding.proxyAddress }),
    ...(projectedAddress === undefined
      ? {}
      : { projected_address: binding.projectedAddress, kind: binding.kind }),
  };
}

/** Changes what the input names; an identity stays what it is (50444). */
export async function changeParticipant(
  tx: Transaction,
  service: ChatServiceRow,
  participant: ParticipantRow,
  input: z.output<typeof participantUpdate>,
): Promise<ParticipantRow> {
  if (input.RoleSid) await requireRoleOfType(tx.db, service, input.RoleSid, 'channel');
  if (input.Identity && input.Identity !== participant.identity) throw apiError(50444);
  const readIndex = input.LastReadMessageIndex;
  const change: Partial<ParticipantRow> = {
    ...(await placeFrom(tx, participant, input)),
    ...(input.Attributes === undefined ? {} : { attributes: input.Attributes ?? '{}' }),
    ...(input.RoleSid ? { role_sid: input.RoleSid } : {}),
    ...(readIndex === undefined
      ? {}
      : { last_read_index: readIndex, last_read_at: readIndex === null ? null : tx.now }),
    ...(input.LastReadTimestamp ? { last_read_at: input.LastReadTimestamp } : {}),
    ...(input.DateCreated ? { date_created: input.DateCreated } : {}),
    ...(input.DateUpdated ? { date_updated: input.DateUpdated } : {}),
  };
  return updateParticipant(tx, participant, change, 'conversations');
}
