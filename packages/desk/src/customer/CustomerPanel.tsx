// Who the customer of a task is, shown beside the conversation. What it shows comes with it, when it is first opened.
import { lazy, Suspense } from 'react';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/ui.ts';

const Panel = lazy(async () => ({ default: (await import('./Panel.tsx')).Panel }));

/** The customer of a task; fills the width it is given. */
export function CustomerPanel({ task }: { readonly task: TaskEntry }) {
  return (
    <Suspense fallback={<Waiting label={words.loading} />}>
      <Panel key={task.taskSid} task={task} />
    </Suspense>
  );
}
