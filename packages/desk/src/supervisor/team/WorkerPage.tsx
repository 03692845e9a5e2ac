// One worker: activity, room, and every task that is with him, live. From here it is one step to watching.
import { Compass, Eye } from 'lucide-react';
import { Link } from 'wouter';
import type { WorkerRecord } from '#desk/rest/records.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { buttonClass } from '#desk/ui/Button.tsx';
import { Empty } from '#desk/ui/Notice.tsx';
import { type Column, Table } from '#desk/ui/Table.tsx';
import { channelName } from '#desk/words/channels.ts';
import { words as all } from '#desk/words/supervisor.ts';
import { customerIn } from '../basis/customer-name.ts';
import { secondsSince, shortDuration, waitDuration } from '../basis/durations.ts';
import { Freshness } from '../basis/Freshness.tsx';
import { Ago } from '../basis/Moment.tsx';
import { Page, Section } from '../basis/Page.tsx';
import { useWorkers } from '../basis/taskrouter.ts';
import { type Speaker, useSpeakers } from '../basis/who-speaks.ts';
import { ActivityMenu } from './ActivityMenu.tsx';
import { Capacity } from './Capacity.tsx';
import { Person, Skills } from './TeamOverview.tsx';
import { skillsOf } from './team-filter.ts';
import styles from './WorkerPage.module.css';
import { type HeldTask, useWorkerTasks } from './worker-tasks.ts';

const words = all.team;
const BACK = { href: '/team', label: words.back } as const;
/** From here on a customer who has the last word has waited noticeably. */
const PATIENT_S = 60;

function Last({ held, side }: { readonly held: HeldTask; readonly side: Speaker['side'] | null }) {
  const { last } = held;
  if (last === null) return <span className={styles['soft']}>{words.noMessages}</span>;
  const waits = secondsSince(last.date_created, Date.now());
  return (
    <span className={styles['last']}>
      <span className={styles['words']} dir="auto">
        {last.body || words.attachment}
      </span>
      {side === 'customer' && (
        <Badge tone={waits >= PATIENT_S ? 'warn' : 'neutral'}>
          {words.customerWaits(waitDuration(waits))}
        </Badge>
      )}
    </span>
  );
}

function columnsFor(
  speaker: (author: string) => Speaker,
): readonly [Column<HeldTask>, ...Column<HeldTask>[]] {
  return [
    { id: 'customer', label: words.customer, cell: ({ task }) => <bdi>{customerIn(task).name}</bdi> },
    {
      id: 'status',
      label: words.status,
      cell: ({ reservation: { reservation_status: status } }) => (
        <Badge tone={status === 'accepted' ? 'good' : status === 'pending' ? 'info' : 'neutral'}>
          {all.statuses[status === 'pending' ? 'reserved' : status]}
        </Badge>
      ),
    },
    { id: 'channel', label: words.channel, cell: ({ task }) => channelName(task.task_channel_unique_name) },
    {
      id: 'queue',
      label: words.queue,
      cell: ({ task }) => <bdi>{task.task_queue_friendly_name ?? ''}</bdi>,
    },
    {
      id: 'age',
      label: words.age,
      kind: 'number',
      sortBy: ({ task }) => task.age,
      cell: ({ task }) => shortDuration(task.age),
    },
    {
      id: 'last',
      label: words.last,
      cell: (held) => <Last held={held} side={held.last === null ? null : speaker(held.last.author).side} />,
    },
    {
      id: 'acts',
      label: words.acts,
      kind: 'acts',
      cell: ({ task }) => (
        <Link
          href={`/watch/${task.sid}`}
          className={buttonClass({ isSmall: true })}
          aria-label={`${all.work.watch}: ${customerIn(task).name}`}
        >
          <Eye aria-hidden="true" />
          {all.work.watch}
        </Link>
      ),
    },
  ];
}

function Facts({ worker }: { readonly worker: WorkerRecord }) {
  return (
    <dl className={styles['facts']}>
      <div className={styles['fact']}>
        <dt>{words.activity}</dt>
        <dd>
          <ActivityMenu worker={worker} />
        </dd>
      </div>
      <div className={styles['fact']}>
        <dt>{words.since}</dt>
        <dd>
          <Ago date={worker.date_status_changed} />
        </dd>
      </div>
      <div className={styles['fact']}>
        <dt>{words.capacity}</dt>
        <dd>
          <Capacity workerSid={worker.sid} isWhole />
        </dd>
      </div>
      {skillsOf(worker).length > 0 && (
        <div className={styles['fact']}>
          <dt>{words.skills}</dt>
          <dd>
            <Skills worker={worker} />
          </dd>
        </div>
      )}
    </dl>
  );
}

/** The page of a worker. */
export function WorkerPage({ sid }: { readonly sid: string }) {
  const workers = useWorkers();
  const tasks = useWorkerTasks(sid);
  const speaker = useSpeakers(null);
  const worker = workers.data?.find((candidate) => candidate.sid === sid);
  if (workers.data !== undefined && worker === undefined) {
    return (
      <Page title={words.title} back={BACK}>
        <Empty icon={Compass} title={words.notFound} />
      </Page>
    );
  }
  return (
    <Page
      back={BACK}
      title={
        <>
          {worker ? <Person worker={worker} /> : words.title}
          <Freshness of={tasks} />
        </>
      }
    >
      {worker && <Facts worker={worker} />}
      <Section title={words.tasks} count={tasks.data?.length}>
        <Table
          label={words.tasks}
          columns={columnsFor(speaker)}
          rows={tasks.data}
          rowKey={({ reservation }) => reservation.sid}
          empty={words.noTasks}
          error={tasks.data === undefined ? tasks.error : null}
          onRetry={() => void tasks.refetch()}
        />
      </Section>
    </Page>
  );
}
