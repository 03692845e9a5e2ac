// The agent who opened a conversation gets its task without being asked: he asked for it himself.
import { invokeAction } from '#desk/actions/actions.ts';
import { deskState } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { until } from '#desk/state/until.ts';

/** An offer usually comes within a second; later ones are announced as any other. */
const LONGEST_WAIT_MS = 12_000;

/** The reservation of a task at this desk. */
export function ownEntry(taskSid: string): TaskEntry | null {
  return Object.values(deskState().tasks.bySid).find((entry) => entry.taskSid === taskSid) ?? null;
}

/**
 * Accepts the task when it is offered, and shows it. Resolves with the reservation's SID, or null when no offer came:
 * the agent may have as many conversations as he can take.
 */
export async function takeOwnTask(taskSid: string): Promise<string | null> {
  const entry = await until(() => ownEntry(taskSid), LONGEST_WAIT_MS);
  if (entry === null) return null;
  if (entry.status === 'pending') {
    try {
      await invokeAction('AcceptTask', { sid: entry.sid });
    } catch (error) {
      // A plugin may have accepted it in the same moment.
      if (ownEntry(taskSid)?.status === 'pending' || ownEntry(taskSid) === null) throw error;
    }
  }
  await invokeAction('SelectTask', { sid: entry.sid });
  return entry.sid;
}
