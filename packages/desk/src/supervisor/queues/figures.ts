// The figures of all queues in two requests every few seconds: those of many queues come in one, those of the whole
// workspace in another. What adds up over the day is asked for much less often.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { readAll, readPage } from '#desk/rest/pages.ts';
import { get, postJson } from '#desk/rest/request.ts';
import { startOfToday } from '../basis/dates.ts';
import { polled, type TaskRecord, useQueueRecords } from '../basis/taskrouter.ts';
import { useWorkspace } from '../basis/workspace.tsx';
import type { Strain } from './pain.ts';

const NOW_MS = 4_000;
const TODAY_MS = 30_000;
/** As many as one request may name. */
const AT_ONCE = 50;
/** Waiting tasks whose priorities are told apart; beyond it the numbers alone are shown. */
const MOST_TASKS = 200;
/** Accepted within so many seconds is what is promised. */
const PROMISE_S = '30';

interface Present {
  readonly tasks_by_status: Readonly<Record<string, number>>;
  readonly longest_task_waiting_age: number;
  readonly activity_statistics: readonly {
    readonly sid: string;
    readonly friendly_name: string;
    readonly workers: number;
  }[];
}

interface QueuePresent extends Present {
  readonly task_queue_sid: string;
  readonly total_available_workers: number;
  readonly total_eligible_workers: number;
}

interface Counted {
  readonly reservations_accepted: number;
}

interface Cumulative {
  readonly reservations_accepted: number;
  readonly wait_duration_until_accepted: { readonly avg: number };
  readonly split_by_wait_time: Readonly<Record<string, { below: Counted; above: Counted }>> | null;
}

/** What the day has brought so far. */
export interface Day {
  readonly accepted: number;
  /** Seconds. */
  readonly averageWait: number;
  /** From 0 to 1; null while nothing was accepted. */
  readonly withinPromise: number | null;
}

/** A queue as it is shown. */
export interface QueueFigures extends Strain {
  readonly sid: string;
  readonly eligible: number;
  /** Null where it cannot be told. */
  readonly withAgents: number | null;
  /** Waiting tasks by priority, the highest first; null where there are too many to tell apart. */
  readonly priorities: readonly (readonly [priority: number, count: number])[] | null;
  readonly activities: QueuePresent['activity_statistics'];
}

/** The share that was accepted in time. */
export function dayOf(cumulative: Cumulative): Day {
  const split = cumulative.split_by_wait_time?.[PROMISE_S];
  const below = split?.below.reservations_accepted ?? 0;
  const all = below + (split?.above.reservations_accepted ?? 0);
  return {
    accepted: cumulative.reservations_accepted,
    averageWait: cumulative.wait_duration_until_accepted.avg,
    withinPromise: all === 0 ? null : below / all,
  };
}

/** Tasks nobody has accepted yet. */
export function waitingIn({ tasks_by_status: by }: Pick<Present, 'tasks_by_status'>): number {
  return (by['pending'] ?? 0) + (by['reserved'] ?? 0);
}

/** Tasks of each queue by priority, the highest first. */
export function prioritiesOf(
  tasks: readonly Pick<TaskRecord, 'priority' | 'task_queue_sid'>[],
): ReadonlyMap<string | null, readonly (readonly [number, number])[]> {
  const byQueue = Map.groupBy(tasks, ({ task_queue_sid }) => task_queue_sid);
  return new Map(
    [...byQueue].map(([sid, own]) => {
      const counts = [...Map.groupBy(own, ({ priority }) => priority)];
      return [sid, counts.map(([key, same]) => [key, same.length] as const).sort(([a], [b]) => b - a)];
    }),
  );
}

async function readPresent(path: string, sids: readonly string[]): Promise<readonly QueuePresent[]> {
  const chunks = Array.from({ length: Math.ceil(sids.length / AT_ONCE) }, (_, index) =>
    sids.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  const answers = await Promise.all(
    chunks.map((QueueSids) =>
      postJson<{ task_queue_data: readonly QueuePresent[] }>(`${path}/TaskQueues/RealTimeStatistics`, {
        QueueSids,
      }),
    ),
  );
  return answers.flatMap(({ task_queue_data }) => task_queue_data);
}

/** What was sent to one worker waits in no queue; it has a row of its own. */
export const DIRECT = 'direct';

/** Whether a task was sent past all queues. */
export function isDirect({ task_queue_sid: sid }: Pick<TaskRecord, 'task_queue_sid'>): boolean {
  return sid === null;
}

/** What waits and who is there, of every queue and of the workspace. */
export function usePresent() {
  const path = useWorkspace();
  const records = useQueueRecords();
  const sids = records.data?.map(({ sid }) => sid);
  const present = useQuery({
    queryKey: [path, 'present', sids],
    enabled: sids !== undefined,
    queryFn: async ({ signal }) => {
      const [queues, workspace, waiting] = await Promise.all([
        readPresent(path, sids ?? []),
        get<Present>(`${path}/RealTimeStatistics`, {}, signal),
        readPage<TaskRecord>(
          `${path}/Tasks`,
          { AssignmentStatus: 'pending,reserved', PageSize: MOST_TASKS },
          signal,
        ),
      ]);
      return {
        queues,
        workspace,
        priorities: waiting.next === null ? prioritiesOf(waiting.items) : null,
        longestDirect: Math.max(0, ...waiting.items.filter(isDirect).map(({ age }) => age)),
      };
    },
    ...polled(NOW_MS),
    placeholderData: keepPreviousData,
  });
  return { records, present };
}

/** What the day has brought so far, of every queue and of the workspace. */
export function useToday() {
  const path = useWorkspace();
  return useQuery({
    queryKey: [path, 'today'],
    queryFn: async ({ signal }) => {
      const asked = { StartDate: startOfToday(), SplitByWaitTime: PROMISE_S };
      const [queues, workspace] = await Promise.all([
        readAll<{ task_queue_sid: string; cumulative: Cumulative }>(
          `${path}/TaskQueues/Statistics`,
          asked,
          signal,
        ),
        get<Cumulative>(`${path}/CumulativeStatistics`, asked, signal),
      ]);
      return {
        queues: new Map(queues.map(({ task_queue_sid, cumulative }) => [task_queue_sid, dayOf(cumulative)])),
        workspace: dayOf(workspace),
      };
    },
    ...polled(TODAY_MS),
  });
}
