// What a client may do with who is in a thread: come and go itself, add, invite, change and remove others.
import { apiError, notFound } from '#kernel/errors.ts';
import type { InviteRow } from '#storage/schema/hooks.ts';
import type { ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import {
  addParticipant as add,
  addBoundParticipant,
  addInvite,
  type BindingWish,
  checkBinding,
  findParticipant,
  removeParticipant as remove,
  removeInvite,
  requireRoleOfType,
  updateParticipant,
} from '#threads/threads.ts';
import type { ClientContext, ClientViewer } from './client.ts';
import { refuseLongNames, refuseUnusableAttributes } from './limits.ts';
import { perform, performUnasked } from './perform.ts';
import { refuseUnallowed, type Standing, standingIn } from './standing.ts';

/** Somebody to be added: by an identity, or by an address and the address of ours it writes to. */
export interface AddedParticipant {
  readonly thread: string;
  readonly identity?: string | null | undefined;
  readonly binding?: BindingWish | null | undefined;
  readonly attributes?: string | null | undefined;
}

interface Place {
  readonly thread: string;
  /** SID or identity. */
  readonly participant: string;
}

/** Comes into a thread: a public one with `joinChannel`, another one when invited, or when he made it. */
export async function joinThread(
  clients: ClientContext,
  viewer: ClientViewer,
  { thread, attributes }: { readonly thread: string; readonly attributes?: string | null | undefined },
): Promise<ParticipantRow> {
  refuseUnusableAttributes(viewer.face, 'participant', attributes);
  const standing = await standingIn(clients.database.read, viewer, thread);
  refuseUnallowed(standing, viewer, 'thread.join');
  return addIdentity(clients, viewer, standing.thread, viewer.identity, attributes);
}

function addIdentity(
  clients: ClientContext,
  viewer: ClientViewer,
  thread: ThreadRow,
  identity: string,
  attributes: string | null | undefined,
): Promise<ParticipantRow> {
  const participant = { identity, kind: 'chat', attributes: attributes ?? '{}' } as const;
  return perform(clients, viewer, { type: 'participant.add', thread, participant }, async (tx, change) => {
    const added = await add(tx, viewer.service, thread, {
      identity,
      participantAttributes: change.attributes ?? participant.attributes,
      face: viewer.face,
    });
    return added.participant;
  });
}

async function addAddress(
  clients: ClientContext,
  viewer: ClientViewer,
  thread: ThreadRow,
  { binding: wish, attributes }: AddedParticipant,
): Promise<ParticipantRow> {
  const { address, ...binding } = await checkBinding(clients.database.read, thread.account_sid, wish ?? {});
  if (address === null) throw apiError(50411, undefined, { parameter: 'messaging_binding.address' });
  const participant = {
    kind: binding.kind,
    address,
    proxy_address: binding.proxyAddress,
    attributes: attributes ?? '{}',
  };
  return perform(clients, viewer, { type: 'participant.add', thread, participant }, (tx, change) =>
    addBoundParticipant(tx, viewer.service, thread, {
      binding: { ...binding, address },
      participantAttributes: change.attributes ?? participant.attributes,
      face: viewer.face,
    }),
  );
}

/**
 * Adds somebody: another identity (`addMember`), or somebody who is reached by an address (`addNonChatParticipant`).
 * Adding oneself is joining.
 */
export async function addParticipant(
  clients: ClientContext,
  viewer: ClientViewer,
  wish: AddedParticipant,
): Promise<ParticipantRow> {
  const { thread: name, identity, binding, attributes } = wish;
  if (identity && binding) throw apiError(50211, undefined, { parameter: 'identity' });
  if (identity === viewer.identity) return joinThread(clients, viewer, { thread: name, attributes });
  refuseLongNames({ identity });
  refuseUnusableAttributes(viewer.face, 'participant', attributes);
  const standing = await standingIn(clients.database.read, viewer, name);
  const { thread } = standing;
  if (!identity) {
    refuseUnallowed(standing, viewer, 'participant.addByAddress');
    return addAddress(clients, viewer, thread, wish);
  }
  refuseUnallowed(standing, viewer, 'participant.add');
  return addIdentity(clients, viewer, thread, identity, attributes);
}

async function requireParticipant(
  clients: ClientContext,
  { thread, participant: own }: Standing,
  name: string,
): Promise<ParticipantRow> {
  if (own !== undefined && (name === own.identity || name === own.sid)) return own;
  const found = await findParticipant(clients.database.read, thread.account_sid, thread.sid, name);
  if (found === undefined) throw notFound(`/Participants/${name}`);
  return found;
}

function take(
  clients: ClientContext,
  viewer: ClientViewer,
  thread: ThreadRow,
  participant: ParticipantRow,
): Promise<ParticipantRow> {
  return perform(clients, viewer, { type: 'participant.remove', thread, participant }, async (tx) => {
    await remove(tx, participant);
    return participant;
  });
}

/** Takes somebody out of a thread: others with `removeMember`, oneself with `leaveChannel` as well. */
export async function removeParticipant(
  clients: ClientContext,
  viewer: ClientViewer,
  { thread: name, participant: who }: Place,
): Promise<ParticipantRow> {
  const standing = await standingIn(clients.database.read, viewer, name);
  const isOwn =
    standing.participant !== undefined && [standing.participant.sid, viewer.identity].includes(who);
  refuseUnallowed(standing, viewer, 'participant.remove', { isOwn });
  return take(clients, viewer, standing.thread, await requireParticipant(clients, standing, who));
}

/** Leaves a thread (`leaveChannel`). */
export async function leaveThread(
  clients: ClientContext,
  viewer: ClientViewer,
  { thread: name }: { readonly thread: string },
): Promise<ParticipantRow> {
  const standing = await standingIn(clients.database.read, viewer, name);
  refuseUnallowed(standing, viewer, 'thread.leave');
  return take(clients, viewer, standing.thread, await requireParticipant(clients, standing, viewer.identity));
}

/** Changes the attributes of a participant: one's own, or others' with a permission for that. */
export async function editParticipant(
  clients: ClientContext,
  viewer: ClientViewer,
  { thread: name, participant: who, attributes }: Place & { readonly attributes: string | undefined },
): Promise<ParticipantRow> {
  refuseUnusableAttributes(viewer.face, 'participant', attributes);
  const standing = await standingIn(clients.database.read, viewer, name);
  const { thread, participant: own } = standing;
  const isOwn = own !== undefined && (who === own.sid || who === viewer.identity);
  refuseUnallowed(standing, viewer, 'participant.editAttributes', { isOwn });
  const participant = await requireParticipant(clients, standing, who);
  const wanted = { ...participant, attributes: attributes ?? participant.attributes };
  const action = { type: 'participant.update', thread, participant: wanted } as const;
  return perform(clients, viewer, action, (tx, change) =>
    updateParticipant(tx, participant, { attributes: change.attributes ?? wanted.attributes }, viewer.face),
  );
}

/** Invites an identity to a thread (`inviteMember`), with the role it is to have there. */
export async function inviteUser(
  clients: ClientContext,
  viewer: ClientViewer,
  wish: {
    readonly thread: string;
    readonly identity: string;
    readonly roleSid?: string | null | undefined;
  },
): Promise<InviteRow> {
  const { thread: name, identity, roleSid } = wish;
  refuseLongNames({ identity });
  const standing = await standingIn(clients.database.read, viewer, name);
  refuseUnallowed(standing, viewer, 'participant.invite');
  return performUnasked(clients, viewer, async (tx) => {
    if (roleSid) await requireRoleOfType(tx.db, viewer.service, roleSid, 'channel');
    return addInvite(tx, viewer.service, standing.thread, { identity, roleSid, createdBy: viewer.identity });
  });
}

/** Says no to an invite; 404/20404 when the viewer has none to this thread. */
export async function declineInvite(
  clients: ClientContext,
  viewer: ClientViewer,
  { thread: name }: { readonly thread: string },
): Promise<InviteRow> {
  const { thread } = await standingIn(clients.database.read, viewer, name);
  return performUnasked(clients, viewer, async (tx) => {
    const invite = await tx.db
      .selectFrom('invites')
      .selectAll()
      .where('thread_sid', '=', thread.sid)
      .where('identity', '=', viewer.identity)
      .executeTakeFirst();
    if (invite === undefined) throw notFound(`/Invites/${viewer.identity}`);
    await removeInvite(tx, invite);
    return invite;
  });
}
