// The tasks that wait in a queue, with what can be done about each.

import { CircleHelp, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { attributeLines } from '#desk/customer/attributes.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { Button, buttonClass } from '#desk/ui/Button.tsx';
import { Menu } from '#desk/ui/overlays.tsx';
import { type Column, Table } from '#desk/ui/Table.tsx';
import { exactly } from '#desk/words/exactly.ts';
import { words as all } from '#desk/words/supervisor.ts';
import { customerIn } from '../basis/customer-name.ts';
import { waitDuration } from '../basis/durations.ts';
import { attributesOf, type TaskRecord } from '../basis/taskrouter.ts';
import { ExplainDialog } from '../explain/ExplainDialog.tsx';
import { EndDialog } from '../work/EndDialog.tsx';
import { PriorityDialog } from '../work/PriorityDialog.tsx';
import { ReassignDialog } from '../work/ReassignDialog.tsx';
import { type WorkItem, workItem } from '../work/work-item.ts';
import { levelOf } from './pain.ts';
import { waitLook } from './QueuesOverview.tsx';
import { ageColumn, CHANNEL, PRIORITY } from './task-columns.tsx';
import styles from './WaitingTasks.module.css';

const words = all.queues;

type Act = 'explain' | 'priority' | 'assign' | 'cancel';

const CHOICES = [
  { id: 'priority', label: all.work.changePriority },
  { id: 'assign', label: all.work.assign },
  { id: 'cancel', label: all.work.cancel, isBad: true },
] as const;

function Customer({ task }: { readonly task: TaskRecord }) {
  const { name, address } = customerIn(task);
  return (
    <span className={styles['customer']}>
      <bdi>{name}</bdi>
      {address !== null && address !== name && <bdi className={styles['address']}>{address}</bdi>}
    </span>
  );
}

function Attributes({ task }: { readonly task: TaskRecord }) {
  const attributes = attributesOf(task);
  const entries = Object.entries(attributes);
  if (entries.length === 0) return null;
  const lines = attributeLines(attributes).map(({ name, value }) => `${name}: ${value}`);
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return (
    <details className={styles['attributes']}>
      <summary dir="auto">{lines.join(' · ') || entries.map(([name]) => name).join(', ')}</summary>
      <dl>
        {entries.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd dir="auto">{shown(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function columnsFor(
  act: (act: Act, item: WorkItem) => void,
): readonly [Column<TaskRecord>, ...Column<TaskRecord>[]] {
  return [
    { id: 'customer', label: words.customer, cell: (task) => <Customer task={task} /> },
    {
      id: 'status',
      label: words.status,
      cell: ({ assignment_status: status }) => (
        <Badge tone={status === 'reserved' ? 'info' : 'neutral'}>{all.statuses[status]}</Badge>
      ),
    },
    CHANNEL,
    PRIORITY,
    ageColumn(({ age, date_created: date }) => (
      <time
        dateTime={date}
        title={exactly(Date.parse(date))}
        className={waitLook(levelOf({ waiting: 1, longest: age, available: 1 }))}
      >
        {waitDuration(age)}
      </time>
    )),
    { id: 'attributes', label: words.attributes, cell: (task) => <Attributes task={task} /> },
    {
      id: 'acts',
      label: words.acts,
      kind: 'acts',
      cell: (task) => {
        const item = workItem(task);
        return (
          <div className={styles['acts']}>
            <Button isSmall onClick={() => act('explain', item)}>
              <CircleHelp aria-hidden="true" />
              {all.work.explain}
            </Button>
            <Menu
              label={all.work.menu(item.name)}
              className={buttonClass({ kind: 'quiet', isSmall: true })}
              choices={CHOICES}
              onChoose={(id) => act(id as Act, item)}
              placement="bottom end"
            >
              <Ellipsis aria-hidden="true" />
            </Menu>
          </div>
        );
      },
    },
  ];
}

interface WaitingTasksProps {
  readonly tasks: readonly TaskRecord[] | undefined;
  readonly error: Error | null;
  readonly onChanged: () => void;
}

/** The table and its dialogs. */
export function WaitingTasks({ tasks, error, onChanged }: WaitingTasksProps) {
  const [open, setOpen] = useState<{ readonly act: Act; readonly item: WorkItem } | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Table
        label={words.tasksWaiting}
        columns={columnsFor((act, item) => setOpen({ act, item }))}
        rows={tasks}
        rowKey={({ sid }) => sid}
        empty={words.nobodyWaits}
        error={error}
        onRetry={onChanged}
      />
      {open?.act === 'explain' && <ExplainDialog taskSid={open.item.taskSid} onClose={close} />}
      {open?.act === 'priority' && <PriorityDialog item={open.item} onClose={close} />}
      {open?.act === 'assign' && <ReassignDialog item={open.item} onClose={close} onDone={onChanged} />}
      {open?.act === 'cancel' && (
        <EndDialog item={open.item} way="cancel" onClose={close} onDone={onChanged} />
      )}
    </>
  );
}
