// Agents by what is known of them: their SID, their identity in conversations, or the task they work on.
import { readAttributes } from '#kernel/attributes.ts';
import { agentIdentity } from '#products/taskrouter/taskrouter.ts';
import type { Reader } from '#storage/database.ts';
import type { WorkerRow } from '#storage/schema/taskrouter.ts';

/** An agent as answers name them. */
export interface Agent {
  readonly identity: string;
  readonly workerSid: string | null;
  /** What people call them; the identity where no worker is known. */
  readonly name: string;
}

function nameOf(worker: Pick<WorkerRow, 'attributes' | 'friendly_name'>): string {
  const name = readAttributes(worker.attributes)['full_name'];
  return typeof name === 'string' && name !== '' ? name : worker.friendly_name;
}

/** The agent a worker is. */
export function agentOf(worker: Pick<WorkerRow, 'sid' | 'attributes' | 'friendly_name'>): Agent {
  return { identity: agentIdentity(worker), workerSid: worker.sid, name: nameOf(worker) };
}

/** Names the agent of a conversation. */
export async function agentNamed(
  db: Reader,
  accountSid: string,
  known: { readonly identity: string; readonly workerSid: string | null },
): Promise<Agent> {
  const worker =
    known.workerSid === null
      ? undefined
      : await db
          .selectFrom('workers')
          .select(['sid', 'attributes', 'friendly_name'])
          .where('sid', '=', known.workerSid)
          .where('account_sid', '=', accountSid)
          .executeTakeFirst();
  const name = worker === undefined ? known.identity : nameOf(worker);
  return { identity: known.identity, workerSid: known.workerSid, name };
}

/** Who works on the task, or null while nobody has accepted it. */
export async function agentOnTask(db: Reader, accountSid: string, taskSid: string): Promise<Agent | null> {
  const worker = await db
    .selectFrom('reservations')
    .innerJoin('workers', 'workers.sid', 'reservations.worker_sid')
    .select(['workers.sid', 'workers.attributes', 'workers.friendly_name'])
    .where('reservations.task_sid', '=', taskSid)
    .where('reservations.account_sid', '=', accountSid)
    .where('reservations.reservation_status', 'in', ['accepted', 'wrapping'])
    .orderBy('reservations.sid', 'desc')
    .limit(1)
    .executeTakeFirst();
  return worker === undefined ? null : agentOf(worker);
}

/** `ann_40example_2Ecom` is `ann@example.com`. */
function decoded(identity: string): string {
  return identity.replace(/(?:_[0-9A-F]{2})+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('_', ''), 'hex').toString('utf8'),
  );
}

/** Workers looked at for one whose attributes name the identity. */
const CANDIDATES = 20;

/** The worker with this identity in conversations, in the workspace when one is known. */
export async function workerWithIdentity(
  db: Reader,
  accountSid: string,
  identity: string,
  workspaceSid: string | null,
): Promise<WorkerRow | undefined> {
  const named = [identity, decoded(identity)].map((name) => name.toLowerCase());
  const pattern = `%"client:${identity.replace(/[\\%_]/g, '_')}"%`;
  let query = db
    .selectFrom('workers')
    .selectAll()
    .where('account_sid', '=', accountSid)
    .where((eb) => eb.or([eb('name_key', 'in', named), eb('attributes', 'like', pattern)]))
    .orderBy('sid')
    .limit(CANDIDATES);
  if (workspaceSid !== null) query = query.where('workspace_sid', '=', workspaceSid);
  const candidates = await query.execute();
  return candidates.find((worker) => agentIdentity(worker) === identity);
}
