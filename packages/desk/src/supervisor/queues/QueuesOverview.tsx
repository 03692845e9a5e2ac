// All queues at one look, what hurts most first.
import type { ReactNode } from 'react';
import { Badge, type Tone } from '#desk/ui/Badge.tsx';
import { type Column, Table } from '#desk/ui/Table.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { waitDuration } from '../basis/durations.ts';
import { Freshness } from '../basis/Freshness.tsx';
import { Page } from '../basis/Page.tsx';
import { useActivities } from '../basis/taskrouter.ts';
import { type Day, type QueueFigures, waitingIn } from './figures.ts';
import { type Level, levelOf } from './pain.ts';
import styles from './QueuesOverview.module.css';
import { Sparkline } from './Sparkline.tsx';
import type { Samples } from './samples.ts';
import { type Figure, Totals } from './Totals.tsx';
import { useQueueFigures } from './use-figures.ts';

const words = all.queues;
const PERCENT = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });

const TONES: Readonly<Record<Level, Tone>> = {
  stuck: 'bad',
  late: 'bad',
  slow: 'warn',
  moving: 'neutral',
  quiet: 'neutral',
};

/** The level in words. */
export function LevelBadge({ level }: { readonly level: Level }) {
  return <Badge tone={TONES[level]}>{words.levels[level]}</Badge>;
}

/** How a figure looks that makes a level. */
export function toneOf(level: Level): 'bad' | 'warn' | null {
  const tone = TONES[level];
  return tone === 'bad' || tone === 'warn' ? tone : null;
}

/** How a wait looks that hurts so much. */
export function waitLook(level: Level): string {
  return styles[toneOf(level) ?? ''] ?? '';
}

function Soft({ children }: { readonly children: ReactNode }) {
  return <span className={styles['soft']}>{children}</span>;
}

const NONE = <Soft>{all.times.none}</Soft>;

function columnsFor(
  days: ReadonlyMap<string, Day> | undefined,
  samples: Samples,
): readonly [Column<QueueFigures>, ...Column<QueueFigures>[]] {
  const day = ({ sid }: QueueFigures) => days?.get(sid);
  return [
    {
      id: 'name',
      label: words.queue,
      sortBy: ({ name }) => name,
      cell: (queue) => (
        <span className={styles['name']}>
          <bdi>{queue.name}</bdi> <LevelBadge level={levelOf(queue)} />
        </span>
      ),
    },
    {
      id: 'waiting',
      label: words.waiting,
      kind: 'number',
      sortBy: ({ waiting }) => waiting,
      cell: ({ waiting }) =>
        waiting === 0 ? <Soft>0</Soft> : <span className={styles['strong']}>{waiting}</span>,
    },
    {
      id: 'longest',
      label: words.longest,
      kind: 'number',
      sortBy: ({ waiting, longest }) => (waiting === 0 ? null : longest),
      cell: (queue) =>
        queue.waiting === 0 ? (
          NONE
        ) : (
          <span className={waitLook(levelOf(queue))}>{waitDuration(queue.longest)}</span>
        ),
    },
    {
      id: 'priorities',
      label: words.priorities,
      cell: ({ priorities }) =>
        priorities === null || priorities.length === 0
          ? NONE
          : priorities.map(([priority, count]) => words.priority(priority, count)).join(', '),
    },
    {
      id: 'agents',
      label: words.agents,
      kind: 'number',
      sortBy: ({ available }) => available,
      cell: ({ available, eligible }) =>
        available === null ? (
          NONE
        ) : (
          <>
            {available} <Soft>/ {eligible}</Soft>
          </>
        ),
    },
    {
      id: 'with-agents',
      label: words.withAgents,
      kind: 'number',
      cell: ({ withAgents }) => (withAgents ? withAgents : withAgents === null ? NONE : <Soft>0</Soft>),
    },
    {
      id: 'wait',
      label: words.averageWait,
      kind: 'number',
      sortBy: (queue) => (day(queue)?.accepted ? (day(queue)?.averageWait ?? null) : null),
      cell: (queue) => (day(queue)?.accepted ? waitDuration(day(queue)!.averageWait) : NONE),
    },
    {
      id: 'within',
      label: words.within,
      kind: 'number',
      cell: (queue) => {
        const share = day(queue)?.withinPromise ?? null;
        return share === null ? NONE : PERCENT.format(share);
      },
    },
    {
      id: 'trend',
      label: words.trend,
      cell: (queue) => (
        <Sparkline
          queue={queue.name}
          samples={samples[queue.sid] ?? []}
          hurts={toneOf(levelOf(queue)) === 'bad'}
        />
      ),
    },
  ];
}

type Read = ReturnType<typeof useQueueFigures>;

function useTotals({ present, today }: Read): readonly Figure[] {
  const activities = useActivities();
  const workspace = present.data?.workspace;
  const takesWork = new Set(activities.data?.filter(({ available }) => available).map(({ sid }) => sid));
  const workers = workspace?.activity_statistics ?? [];
  const count = (list: typeof workers) => list.reduce((sum, { workers: some }) => sum + some, 0);
  const available = count(workers.filter(({ sid }) => takesWork.has(sid)));
  const waiting = workspace === undefined ? 0 : waitingIn(workspace);
  const longest = workspace?.longest_task_waiting_age ?? 0;
  const { assigned = 0, wrapping = 0 } = workspace?.tasks_by_status ?? {};
  const day = today.data?.workspace;
  const tone = toneOf(levelOf({ waiting, longest, available }));
  const known = <T,>(value: T) => (workspace === undefined ? undefined : value);
  return [
    { label: words.waiting, value: known(waiting) },
    {
      label: words.longest,
      value: known(waiting === 0 ? all.times.none : waitDuration(longest)),
      hint: waiting === 0 && workspace !== undefined ? words.noneWaiting : null,
      tone,
    },
    {
      label: words.available,
      value: activities.data === undefined ? undefined : known(words.availableOf(available, count(workers))),
      tone: waiting > 0 && available === 0 ? 'bad' : null,
    },
    { label: words.withAgents, value: known(assigned + wrapping) },
    {
      label: words.within,
      value:
        day === undefined
          ? undefined
          : day.withinPromise === null
            ? all.times.none
            : PERCENT.format(day.withinPromise),
      hint:
        day === undefined
          ? null
          : day.withinPromise === null
            ? words.nothingAccepted
            : words.withinHint(day.accepted),
    },
  ];
}

/** The page. */
export function QueuesOverview() {
  const read = useQueueFigures();
  const { records, present, today, queues, samples } = read;
  const totals = useTotals(read);
  const error = queues === undefined ? (records.error ?? present.error) : null;
  return (
    <Page
      title={
        <>
          {words.title} <Freshness of={present} />
        </>
      }
    >
      <Totals label={words.totals} figures={totals} />
      <Table
        label={words.title}
        columns={columnsFor(today.data?.queues, samples)}
        rows={queues}
        rowKey={({ sid }) => sid}
        href={({ sid }) => `/queues/${sid}`}
        empty={words.empty}
        error={error}
        onRetry={() => {
          void records.refetch();
          void present.refetch();
        }}
      />
    </Page>
  );
}
