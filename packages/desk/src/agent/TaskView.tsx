// One task: its head, the paperwork while it is wrapped up, its conversation.
import { Clock, DoorOpen, FileText, Inbox, SearchX } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Failure } from '#desk/app/Failure.tsx';
import { Slot } from '#desk/plugins/Slot.tsx';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Empty } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/tasks.ts';
import { Canvas } from './canvas/Canvas.tsx';
import { OfferCard } from './offers/OfferCard.tsx';
import { selectTask } from './selection.ts';
import styles from './TasksPage.module.css';
import { TaskHead } from './task/TaskHead.tsx';
import { TransferNotice } from './task/TransferNotice.tsx';
import { WrapUp } from './task/WrapUp.tsx';

const TransferDialog = lazy(async () => ({
  default: (await import('./transfer/TransferDialog.tsx')).TransferDialog,
}));

/** The conversation, once the agent is in it and its messages are there. */
function Words({ task }: { readonly task: TaskEntry }) {
  const isThere = useDesk((state) => (task.threadSid ?? '') in state.conversations.bySid);
  const isReady = useDesk((state) => state.worker.links.conversations === 'open');
  if (task.threadSid === null) {
    return (
      <Empty icon={FileText} title={words.empty.noThread}>
        <p>{words.empty.noThreadText}</p>
      </Empty>
    );
  }
  if (!isThere && isReady && task.status === 'wrapping') {
    return (
      <Empty icon={DoorOpen} title={words.empty.left}>
        <p>{words.empty.leftText}</p>
      </Empty>
    );
  }
  if (!isThere) return <Waiting label={words.list.loading} />;
  return (
    <Failure of={task.sid}>
      <Canvas key={task.threadSid} task={task} />
    </Failure>
  );
}

interface TaskViewProps {
  readonly task: TaskEntry;
  readonly isCustomerShown: boolean;
  readonly onToggleCustomer: () => void;
}

/** The middle of the page while a task of the agent is selected. */
export function TaskView({ task, isCustomerShown, onToggleCustomer }: TaskViewProps) {
  const [isTransferring, setTransferring] = useState(false);
  if (task.status === 'pending') {
    return (
      <div className={styles['offer']}>
        <Empty icon={Clock} title={words.empty.notAccepted}>
          <p>{words.empty.notAcceptedText}</p>
        </Empty>
        <div className={styles['answer']}>
          <OfferCard sid={task.sid} />
        </div>
      </div>
    );
  }
  return (
    <div className={styles['task']}>
      <div>
        <Slot name="TaskCanvasHeader" props={{ task }}>
          <TaskHead
            task={task}
            isCustomerShown={isCustomerShown}
            onBack={() => selectTask(null)}
            onToggleCustomer={onToggleCustomer}
            onTransfer={() => setTransferring(true)}
          />
        </Slot>
        <TransferNotice task={task} />
        {task.status === 'wrapping' && <WrapUp key={task.sid} task={task} />}
      </div>
      <div className={styles['words']}>
        <Words task={task} />
      </div>
      {isTransferring && task.status === 'accepted' && (
        <Suspense fallback={null}>
          <TransferDialog task={task} onClose={() => setTransferring(false)} />
        </Suspense>
      )}
    </div>
  );
}

/** The middle of the page while no task of the agent is selected. */
export function NoTask({ addressed }: { readonly addressed: string | null }) {
  const isReady = useDesk((state) => state.worker.links.worker !== 'connecting' || state.worker.sid !== null);
  if (addressed === null) {
    return (
      <Empty icon={Inbox} title={words.empty.choose}>
        <p>{words.empty.chooseText}</p>
      </Empty>
    );
  }
  if (!isReady) return <Waiting label={words.empty.connecting} />;
  return (
    <Empty
      icon={SearchX}
      title={words.empty.gone}
      actions={<Button onClick={() => selectTask(null)}>{words.empty.back}</Button>}
    >
      <p>{words.empty.goneText}</p>
    </Empty>
  );
}
