// Workers and the number each of them sends and receives with, in their attribute `phone`.

import type { WorkerInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/worker.js';
import type { WorkspaceContext } from 'twilio/lib/rest/taskrouter/v1/workspace.js';
import { OutboundError } from '../outbound-error.ts';
import type { Journal } from './journal.ts';

/** A worker by SID or friendly name, and the worker's number. */
export interface WorkerWish {
  readonly worker: string;
  readonly phone: string;
}

function attributesOf(worker: WorkerInstance): Record<string, unknown> {
  return JSON.parse(worker.attributes) as Record<string, unknown>;
}

/** Refuses a number two workers would have: their tasks would go to either of them. */
function refuseShared(wishes: readonly WorkerWish[], existing: readonly WorkerInstance[]): void {
  const owners = new Map<string, string>();
  const isWished = (worker: WorkerInstance) =>
    wishes.some((wish) => wish.worker === worker.sid || wish.worker === worker.friendlyName);
  const others = existing
    .filter((worker) => !isWished(worker))
    .map((worker) => ({ worker: worker.friendlyName, phone: String(attributesOf(worker)['phone'] ?? '') }));
  for (const { worker, phone } of [...others.filter((other) => other.phone !== ''), ...wishes]) {
    const owner = owners.get(phone);
    if (owner !== undefined && wishes.some((wish) => wish.phone === phone)) {
      throw new OutboundError(400, `${phone} is the number of ${owner} and of ${worker}`);
    }
    owners.set(phone, worker);
  }
}

async function ensureWorker(
  workspace: WorkspaceContext,
  existing: readonly WorkerInstance[],
  { worker: name, phone }: WorkerWish,
  activitySid: string,
  journal: Journal,
): Promise<string> {
  const worker = existing.find(({ sid, friendlyName }) => sid === name || friendlyName === name);
  if (worker === undefined) {
    journal.note(`created the worker '${name}' with the number ${phone}`);
    const attributes = JSON.stringify({ phone });
    return (await workspace.workers.create({ friendlyName: name, attributes, activitySid })).sid;
  }
  const attributes = attributesOf(worker);
  if (attributes['phone'] === phone) return worker.sid;
  journal.note(`gave the worker '${worker.friendlyName}' the number ${phone}`);
  await workspace.workers(worker.sid).update({ attributes: JSON.stringify({ ...attributes, phone }) });
  return worker.sid;
}

/** Gives each worker the number; attributes they have besides stay. 400 for a number of two workers. */
export async function ensureWorkers(
  workspace: WorkspaceContext,
  wishes: readonly WorkerWish[],
  activitySid: string,
  journal: Journal,
): Promise<{ sid: string; phone: string }[]> {
  const existing = await workspace.workers.list({ pageSize: 1_000 });
  refuseShared(wishes, existing);
  const workers = [];
  for (const wish of wishes) {
    const sid = await ensureWorker(workspace, existing, wish, activitySid, journal);
    workers.push({ sid, phone: wish.phone });
  }
  return workers;
}
