// The agent's tasks by what is to be done with them. Rows keep their places: the order is that in which they came.
import { useMemo } from 'react';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry, TaskStatus } from '#desk/state/tasks.ts';

function sidsOf(tasks: readonly TaskEntry[], status: TaskStatus): readonly string[] {
  return tasks
    .filter((task) => task.status === status)
    .sort((one, other) => one.dateOffered - other.dateOffered || (one.sid < other.sid ? -1 : 1))
    .map(({ sid }) => sid);
}

interface TaskGroups {
  readonly offered: readonly string[];
  readonly open: readonly string[];
  readonly wrapping: readonly string[];
}

/** The SIDs of the tasks, in groups. */
export function useTaskGroups(): TaskGroups {
  const bySid = useDesk((state) => state.tasks.bySid);
  return useMemo(() => {
    const tasks = Object.values(bySid);
    return {
      offered: sidsOf(tasks, 'pending'),
      open: sidsOf(tasks, 'accepted'),
      wrapping: sidsOf(tasks, 'wrapping'),
    };
  }, [bySid]);
}
