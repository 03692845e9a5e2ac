// What a client may do with whole threads: make, change and remove them.
import { apiError } from '#kernel/errors.ts';
import type { ThreadRow } from '#storage/schema/threads.ts';
import {
  conversationDefaults,
  createThread as create,
  isAllowed,
  removeThread as remove,
  type ThreadChange,
  updateThread,
} from '#threads/threads.ts';
import type { ClientContext, ClientViewer } from './client.ts';
import { refuseLongNames, refuseUnusableAttributes } from './limits.ts';
import { perform } from './perform.ts';
import { permissionsOf, refuseUnallowed, standingIn } from './standing.ts';

/** A thread a client wants. */
export interface ThreadWish {
  readonly friendlyName?: string | null | undefined;
  readonly uniqueName?: string | null | undefined;
  readonly attributes?: string | null | undefined;
  /** What it is in Programmable Chat; conversations are private. */
  readonly type?: 'public' | 'private' | undefined;
}

/** What a client wants a thread to be from now on; what is not named stays, null and empty take a name away. */
export interface ThreadEdit {
  readonly thread: string;
  readonly friendlyName?: string | null | undefined;
  readonly uniqueName?: string | null | undefined;
  readonly attributes?: string | undefined;
}

function refuseUnusable(viewer: ClientViewer, { friendlyName, uniqueName, attributes }: ThreadWish): void {
  refuseLongNames({ friendly_name: friendlyName, unique_name: uniqueName });
  refuseUnusableAttributes(viewer.face, 'thread', attributes);
}

/** Makes a thread (`createChannel`). Its maker is not in it before he joins. */
export async function createThread(
  clients: ClientContext,
  viewer: ClientViewer,
  wish: ThreadWish,
): Promise<ThreadRow> {
  const { service, identity, face } = viewer;
  refuseUnusable(viewer, wish);
  const permissions = await permissionsOf(clients.database.read, [viewer.user.role_sid]);
  if (!isAllowed(permissions, 'thread.create')) throw apiError(50107);
  const thread = {
    friendly_name: wish.friendlyName || null,
    unique_name: wish.uniqueName || null,
    attributes: wish.attributes ?? '{}',
    type: face === 'chat' ? (wish.type ?? 'public') : 'private',
    created_by: identity,
  } as const;
  return perform(clients, viewer, { type: 'thread.add', thread }, async (tx, change) => {
    const { friendly_name, unique_name, attributes } = { ...thread, ...change };
    const defaults =
      face === 'conversations' ? await conversationDefaults(tx.db, service.account_sid) : undefined;
    return create(tx, {
      accountSid: service.account_sid,
      serviceSid: service.sid,
      friendlyName: friendly_name,
      uniqueName: unique_name,
      attributes,
      type: thread.type,
      createdBy: identity,
      face,
      ...(defaults === undefined ? {} : { ...defaults }),
    });
  });
}

function changeOf({ friendlyName, uniqueName, attributes }: ThreadEdit): ThreadChange {
  return {
    ...(friendlyName === undefined ? {} : { friendly_name: friendlyName || null }),
    ...(uniqueName === undefined ? {} : { unique_name: uniqueName || null }),
    ...(attributes === undefined ? {} : { attributes }),
  };
}

/** Changes a thread: its names (`editChannelName`), its attributes (`editChannelAttributes`). */
export async function editThread(
  clients: ClientContext,
  viewer: ClientViewer,
  edit: ThreadEdit,
): Promise<ThreadRow> {
  refuseUnusable(viewer, edit);
  const standing = await standingIn(clients.database.read, viewer, edit.thread);
  const { thread } = standing;
  const isNamed = edit.friendlyName !== undefined || edit.uniqueName !== undefined;
  if (isNamed || edit.attributes === undefined) refuseUnallowed(standing, viewer, 'thread.editName');
  if (edit.attributes !== undefined) refuseUnallowed(standing, viewer, 'thread.editAttributes');
  const wanted = changeOf(edit);
  const action = { type: 'thread.update', thread: { ...thread, ...wanted } } as const;
  return perform(clients, viewer, action, (tx, change) =>
    updateThread(tx, thread, { ...wanted, ...change }, { face: viewer.face }),
  );
}

/** Removes a thread with everything in it (`destroyChannel`). */
export async function deleteThread(
  clients: ClientContext,
  viewer: ClientViewer,
  { thread: name }: { readonly thread: string },
): Promise<ThreadRow> {
  const standing = await standingIn(clients.database.read, viewer, name);
  const { thread } = standing;
  refuseUnallowed(standing, viewer, 'thread.remove');
  return perform(clients, viewer, { type: 'thread.remove', thread }, async (tx) => {
    await remove(tx, thread);
    return thread;
  });
}
