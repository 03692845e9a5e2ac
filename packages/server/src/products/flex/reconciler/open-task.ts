// Tasks that somebody works on or is to work on.
import type { TaskStatus } from '#storage/schema/taskrouter.ts';

/** Statuses of tasks that are not over. */
export const OPEN_TASK: readonly TaskStatus[] = ['pending', 'reserved', 'assigned', 'wrapping'];

/** Statuses of tasks that still count on their customer: who wraps up has said goodbye. */
export const TASK_WITH_CUSTOMER: readonly TaskStatus[] = ['pending', 'reserved', 'assigned'];
