// The facts of a worker that its events carry.
import { appendEvent } from '#events/event-log.ts';
import type { WorkerFacts } from '#events/event-types.ts';
import type { Transaction } from '#storage/database.ts';
import type { WorkerView } from './find-worker.ts';

/** The facts of a worker at this moment. */
export function workerFacts(worker: WorkerView): WorkerFacts {
  return {
    workspaceSid: worker.workspace_sid,
    friendlyName: worker.friendly_name,
    activitySid: worker.activity_sid,
    activityName: worker.activity_name,
    available: worker.available === 1,
    attributes: worker.attributes,
    version: worker.version,
  };
}

/** Records what happened to a worker. */
export function recordWorker(
  tx: Transaction,
  type: 'worker.created' | 'worker.attributes.update' | 'worker.deleted',
  worker: WorkerView,
): void {
  appendEvent(tx, {
    type,
    accountSid: worker.account_sid,
    subjectSid: worker.sid,
    data: workerFacts(worker),
  });
}
