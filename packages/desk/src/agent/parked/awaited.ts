// Work the agent himself asked back: its offer needs no answer of his.
const awaited = new Set<string>();

/** The offer of this task is to be accepted as soon as it comes. */
export function awaitTask(taskSid: string): void {
  awaited.add(taskSid);
}

/** Whether the agent asked for this task; true once. */
export function isAwaited(taskSid: string): boolean {
  return awaited.delete(taskSid);
}
