// Taking a task over: it is handed to the supervisor's own worker, who accepts it at once.
import { invokeAction } from '#desk/actions/actions.ts';
import { deskState, store } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { words as all } from '#desk/words/supervisor.ts';
import { handOver } from './hand-over.ts';

const words = all.work;
/** An offer comes within a moment; whoever has no room is not offered anything. */
const PATIENCE_MS = 15_000;

function offered(taskSid: string): TaskEntry | undefined {
  return Object.values(deskState().tasks.bySid).find(
    (task) => task.taskSid === taskSid && (task.status === 'pending' || task.status === 'accepted'),
  );
}

function whenOffered(taskSid: string): Promise<TaskEntry> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const task = offered(taskSid);
      if (task === undefined) return false;
      clearTimeout(patience);
      unsubscribe();
      resolve(task);
      return true;
    };
    const patience = setTimeout(() => {
      unsubscribe();
      reject(new Error(words.notOffered));
    }, PATIENCE_MS);
    const unsubscribe = store.subscribe(look);
    look();
  });
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
  const task = await whenOffered(goesOnAs);
  await invokeAction('AcceptTask', { sid: task.sid });
  return task.sid;
}
