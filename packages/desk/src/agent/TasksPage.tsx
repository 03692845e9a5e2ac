// The page of the agent's work: the list of his tasks, the one he works on, and its customer.
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Failure } from '#desk/app/Failure.tsx';
import { CustomerPanel } from '#desk/customer/CustomerPanel.tsx';
import { customerOf } from '#desk/live/customer.ts';
import { Slot } from '#desk/plugins/Slot.tsx';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { IconButton } from '#desk/ui/Button.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { words } from '#desk/words/tasks.ts';
import { keep, kept } from './kept.ts';
import { TaskList } from './list/TaskList.tsx';
import { PHONE, useMedia, WIDE } from './media.ts';
import { selectTask, taskPath } from './selection.ts';
import styles from './TasksPage.module.css';
import { NoTask, TaskView } from './TaskView.tsx';

function Customer({ task }: { readonly task: TaskEntry }) {
  return (
    <Failure of={task.sid}>
      <Slot name="CRMContainer" props={{ task }}>
        <CustomerPanel key={task.sid} task={task} />
      </Slot>
    </Failure>
  );
}

const FOLDED = 'customer-folded';

/** Whether the customer is shown: beside a wide page unless folded away, else where the address says so. */
function useCustomer(sid: string | null, view: 'list' | 'task' | 'customer') {
  const [, navigate] = useLocation();
  const isWide = useMedia(WIDE);
  const [isFolded, setFolded] = useState(() => kept(FOLDED, false));
  const isAddressed = view === 'customer';
  const fold = (folds: boolean) => {
    setFolded(folds);
    keep(FOLDED, folds);
  };
  const toggle = () => {
    if (isWide) fold(!isFolded);
    else if (sid !== null) navigate(isAddressed ? taskPath(sid) : `${taskPath(sid)}/customer`);
  };
  return { isWide, isShown: isWide ? !isFolded : isAddressed, toggle };
}

/** A task that was here and has ended is not looked at any longer. */
function useLeaveEnded(sid: string | null, task: TaskEntry | undefined): void {
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (task !== undefined) shown.current = task.sid;
    else if (sid !== null && shown.current === sid) selectTask(null);
  }, [sid, task]);
}

interface TasksPageProps {
  readonly parameters: Readonly<Record<string, string>>;
}

/** `/`, `/tasks/:sid`, `/tasks/:sid/customer`. */
export function TasksPage({ parameters }: TasksPageProps) {
  const [path] = useLocation();
  const sid = parameters['sid'] ?? null;
  const task = useDesk((state) => state.tasks.bySid[sid ?? '']);
  const isPhone = useMedia(PHONE);
  const view = sid === null ? 'list' : path.endsWith('/customer') ? 'customer' : 'task';
  const customer = useCustomer(sid, view);
  useLeaveEnded(sid, task);
  const hasCustomer = task !== undefined && task.status !== 'pending' && customer.isShown;
  return (
    <div className={styles['page']} data-view={view} data-customer={hasCustomer && customer.isWide}>
      <div className={styles['list']}>
        <Slot name="TaskList" props={{ selectedTaskSid: sid }}>
          <TaskList selected={sid} />
        </Slot>
      </div>
      <div className={styles['canvas']}>
        {task === undefined ? (
          <Slot name="NoTasksCanvas">
            <NoTask addressed={sid} />
          </Slot>
        ) : (
          <TaskView
            key={task.sid}
            task={task}
            isCustomerShown={hasCustomer}
            onToggleCustomer={customer.toggle}
          />
        )}
      </div>
      {hasCustomer && (customer.isWide || isPhone) && (
        <aside className={styles['customer']} aria-label={words.task.customer}>
          {isPhone && (
            <header className={styles['phoneHead']}>
              <IconButton label={words.task.back} onClick={customer.toggle}>
                <ArrowLeft aria-hidden="true" />
              </IconButton>
              <h1>{words.task.customer}</h1>
            </header>
          )}
          <Customer task={task} />
        </aside>
      )}
      {hasCustomer && !customer.isWide && !isPhone && (
        <Dialog title={customerOf(task).name} shape="side" isOpen onClose={customer.toggle}>
          <Customer task={task} />
        </Dialog>
      )}
    </div>
  );
}
