// A worker may change much of itself, but not whom it is in conversations: its tokens are minted for that identity.
import { apiError } from '#kernel/errors.ts';
import type { Reader } from '#storage/database.ts';
import type { ObjectPlace } from '../place.ts';
import { agentIdentity } from './agent-identity.ts';
import type { WorkerChange } from './commands.ts';
import { requireWorker } from './find-worker.ts';

/** 403/20403 where a worker who changes itself would speak under another identity, which may be a colleague's. */
export async function refuseOtherIdentity(
  db: Reader,
  place: ObjectPlace,
  { friendlyName, attributes }: Pick<WorkerChange, 'friendlyName' | 'attributes'>,
): Promise<void> {
  if (friendlyName === undefined && attributes === undefined) return;
  const worker = await requireWorker(db, place);
  const changed = {
    friendly_name: friendlyName ?? worker.friendly_name,
    attributes: attributes ?? worker.attributes,
  };
  if (agentIdentity(changed) === agentIdentity(worker)) return;
  throw apiError(20403, 'A worker cannot change the identity it has in conversations; its workspace can');
}
