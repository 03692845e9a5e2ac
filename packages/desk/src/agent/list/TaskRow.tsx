// One task in the list. It looks at its own task and conversation only: what happens in others costs it nothing.
import { type MouseEvent, memo } from 'react';
import { customerOf } from '#desk/live/customer.ts';
import type { ConversationEntry } from '#desk/state/conversations.ts';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { Count } from '#desk/ui/Badge.tsx';
import { classes } from '#desk/ui/classes.ts';
import { words } from '#desk/words/tasks.ts';
import { Age, Stopwatch } from '../Age.tsx';
import { ChannelMark } from '../ChannelMark.tsx';
import { channelOf } from '../channels.ts';
import { useNow } from '../clock.ts';
import { selectTask, taskPath } from '../selection.ts';
import { urgencyOf, waitingSince } from '../sides.ts';
import { ageIn } from '../times.ts';
import { unreadOf } from '../unread.ts';
import { previewOf } from './preview.ts';
import styles from './TaskList.module.css';

function WaitMark({ since }: { readonly since: number }) {
  const waited = useNow() - since;
  return (
    <span className={classes(styles['wait'], styles[urgencyOf(waited)])}>
      {words.list.waiting(ageIn(waited))}
    </span>
  );
}

/** Why there are no words of a task. */
function absence({ threadSid, status }: TaskEntry): string {
  if (threadSid === null) return words.list.noConversation;
  return status === 'wrapping' ? words.list.left : words.list.loading;
}

function LastWords({ task, conversation }: { task: TaskEntry; conversation: ConversationEntry | undefined }) {
  const identity = useDesk((state) => state.session.user?.identity ?? '');
  if (conversation === undefined) {
    return <span className={styles['preview']}>{absence(task)}</span>;
  }
  const { isOwn, text } = previewOf(conversation, identity);
  return (
    <span className={styles['preview']} dir="auto">
      {isOwn && <span className={styles['own']}>{words.list.you}: </span>}
      {text}
    </span>
  );
}

interface TaskRowProps {
  readonly sid: string;
  readonly isSelected: boolean;
  /** The one row that Tab reaches; arrow keys lead to the others. */
  readonly isEntry: boolean;
}

function isPlain({ metaKey, ctrlKey, shiftKey, button }: MouseEvent): boolean {
  return button === 0 && !metaKey && !ctrlKey && !shiftKey;
}

/** A link to a task, with what is new in it. */
export const TaskRow = memo(function TaskRow({ sid, isSelected, isEntry }: TaskRowProps) {
  const task = useDesk((state) => state.tasks.bySid[sid]);
  const conversation = useDesk((state) => state.conversations.bySid[task?.threadSid ?? '']);
  const identity = useDesk((state) => state.session.user?.identity ?? '');
  if (task === undefined) return null;
  const { name } = customerOf(task);
  const unread = conversation === undefined ? 0 : unreadOf(conversation, identity);
  const waits = conversation && task.status === 'accepted' ? waitingSince(conversation, identity) : null;
  const last = conversation?.messages.at(-1)?.date ?? task.dateCreated;
  return (
    <li>
      <a
        href={taskPath(sid)}
        className={classes(styles['row'], unread > 0 && styles['unread'])}
        aria-current={isSelected ? 'true' : undefined}
        tabIndex={isEntry ? 0 : -1}
        data-task={sid}
        onClick={(event) => {
          if (!isPlain(event)) return;
          event.preventDefault();
          selectTask(sid);
        }}
      >
        <Avatar name={name} />
        <span className={styles['words']}>
          <span className={styles['line']}>
            <ChannelMark channel={channelOf(task)} />
            <bdi className={styles['name']}>{name}</bdi>
            <span className={styles['age']}>
              {task.status === 'wrapping' ? <Stopwatch since={task.since} /> : <Age since={last} />}
            </span>
          </span>
          <span className={styles['line']}>
            <LastWords task={task} conversation={conversation} />
            <Count value={unread} label={words.list.unread(unread)} />
          </span>
          {waits !== null && <WaitMark since={waits} />}
        </span>
      </a>
    </li>
  );
});
