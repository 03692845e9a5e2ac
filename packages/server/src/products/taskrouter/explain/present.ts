// The JSON of explanations, and of the parts they share with simulations.
import type { Presentation } from '#http/operations.ts';
import { isoDate } from '#kernel/dates.ts';
import type { Failure } from '#kernel/expression/expression.ts';
import type { TaskQueueRow } from '#storage/schema/taskrouter.ts';
import type { PlannedTarget } from '../routing/plan.ts';
import { workspaceUrl } from '../workspaces/present.ts';
import type { Verdict } from './demand.ts';
import type { TaskExplanation, Waiting } from './explain-task.ts';
import type { Muster } from './muster.ts';
import type { WorkerPage } from './page-of-workers.ts';

/** An explanation with the page of workers that was asked for. */
export interface ExplanationPage extends TaskExplanation {
  readonly page: WorkerPage;
}

/** What of an expression fails: comparisons with the values of both sides, and choices between ways to repair it. */
function presentFailure(failure: Failure): Record<string, unknown> {
  switch (failure.kind) {
    case 'comparison': {
      const { expression, left, operator, right } = failure;
      return { expression, left, operator, right };
    }
    case 'choice':
      return {
        expression: failure.expression,
        any_of: failure.anyOf.map((way) => way.map(presentFailure)),
      };
    case 'blank':
      return { expression: '' };
  }
}

function presentVerdict({ member: { row }, failing }: Verdict, base: string) {
  return {
    worker_sid: row.sid,
    friendly_name: row.friendly_name,
    activity_sid: row.activity_sid,
    activity_name: row.activity_name,
    available: row.available === 1,
    failing_clauses: failing.map(({ name, message, facts, failures }) => ({
      clause: name,
      message,
      ...facts,
      ...(failures.length === 0 ? {} : { failures: failures.map(presentFailure) }),
    })),
    url: `${workspaceUrl(base, row.workspace_sid)}/Workers/${row.sid}`,
  };
}

/** What a target says, in the words of a workflow's configuration. */
export function presentTarget(target: PlannedTarget, queue: TaskQueueRow | null) {
  const { source, knownWorker } = target;
  return {
    task_queue_sid: target.queueSid,
    task_queue_friendly_name: queue?.friendly_name ?? null,
    task_queue_expression: queue?.target_workers ?? null,
    task_order: queue?.task_order ?? null,
    max_reserved_workers: queue?.max_reserved_workers ?? null,
    worker_sid: target.workerSid,
    expression: source.expression,
    known_worker: knownWorker === null ? null : { attribute: source.knownWorker, names: knownWorker.field },
    order_by: source.orderBy,
    priority: target.priority,
    timeout: target.timeout === null ? null : target.timeout / 1_000,
  };
}

/** How many workers are left after each condition. */
export function presentCounts(found: Muster) {
  return {
    workers: found.staff.length,
    in_queue: found.inQueue.length,
    matching: found.matching.length,
    available: found.available.length,
    on_channel: found.onChannel.length,
    ready: found.ready.length,
  };
}

function presentFilter({ place }: Waiting) {
  if (place.isDirect) return null;
  return {
    index: place.filterIndex,
    friendly_name: place.filter?.name ?? null,
    expression: place.filter?.expression ?? null,
    is_default: place.filter === null,
  };
}

function presentWaiting(waiting: Waiting) {
  const { place, queue, skips, presence } = waiting;
  const skipIf = place.target.source.skipIf;
  return {
    tasks_ahead: waiting.ahead,
    filter: presentFilter(waiting),
    target: {
      index: place.targetIndex,
      ...presentTarget(place.target, queue),
      deadline: isoDate(place.deadline),
      skip_if: skipIf === null ? null : { expression: skipIf, value: skips, workers: presence },
    },
    counts: presentCounts(waiting.muster),
  };
}

const NOT_WAITING = { tasks_ahead: null, filter: null, target: null, counts: null };

function presentMeta({ number, size, own, next, previous }: WorkerPage, url: string) {
  const urlOf = (page: number, token: string | null) =>
    `${url}?${new URLSearchParams({
      PageSize: String(size),
      Page: String(page),
      ...(token === null ? {} : { PageToken: token }),
    })}`;
  return {
    page: number,
    page_size: size,
    first_page_url: urlOf(0, null),
    previous_page_url: previous === null ? null : urlOf(Math.max(0, number - 1), previous),
    url: urlOf(number, own),
    next_page_url: next === null ? null : urlOf(number + 1, next),
    key: 'workers',
  };
}

/** The explanation of a task. */
export function presentExplanation(
  { task, reason, holdings, waiting, page }: ExplanationPage,
  { base, now }: Presentation,
) {
  const url = `${workspaceUrl(base, task.workspace_sid)}/Tasks/${task.sid}/Explain`;
  return {
    task_sid: task.sid,
    account_sid: task.account_sid,
    workspace_sid: task.workspace_sid,
    assignment_status: task.assignment_status,
    is_waiting: task.waits === 1,
    reason: reason.word,
    explanation: reason.sentence,
    workflow_sid: task.workflow_sid,
    workflow_friendly_name: task.workflow_friendly_name,
    task_channel_sid: task.task_channel_sid,
    task_channel_unique_name: task.task_channel_unique_name,
    routing_target: task.routing_target,
    transfer_sid: task.transfer_sid,
    priority: task.priority,
    age: Math.max(0, Math.floor((now - task.date_created) / 1_000)),
    reservations: holdings.map((holding) => ({
      sid: holding.sid,
      reservation_status: holding.reservation_status,
      worker_sid: holding.worker_sid,
      worker_name: holding.worker_name,
      date_created: isoDate(holding.date_created),
    })),
    ...(waiting === null ? NOT_WAITING : presentWaiting(waiting)),
    workers: page.verdicts.map((verdict) => presentVerdict(verdict, base)),
    meta: presentMeta(page, url),
    url,
  };
}
