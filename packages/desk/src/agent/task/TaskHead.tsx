// Above a conversation: whose it is, where it comes from, how long it lasts, and what can be done with the task.
import {
  ArrowLeft,
  ArrowRightLeft,
  CircleParking,
  Ellipsis,
  PanelRightClose,
  PanelRightOpen,
} from 'lucide-react';
import { useState } from 'react';
import { invokeAction } from '#desk/actions/actions.ts';
import { canPark } from '#desk/actions/parking.ts';
import { useShortcuts } from '#desk/app/shortcuts.ts';
import { customerOf } from '#desk/live/customer.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { Button, buttonClass, IconButton } from '#desk/ui/Button.tsx';
import { Menu } from '#desk/ui/overlays.tsx';
import { notify, notifyFailure } from '#desk/ui/Toasts.tsx';
import { channelName } from '#desk/words/channels.ts';
import { words } from '#desk/words/tasks.ts';
import { Age, Stopwatch } from '../Age.tsx';
import { channelOf } from '../channels.ts';
import { PHONE, useMedia } from '../media.ts';
import styles from './TaskHead.module.css';

interface TaskHeadProps {
  readonly task: TaskEntry;
  readonly isCustomerShown: boolean;
  readonly onBack: () => void;
  readonly onToggleCustomer: () => void;
  readonly onTransfer: () => void;
}

function Duration({ task }: { readonly task: TaskEntry }) {
  if (task.status === 'wrapping') {
    return (
      <span className={styles['wrapping']}>
        {words.task.wrapping} <Stopwatch since={task.since} />
      </span>
    );
  }
  return (
    <span>
      <Age since={task.dateCreated} fresh={words.task.justOpened} before={words.task.open} />
    </span>
  );
}

function Facts({ task }: { readonly task: TaskEntry }) {
  return (
    <p className={styles['facts']}>
      <span>{channelName(channelOf(task))}</span>
      {task.queueName && <bdi>{task.queueName}</bdi>}
      <Duration task={task} />
    </p>
  );
}

function usePark(task: TaskEntry): { readonly isBusy: boolean; readonly park: () => void } {
  const [isBusy, setBusy] = useState(false);
  const park = () => {
    if (isBusy) return;
    setBusy(true);
    invokeAction('ParkInteraction', { sid: task.sid })
      .then(() => notify(words.task.parked(customerOf(task).name)))
      .catch(notifyFailure)
      .finally(() => setBusy(false));
  };
  return { isBusy, park };
}

function WorkButtons({ task, onTransfer }: Pick<TaskHeadProps, 'task' | 'onTransfer'>) {
  const { isBusy: isParking, park } = usePark(task);
  const [isBusy, setBusy] = useState(false);
  const isMoving = task.transfer?.direction === 'outgoing';
  const wrapUp = () => {
    setBusy(true);
    invokeAction('WrapupTask', { sid: task.sid })
      .catch(notifyFailure)
      .finally(() => setBusy(false));
  };
  useShortcuts([
    { keys: 'mod+.', label: words.task.wrapUp, isGlobal: true, run: wrapUp },
    ...(isMoving ? [] : [{ keys: 't', label: words.task.transfer, run: onTransfer }]),
    ...(canPark(task) ? [{ keys: 'p', label: words.task.park, run: park }] : []),
  ]);
  const choices = [
    {
      id: 'transfer',
      label: words.task.transfer,
      icon: <ArrowRightLeft aria-hidden="true" />,
      isDisabled: isMoving,
    },
    ...(canPark(task)
      ? [{ id: 'park', label: words.task.park, icon: <CircleParking aria-hidden="true" /> }]
      : []),
  ];
  return (
    <>
      <span className={styles['roomy']}>
        <Button isSmall kind="quiet" disabled={isMoving} onClick={onTransfer}>
          <ArrowRightLeft aria-hidden="true" />
          {words.task.transfer}
        </Button>
        {canPark(task) && (
          <Button isSmall kind="quiet" isBusy={isParking} onClick={park}>
            {!isParking && <CircleParking aria-hidden="true" />}
            {words.task.park}
          </Button>
        )}
      </span>
      <span className={styles['narrow']}>
        <Menu
          label={words.task.actions}
          className={buttonClass({ kind: 'quiet', isSmall: true })}
          choices={choices}
          onChoose={(id) => (id === 'park' ? park() : onTransfer())}
          placement="bottom end"
        >
          <Ellipsis aria-hidden="true" />
        </Menu>
      </span>
      <Button isSmall isBusy={isBusy} onClick={wrapUp}>
        {words.task.wrapUp}
      </Button>
    </>
  );
}

/** The head of the task on the canvas. */
export function TaskHead({ task, isCustomerShown, onBack, onToggleCustomer, onTransfer }: TaskHeadProps) {
  const { name } = customerOf(task);
  // On a phone the list with its heading is another page.
  const Heading = useMedia(PHONE) ? 'h1' : 'h2';
  const Panel = isCustomerShown ? PanelRightClose : PanelRightOpen;
  return (
    <header className={styles['head']}>
      <IconButton label={words.task.back} className={styles['back'] ?? ''} onClick={onBack}>
        <ArrowLeft aria-hidden="true" />
      </IconButton>
      <span className={styles['face']}>
        <Avatar name={name} />
      </span>
      <div className={styles['who']}>
        <Heading>
          <bdi>{name}</bdi>
        </Heading>
        <Facts task={task} />
      </div>
      <div className={styles['actions']}>
        {task.status === 'accepted' && <WorkButtons task={task} onTransfer={onTransfer} />}
        <IconButton
          isSmall
          label={isCustomerShown ? words.task.hideCustomer : words.task.showCustomer}
          aria-expanded={isCustomerShown}
          onClick={onToggleCustomer}
        >
          <Panel aria-hidden="true" />
        </IconButton>
      </div>
    </header>
  );
}
