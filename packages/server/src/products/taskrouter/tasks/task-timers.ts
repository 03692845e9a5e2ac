// The timers of a task: its time to live, the longest assignment, and how long its row is kept after its end.
import type { Transaction } from '#storage/database.ts';
import { setTimers } from '#timers/timers.ts';

/** One timer a task; its phase says what for. */
export const TASK_TIMER = 'taskrouter.task';

/** The timer of a task whose time in the present target is limited. */
export const TARGET_TIMER = 'taskrouter.target';

/** Waiting until the time to live is over; assigned for too long; ended, and kept for a while. */
export type TaskPhase = 'waiting' | 'assigned' | 'ended';

/** A task assigned for this long is removed (TaskRouter "limits"). */
const LONGEST_ASSIGNMENT_MS = 86_400_000;
/** An ended task is kept this long (TaskRouter "Lifecycle of a Task: Task State"). */
const RETENTION_MS = 300_000;

/** Sets the timer of the phase tasks have come to, in place of that of the phase before. */
export async function startPhase(
  tx: Transaction,
  phase: TaskPhase,
  tasks: readonly { readonly sid: string; readonly timeout: number; readonly date_created: number }[],
): Promise<void> {
  await setTimers(
    tx,
    tasks.map((task) => ({
      kind: TASK_TIMER,
      subject: task.sid,
      dueAt: dueAt(tx.now, phase, task),
      data: { phase },
    })),
  );
}

function dueAt(
  now: number,
  phase: TaskPhase,
  task: { readonly timeout: number; readonly date_created: number },
): number {
  if (phase === 'waiting') return task.date_created + task.timeout * 1_000;
  return now + (phase === 'assigned' ? LONGEST_ASSIGNMENT_MS : RETENTION_MS);
}
