// Figures as JSON, in the keys TaskRouter's statistics have.
import { isoDate } from '#kernel/dates.ts';
import type { ActivityDurations } from './activity-durations.ts';
import { averageOf, type Figures, type WaitFigures } from './figures.ts';
import type { WaitCounts, WaitSplit } from './split-by-wait-time.ts';
import type { TaskFigures, WaitingSince } from './task-figures.ts';
import type { StatisticsWindow } from './window.ts';
import type { ActivityFigure, QueueWorkers } from './worker-figures.ts';

const SECOND = 1_000;

function ageOf(waiting: WaitingSince | null, now: number): number {
  return waiting === null ? 0 : Math.max(0, Math.floor((now - waiting.since) / SECOND));
}

function presentWindow(window: StatisticsWindow) {
  return { start_time: isoDate(window.from), end_time: isoDate(window.to) };
}

function presentReservations(figures: Figures) {
  return {
    reservations_created: figures.reservations_created,
    reservations_accepted: figures.reservations_accepted,
    reservations_rejected: figures.reservations_rejected,
    reservations_timed_out: figures.reservations_timed_out,
    reservations_canceled: figures.reservations_canceled,
    reservations_rescinded: figures.reservations_rescinded,
  };
}

function presentWaits(waits: WaitFigures) {
  return { avg: averageOf(waits), min: waits.least ?? 0, max: waits.most ?? 0, total: waits.total };
}

function presentCounts({ canceled, accepted }: WaitCounts) {
  return { tasks_canceled: canceled, reservations_accepted: accepted };
}

/** What waited less than the thresholds that were asked for, and what did not; null when there were none. */
function presentSplits(splits: readonly WaitSplit[] | null) {
  if (splits === null) return null;
  return Object.fromEntries(
    splits.map(({ threshold, above, below }) => [
      String(threshold),
      { above: presentCounts(above), below: presentCounts(below) },
    ]),
  );
}

/** Cumulative figures of tasks, with what they were asked for. */
export interface CumulativeFigures {
  readonly window: StatisticsWindow;
  readonly figures: Figures;
  /** Null when no thresholds were given. */
  readonly splits: readonly WaitSplit[] | null;
}

function presentCommon({ window, figures, splits }: CumulativeFigures) {
  return {
    ...presentWindow(window),
    avg_task_acceptance_time: averageOf(figures.accepted_wait),
    ...presentReservations(figures),
    split_by_wait_time: presentSplits(splits),
    wait_duration_until_accepted: presentWaits(figures.accepted_wait),
    wait_duration_until_canceled: presentWaits(figures.canceled_wait),
    tasks_canceled: figures.tasks_canceled,
    tasks_completed: figures.tasks_completed,
    tasks_deleted: figures.tasks_deleted,
    tasks_moved: figures.tasks_moved,
  };
}

/** Cumulative figures of a workspace. */
export function presentWorkspaceFigures(cumulative: CumulativeFigures) {
  return {
    ...presentCommon(cumulative),
    tasks_created: cumulative.figures.tasks_entered,
    tasks_timed_out_in_workflow: cumulative.figures.tasks_timed_out,
  };
}

/** Cumulative figures of a workflow. */
export function presentWorkflowFigures(cumulative: CumulativeFigures) {
  return {
    ...presentCommon(cumulative),
    tasks_entered: cumulative.figures.tasks_entered,
    tasks_timed_out_in_workflow: cumulative.figures.tasks_timed_out,
  };
}

/** Cumulative figures of a task queue. */
export function presentQueueFigures(cumulative: CumulativeFigures) {
  return {
    ...presentCommon(cumulative),
    tasks_entered: cumulative.figures.tasks_entered,
    wait_duration_in_queue_until_accepted: presentWaits(cumulative.figures.queue_wait),
  };
}

/** Cumulative figures of workers. */
export interface WorkerFigures {
  readonly window: StatisticsWindow;
  readonly figures: Figures;
  readonly activities: readonly ActivityFigure[];
  readonly durations: ReadonlyMap<string, ActivityDurations>;
}

/** Cumulative figures of workers; an activity that none of them was in has zeros. */
export function presentWorkerFigures({ window, figures, activities, durations }: WorkerFigures) {
  return {
    ...presentWindow(window),
    activity_durations: activities.map(({ sid, friendlyName }) => {
      const { workers, total, least, most } = durations.get(sid) ?? NO_DURATIONS;
      return {
        sid,
        friendly_name: friendlyName,
        avg: averageOf({ count: workers, total: total / SECOND }),
        min: Math.floor(least / SECOND),
        max: Math.floor(most / SECOND),
        total: Math.floor(total / SECOND),
      };
    }),
    ...presentReservations(figures),
  };
}

const NO_DURATIONS: ActivityDurations = { workers: 0, total: 0, least: 0, most: 0 };

/** Workers by activity. */
export function presentActivities(activities: readonly ActivityFigure[]) {
  return activities.map(({ sid, friendlyName, workers }) => ({ friendly_name: friendlyName, sid, workers }));
}

/** The tasks of the present. */
export function presentTasks(tasks: TaskFigures, now: number) {
  const count = (status: Parameters<typeof tasks.byStatus.get>[0]) => tasks.byStatus.get(status) ?? 0;
  return {
    longest_task_waiting_age: ageOf(tasks.longestWaiting, now),
    longest_task_waiting_sid: tasks.longestWaiting?.taskSid ?? null,
    tasks_by_priority: Object.fromEntries(tasks.byPriority),
    tasks_by_status: {
      reserved: count('reserved'),
      pending: count('pending'),
      assigned: count('assigned'),
      wrapping: count('wrapping'),
      canceled: count('canceled'),
      completed: count('completed'),
    },
    total_tasks: tasks.total,
  };
}

/** The tasks and workers of a queue in the present. */
export function presentQueue(tasks: TaskFigures, workers: QueueWorkers, now: number) {
  return {
    ...presentTasks(tasks, now),
    activity_statistics: presentActivities(workers.activities),
    total_available_workers: workers.available,
    total_eligible_workers: workers.eligible,
  };
}

/** The task that has been in a queue longest. */
export function presentLongestInQueue(longest: WaitingSince | null, now: number) {
  return {
    longest_relative_task_age_in_queue: ageOf(longest, now),
    longest_relative_task_sid_in_queue: longest?.taskSid ?? null,
  };
}
