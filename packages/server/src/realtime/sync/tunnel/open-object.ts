// Finds the object a tunnelled request is about: for reading in every source of objects, for changing among those
// that clients made.
import { apiError } from '#kernel/errors.ts';
import type { Database, Transaction } from '#storage/database.ts';
import type { SyncObjectRow } from '#storage/schema/sync.ts';
import type { TunnelCall } from '../../twilsock/tunnel/route.ts';
import type { SyncKind, SyncObject, SyncViewer } from '../objects.ts';
import type { SyncProvider } from '../provider.ts';
import type { ListPurpose } from '../purpose.ts';
import { NOT_FOUND } from '../refusals.ts';
import { type Right, refuseUnpermitted } from '../stored/access.ts';
import { findObject } from '../stored/find-object.ts';
import { viewerOf } from '../viewer.ts';

/** What the routes of Sync work with. */
export interface SyncParts {
  readonly database: Database;
  readonly providers: readonly SyncProvider[];
  /** What lists can be made for, by name. */
  readonly purposes: ReadonlyMap<string, ListPurpose>;
}

/** An object, where it comes from, and who looks. */
export interface OpenedObject {
  readonly object: SyncObject;
  readonly provider: SyncProvider;
  readonly viewer: SyncViewer;
}

/** Opens the object `{Id}` names, whatever it comes from. 404 when there is none for this viewer. */
export async function openObject(
  { database, providers }: SyncParts,
  call: TunnelCall,
  kind: SyncKind,
): Promise<OpenedObject> {
  const viewer = await viewerOf(database, call);
  for (const provider of providers) {
    const object = await provider.open(viewer, kind, call.params['Id']!);
    if (object !== null) return { object, provider, viewer };
  }
  throw apiError(NOT_FOUND[kind]);
}

/**
 * Changes the object `{Id}` names in one transaction. 404 when no client made such an object, 403/54007 when the
 * viewer may not do this with it.
 */
export async function changeObject<Result>(
  { database }: SyncParts,
  call: TunnelCall,
  kind: SyncKind,
  right: Right,
  change: (tx: Transaction, object: SyncObjectRow, viewer: SyncViewer) => Promise<Result>,
): Promise<Result> {
  const viewer = await viewerOf(database, call);
  const { accountSid, serviceSid } = viewer;
  const name = call.params['Id']!;
  return database.transaction(async (tx) => {
    const object = await findObject(tx.db, { accountSid, serviceSid, kind, name });
    if (object === undefined) throw apiError(NOT_FOUND[kind]);
    await refuseUnpermitted(tx.db, viewer, object, right);
    return change(tx, object, viewer);
  });
}
