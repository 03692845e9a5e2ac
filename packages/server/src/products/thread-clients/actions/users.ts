// What a client may do with users: change itself, and others with a permission for that.
import { apiError, notFound } from '#kernel/errors.ts';
import type { UserRow } from '#storage/schema/threads.ts';
import { findUser, isAllowed, updateUser } from '#threads/threads.ts';
import type { ClientContext, ClientViewer } from './client.ts';
import { refuseLongNames, refuseUnusableAttributes } from './limits.ts';
import { perform } from './perform.ts';
import { permissionsOf } from './standing.ts';

/** What a user is to be from now on. */
export interface UserEdit {
  /** SID or identity. */
  readonly user: string;
  readonly friendlyName?: string | null | undefined;
  readonly attributes?: string | undefined;
}

/** Changes a user: oneself (`editOwnUserInfo`) or anybody (`editAnyUserInfo`); 404/20404 for nobody. */
export async function editUser(
  clients: ClientContext,
  viewer: ClientViewer,
  { user: name, friendlyName, attributes }: UserEdit,
): Promise<UserRow> {
  const { service, identity } = viewer;
  refuseLongNames({ friendly_name: friendlyName });
  refuseUnusableAttributes(viewer.face, 'user', attributes);
  const { read } = clients.database;
  const user = name === identity ? viewer.user : await findUser(read, service.account_sid, service.sid, name);
  if (user === undefined) throw notFound(`/Users/${name}`);
  const permissions = await permissionsOf(read, [viewer.user.role_sid]);
  const isOwn = user.sid === viewer.user.sid;
  if (!isAllowed(permissions, 'user.edit', { isOwn })) throw apiError(50107);
  const wanted = {
    ...(friendlyName === undefined ? {} : { friendly_name: friendlyName }),
    ...(attributes === undefined ? {} : { attributes }),
  };
  const action = { type: 'user.update', user: { ...user, ...wanted } } as const;
  return perform(clients, viewer, action, (tx, change) => updateUser(tx, user, { ...wanted, ...change }));
}
