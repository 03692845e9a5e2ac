// An agent accepts a task: the desk puts him into the channel of the customer, in a role of the chat service.
import { notFound } from '#kernel/errors.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import type { ChatServiceRow, ParticipantRow } from '#storage/schema/threads.ts';
import { addParticipant, findThreadBySid, requireService } from '#threads/threads.ts';
import { makeRoom } from '../channels/make-room.ts';
import { inFlexWords } from '../channels/open-channel.ts';
import { refuseReservedIdentity } from '../channels/reserved-identities.ts';

/** Who joins what. */
export interface Joining {
  readonly accountSid: string;
  readonly channelSid: string;
  /** Name of a role of channels, as the desk knows it (`agent`, `supervisor`). */
  readonly role: string;
  readonly identity: string;
}

/** Somebody in a channel. */
export interface Joined {
  readonly participant: ParticipantRow;
  readonly userSid: string;
  readonly role: string;
}

/** The role of this name; null where the service has none, so that its default is given. */
async function roleNamed(db: Reader, service: ChatServiceRow, name: string): Promise<string | null> {
  const roles = await db
    .selectFrom('roles')
    .select(['sid', 'friendly_name'])
    .where('service_sid', '=', service.sid)
    .where('account_sid', '=', service.account_sid)
    .where('type', '=', 'channel')
    .orderBy('sid')
    .execute();
  const wanted = name.toLowerCase();
  return roles.find((role) => role.friendly_name.toLowerCase() === wanted)?.sid ?? null;
}

/**
 * Adds an identity to a channel. 404/20404 for an unknown channel, 409/45206 when he is in it already, 400/45207 when
 * he is in as many channels as the service allows and all of them go on, 400/45211 for an identity of the server.
 */
export async function joinChannel(tx: Transaction, joining: Joining): Promise<Joined> {
  const { accountSid, channelSid, role, identity } = joining;
  refuseReservedIdentity(identity);
  const thread = await findThreadBySid(tx.db, accountSid, channelSid);
  if (thread === undefined) throw notFound(`/Channels/${channelSid}`);
  const service = await requireService(tx.db, accountSid, thread.service_sid);
  await makeRoom(tx, service, identity);
  const roleSid = await roleNamed(tx.db, service, role);
  const joined = await inFlexWords(() => addParticipant(tx, service, thread, { identity, roleSid }));
  return { ...joined, role };
}
