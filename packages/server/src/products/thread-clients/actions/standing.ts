// How a user stands to a thread, and what that allows him.
import { apiError, notFound } from '#kernel/errors.ts';
import { isSid } from '#kernel/sid.ts';
import type { Reader } from '#storage/database.ts';
import { prepared } from '#storage/prepared.ts';
import type { ParticipantRow, ThreadRow } from '#storage/schema/threads.ts';
import { type Action, type ActionContext, isAllowed } from '#threads/threads.ts';
import type { ClientViewer } from './client.ts';
import { joinedParticipant, joinedThread } from './joined-rows.ts';

/** A thread as one user stands to it. */
export interface Standing {
  readonly thread: ThreadRow;
  /** His own place; undefined when he is not in. */
  readonly participant: ParticipantRow | undefined;
  readonly isInvited: boolean;
  /** The permissions of his role in the service and of the one in the thread. */
  readonly permissions: readonly string[];
}

/** The permissions of roles, all together. */
export async function permissionsOf(db: Reader, roleSids: readonly string[]): Promise<readonly string[]> {
  const roles = await db.selectFrom('roles').select('permissions').where('sid', 'in', roleSids).execute();
  return roles.flatMap(({ permissions }) => JSON.parse(permissions) as string[]);
}

type Sought = Readonly<Record<'accountSid' | 'serviceSid' | 'identity' | 'roleSid' | 'name', string>>;

const standingsBy = (column: 'threads.sid' | 'threads.unique_name') =>
  prepared((db, { accountSid, serviceSid, identity, roleSid, name }: Sought) =>
    db
      .selectFrom('threads')
      .leftJoin('participants', (join) =>
        join.onRef('participants.thread_sid', '=', 'threads.sid').on('participants.identity', '=', identity),
      )
      .leftJoin('invites', (join) =>
        join.onRef('invites.thread_sid', '=', 'threads.sid').on('invites.identity', '=', identity),
      )
      .leftJoin('roles as own_role', (join) => join.on('own_role.sid', '=', roleSid))
      .leftJoin('roles as role', 'role.sid', 'participants.role_sid')
      .select([
        'invites.sid as invite_sid',
        'own_role.permissions as own_permissions',
        'role.permissions as permissions',
        ...joinedThread.columns,
        ...joinedParticipant.columns,
      ])
      .where('threads.account_sid', '=', accountSid)
      .where('threads.service_sid', '=', serviceSid)
      .where(column, '=', name),
  );

const standingsBySid = standingsBy('threads.sid');
const standingsByUniqueName = standingsBy('threads.unique_name');

/** How the viewer stands to the thread of this SID or unique name; 404/20404 when his service has none such. */
export async function standingIn(db: Reader, viewer: ClientViewer, name: string): Promise<Standing> {
  const { service, identity, user, face } = viewer;
  const standings = isSid(name, 'CH') ? standingsBySid : standingsByUniqueName;
  const [joined] = await standings(db, {
    accountSid: service.account_sid,
    serviceSid: service.sid,
    identity,
    roleSid: user.role_sid,
    name,
  });
  if (joined === undefined) throw notFound(`/${face === 'chat' ? 'Channels' : 'Conversations'}/${name}`);
  const { own_permissions: own, permissions: inThread } = joined;
  return {
    thread: joinedThread.rowIn(joined)!,
    participant: joinedParticipant.rowIn(joined),
    isInvited: joined.invite_sid !== null,
    permissions: [own, inThread].flatMap((text) => (text === null ? [] : (JSON.parse(text) as string[]))),
  };
}

/** Whoever made a thread can come in, however private it is. */
function contextOf({ thread, participant, isInvited }: Standing, viewer: ClientViewer): ActionContext {
  return {
    isParticipant: participant !== undefined,
    isInvited,
    isPublic: thread.type === 'public' || thread.created_by === viewer.identity,
  };
}

/** Refuses with 403/50107 what the viewer's roles do not allow in the thread. */
export function refuseUnallowed(
  standing: Standing,
  viewer: ClientViewer,
  action: Action,
  { isOwn = false }: Pick<ActionContext, 'isOwn'> = {},
): void {
  const context = { ...contextOf(standing, viewer), isOwn };
  if (!isAllowed(standing.permissions, action, context)) throw apiError(50107);
}

/** Whether the viewer may see the thread: he is in it or invited, or it is open to him. */
export function mayRead(standing: Standing, viewer: ClientViewer): boolean {
  return isAllowed(standing.permissions, 'thread.read', contextOf(standing, viewer));
}

/** The thread, when the viewer may see it; 404/20404 when there is none, 403/50107 when he may not. */
export async function requireReadable(db: Reader, viewer: ClientViewer, name: string): Promise<Standing> {
  const standing = await standingIn(db, viewer, name);
  if (!mayRead(standing, viewer)) throw apiError(50107);
  return standing;
}

/** The viewer's own place in a thread; 403/50107 when he is not in it. */
export function requireOwnPlace({ participant }: Standing): ParticipantRow {
  if (participant === undefined) throw apiError(50107);
  return participant;
}

/** The thread, when the viewer may read what is said in it; 403/50107 when he is not in it. */
export async function requireMessages(db: Reader, viewer: ClientViewer, name: string): Promise<Standing> {
  const standing = await standingIn(db, viewer, name);
  refuseUnallowed(standing, viewer, 'message.read');
  return standing;
}
