// Columns that every table of a queue's tasks has.
import type { Column } from '#desk/ui/Table.tsx';
import { channelName } from '#desk/words/channels.ts';
import { words as all } from '#desk/words/supervisor.ts';
import type { TaskRecord } from '../basis/taskrouter.ts';

const words = all.queues;

export const CHANNEL: Column<TaskRecord> = {
  id: 'channel',
  label: words.channel,
  cell: (task) => channelName(task.task_channel_unique_name),
};

export const PRIORITY: Column<TaskRecord> = {
  id: 'priority',
  label: words.priorityName,
  kind: 'number',
  sortBy: ({ priority }) => priority,
  cell: ({ priority }) => priority,
};

/** How old they are, as `cell` shows it. */
export function ageColumn(cell: Column<TaskRecord>['cell']): Column<TaskRecord> {
  return { id: 'age', label: words.age, kind: 'number', sortBy: ({ age }) => age, cell };
}
