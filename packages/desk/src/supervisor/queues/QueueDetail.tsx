// One queue: its figures, who waits in it, and what agents have of it.
import { useQuery } from '@tanstack/react-query';
import { Compass } from 'lucide-react';
import { readPage } from '#desk/rest/pages.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { Empty } from '#desk/ui/Notice.tsx';
import { type Column, Table } from '#desk/ui/Table.tsx';
import { words as all } from '#desk/words/supervisor.ts';
import { customerIn } from '../basis/customer-name.ts';
import { shortDuration, waitDuration } from '../basis/durations.ts';
import { Freshness } from '../basis/Freshness.tsx';
import { Page, Section } from '../basis/Page.tsx';
import { polled, type TaskRecord } from '../basis/taskrouter.ts';
import { useWorkspace } from '../basis/workspace.tsx';
import { DIRECT, isDirect } from './figures.ts';
import { levelOf } from './pain.ts';
import { LevelBadge, toneOf } from './QueuesOverview.tsx';
import { type Figure, Totals } from './Totals.tsx';
import { ageColumn, CHANNEL, PRIORITY } from './task-columns.tsx';
import { useQueueFigures } from './use-figures.ts';
import { WaitingTasks } from './WaitingTasks.tsx';

const words = all.queues;
const SHOWN = 100;
/** Tasks among which those without a queue are sought. */
const MOST = 500;
const BACK = { href: '/queues', label: words.back } as const;

/** Tasks of a queue in some statuses, those that come first at the top. */
function useTasksOf(queueSid: string, statuses: string) {
  const workspace = useWorkspace();
  return useQuery({
    queryKey: [workspace, 'tasks', queueSid, statuses],
    queryFn: async ({ signal }) => {
      const isOfNone = queueSid === DIRECT;
      const page = await readPage<TaskRecord>(
        `${workspace}/Tasks`,
        {
          TaskQueueSid: isOfNone ? null : queueSid,
          AssignmentStatus: statuses,
          Ordering: 'Priority:desc,DateCreated:asc',
          PageSize: isOfNone ? MOST : SHOWN,
        },
        signal,
      );
      return isOfNone ? { ...page, items: page.items.filter(isDirect) } : page;
    },
    ...polled(4_000),
  });
}

const WORKED_ON: readonly [Column<TaskRecord>, ...Column<TaskRecord>[]] = [
  { id: 'customer', label: words.customer, cell: (task) => <bdi>{customerIn(task).name}</bdi> },
  {
    id: 'status',
    label: words.status,
    cell: ({ assignment_status: status }) => (
      <Badge tone={status === 'wrapping' ? 'neutral' : 'good'}>{all.statuses[status]}</Badge>
    ),
  },
  CHANNEL,
  PRIORITY,
  ageColumn(({ age }) => shortDuration(age)),
];

function useFigures(sid: string) {
  const { queues, present, records } = useQueueFigures();
  const queue = queues?.find((candidate) => candidate.sid === sid);
  const known = <T,>(value: T) => (queue === undefined ? undefined : value);
  const level = queue === undefined ? 'quiet' : levelOf(queue);
  const figures: readonly Figure[] = [
    { label: words.waiting, value: known(queue?.waiting) },
    {
      label: words.longest,
      value: known(queue?.waiting ? waitDuration(queue.longest) : all.times.none),
      tone: toneOf(level),
    },
    {
      label: words.available,
      value: known(words.availableOf(queue?.available ?? 0, queue?.eligible ?? 0)),
      hint: queue?.activities
        .filter(({ workers }) => workers > 0)
        .map(({ friendly_name, workers }) => `${workers} ${friendly_name}`)
        .join(', '),
      tone: queue && queue.waiting > 0 && queue.available === 0 ? 'bad' : null,
    },
    { label: words.withAgents, value: known(queue?.withAgents) },
  ] as const;
  return {
    queue,
    figures,
    level,
    present,
    record: records.data?.find((record) => record.sid === sid),
    records,
  };
}

/** The page of a queue. */
export function QueueDetail({ sid }: { readonly sid: string }) {
  const { figures, level, present, record, records } = useFigures(sid);
  const waiting = useTasksOf(sid, 'pending,reserved');
  const worked = useTasksOf(sid, 'assigned,wrapping');
  const isOfNone = sid === DIRECT;
  if (records.data !== undefined && record === undefined && !isOfNone) {
    return (
      <Page title={words.title} back={BACK}>
        <Empty icon={Compass} title={words.notFound} />
      </Page>
    );
  }
  const isOpenToAll = /^\s*1\s*==\s*1\s*$/.test(record?.target_workers ?? '');
  return (
    <Page
      back={BACK}
      title={
        <>
          <bdi>{isOfNone ? words.direct : (record?.friendly_name ?? words.queue)}</bdi>
          <LevelBadge level={level} />
          <Freshness of={present} />
        </>
      }
      intro={
        isOfNone
          ? words.directIntro
          : record &&
            (isOpenToAll ? (
              words.openToAll
            ) : (
              <>
                {words.openTo} <code>{record.target_workers}</code>
              </>
            ))
      }
    >
      {!isOfNone && <Totals label={words.totals} figures={figures} />}
      <Section title={words.tasksWaiting} count={waiting.data?.items.length}>
        <WaitingTasks
          tasks={waiting.data?.items}
          error={waiting.data === undefined ? waiting.error : null}
          onChanged={() => {
            void waiting.refetch();
            void present.refetch();
          }}
        />
      </Section>
      {waiting.data?.next && <p>{words.more(SHOWN)}</p>}
      <Section title={words.tasksWithAgents} count={worked.data?.items.length}>
        <Table
          label={words.tasksWithAgents}
          columns={WORKED_ON}
          rows={worked.data?.items}
          rowKey={({ sid: taskSid }) => taskSid}
          href={({ sid: taskSid }) => `/watch/${taskSid}`}
          empty={words.nobodyWorks}
          error={worked.data === undefined ? worked.error : null}
          onRetry={() => void worked.refetch()}
        />
      </Section>
    </Page>
  );
}
