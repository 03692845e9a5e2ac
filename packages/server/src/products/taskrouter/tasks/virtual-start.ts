// The start time a task claims for its place in the queue.
import { invalidParameter } from '#kernel/errors.ts';

const EARLIEST = Date.UTC(1900, 0, 1);

/**
 * Refuses a start in the future or before 1900 (TaskRouter "Task resource", `VirtualStartTime`). Clients write
 * whole seconds, so the second that is running still counts as present.
 */
export function refuseUnusableStart(start: number | null | undefined, now: number): void {
  if (start === null || start === undefined) return;
  if (start < EARLIEST) throw invalidParameter('VirtualStartTime', 'it is before 1900');
  if (start >= now + 1_000) throw invalidParameter('VirtualStartTime', 'it is in the future');
}
