// A transfer that is under way: to whom, and a way to take it back.
import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Spinner } from '#desk/ui/Spinner.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/tasks.ts';
import { targetName } from '../transfer/target-names.ts';
import styles from './TaskHead.module.css';

/** Below the head of a task that is being handed over; nothing otherwise. */
export function TransferNotice({ task }: { readonly task: TaskEntry }) {
  const [isBusy, setBusy] = useState(false);
  if (task.transfer?.direction !== 'outgoing') return null;
  const name = targetName(task.sid) ?? words.transfer.somebody;
  const takeBack = () => {
    setBusy(true);
    invokeAction('CancelTransfer', { sid: task.sid })
      .catch(notifyFailure)
      .finally(() => setBusy(false));
  };
  return (
    <div className={styles['notice']} role="status">
      {isBusy ? <Spinner /> : <ArrowRightLeft aria-hidden="true" />}
      <p>
        <strong>
          {task.transfer.mode === 'WARM' ? words.transfer.bringing(name) : words.transfer.handing(name)}
        </strong>{' '}
        {words.transfer.pending}
      </p>
      <Button isSmall disabled={isBusy} onClick={takeBack}>
        {words.transfer.takeBack}
      </Button>
    </div>
  );
}
