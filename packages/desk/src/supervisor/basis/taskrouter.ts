// The facts of TaskRouter that supervisors look at, as the REST API tells them.
import { useQuery } from '@tanstack/react-query';
import { readAll } from '#desk/rest/pages.ts';
import type { NamedRecord, WorkerRecord } from '#desk/rest/records.ts';
import { get } from '#desk/rest/request.ts';
import { useWorkspace } from './workspace.tsx';

/** A task. */
export interface TaskRecord {
  readonly sid: string;
  /** Seconds. */
  readonly age: number;
  readonly assignment_status: 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';
  /** JSON text. */
  readonly attributes: string;
  readonly priority: number;
  readonly task_queue_sid: string | null;
  readonly task_queue_friendly_name: string | null;
  readonly task_channel_unique_name: string;
  readonly workflow_sid: string | null;
  readonly virtual_start_time: string | null;
  readonly timeout: number;
  readonly date_created: string;
}

export interface ReservationRecord {
  readonly sid: string;
  readonly task_sid: string;
  readonly worker_sid: string;
  readonly worker_name: string | null;
  readonly reservation_status: string;
  readonly date_created: string;
}

interface QueueRecord extends NamedRecord {
  readonly target_workers: string;
}

interface ActivityRecord extends NamedRecord {
  readonly available: boolean;
}

/** What people made by hand changes rarely. */
const RARELY_MS = 60_000;

/** Reads again every so often while the page is seen; what was read stays while the server cannot be reached. */
export function polled(every: number) {
  return {
    refetchInterval: every,
    refetchIntervalInBackground: false,
    staleTime: every / 2,
    retry: false,
  } as const;
}

/** All queues of the workspace. */
export function useQueueRecords() {
  const path = useWorkspace();
  return useQuery({
    queryKey: [path, 'queues'],
    queryFn: ({ signal }) => readAll<QueueRecord>(`${path}/TaskQueues`, {}, signal),
    staleTime: RARELY_MS,
  });
}

/** All activities of the workspace. */
export function useActivities() {
  const path = useWorkspace();
  return useQuery({
    queryKey: [path, 'activities'],
    queryFn: ({ signal }) => readAll<ActivityRecord>(`${path}/Activities`, {}, signal),
    staleTime: RARELY_MS,
  });
}

/** All workers of the workspace, with what they do at this moment. */
export function useWorkers(every = 5_000) {
  const path = useWorkspace();
  return useQuery({
    queryKey: [path, 'workers'],
    queryFn: ({ signal }) => readAll<WorkerRecord>(`${path}/Workers`, {}, signal),
    ...polled(every),
  });
}

/** One task, as it is at this moment. */
export function useTask(sid: string) {
  const path = useWorkspace();
  return useQuery({
    queryKey: [path, 'task', sid],
    queryFn: ({ signal }) => get<TaskRecord>(`${path}/Tasks/${sid}`, {}, signal),
    ...polled(4_000),
  });
}

/** Attributes as an object; nothing for what is none. */
export function attributesOf({ attributes }: { readonly attributes: string }): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(attributes);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
