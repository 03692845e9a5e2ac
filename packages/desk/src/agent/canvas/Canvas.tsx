// The conversation of a task: what was said, and what is said next. Every state it can be in has words of its own.
import { CircleAlert, Clock3, MessageSquareOff, MessagesSquare } from 'lucide-react';
import { readAgain } from '#desk/live/conversations-client.ts';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Empty } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/canvas.ts';
import { words as parts } from '#desk/words/ui.ts';
import { ConversationCanvas } from './ConversationCanvas.tsx';
import { forgetDraftsOfEndedTasks } from './compose/ended-tasks.ts';

forgetDraftsOfEndedTasks();

/** The canvas of a task. */
export function Canvas({ task }: { readonly task: TaskEntry }) {
  const entry = useDesk((state) => state.conversations.bySid[task.threadSid ?? '']);
  const link = useDesk((state) => state.worker.links.conversations);
  if (task.threadSid === null) {
    return (
      <Empty icon={MessageSquareOff} title={words.absentTitle}>
        <p>{words.absent}</p>
      </Empty>
    );
  }
  if (task.status === 'pending' && entry === undefined) {
    return (
      <Empty icon={Clock3} title={words.waitingTitle}>
        <p>{words.waiting}</p>
      </Empty>
    );
  }
  if (entry?.failure) {
    return (
      <Empty
        icon={CircleAlert}
        title={words.unreadableTitle}
        actions={<Button onClick={() => void readAgain(entry.sid)}>{parts.retry}</Button>}
      >
        <p>{entry.failure}</p>
      </Empty>
    );
  }
  if (entry === undefined && link === 'open' && task.status !== 'accepted') {
    return (
      <Empty icon={MessagesSquare} title={words.leftTitle}>
        <p>{words.left}</p>
      </Empty>
    );
  }
  if (entry === undefined || !entry.isLoaded) return <Waiting label={words.loading} />;
  return <ConversationCanvas key={entry.sid} entry={entry} task={task} />;
}
