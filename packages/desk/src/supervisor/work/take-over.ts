// Taking a task over: it is handed to the supervisor's own worker, who accepts it at once.
import { invokeAction } from '#desk/actions/actions.ts';
import { type DeskState, deskState } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { until } from '#desk/state/until.ts';
import { words as all } from '#desk/words/supervisor.ts';
import { handOver } from './hand-over.ts';

const words = all.work;
/** An offer comes within a moment; whoever has no room is not offered anything. */
const PATIENCE_MS = 15_000;

function offered({ tasks }: DeskState, taskSid: string): TaskEntry | null {
  const found = Object.values(tasks.bySid).find(
    (task) => task.taskSid === taskSid && (task.status === 'pending' || task.status === 'accepted'),
  );
  return found ?? null;
}

/** Makes the supervisor somebody to whom work is offered. */
async function becomeAvailable(): Promise<void> {
  const { activity, activities } = deskState().worker;
  if (activity?.available) return;
  const available = activities.find((candidate) => candidate.available);
  if (available === undefined) throw new Error(words.noAvailableActivity);
  await invokeAction('SetActivity', { activitySid: available.sid });
}

/** Resolves with the SID of the reservation under which the task is the supervisor's. */
export async function takeOver(workspace: string, taskSid: string): Promise<string> {
  const { sid, name } = deskState().worker;
  if (sid === null) throw new Error(words.noWorker);
  await becomeAvailable();
  const goesOnAs = await handOver(workspace, taskSid, { sid, name, kind: 'worker' });
  const task = await until((state) => offered(state, goesOnAs), PATIENCE_MS);
  if (task === null) throw new Error(words.notOffered);
  await invokeAction('AcceptTask', { sid: task.sid });
  return task.sid;
}
