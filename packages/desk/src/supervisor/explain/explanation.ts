// Why a task waits, told in words: its way through the workflow, and what each worker lacks.
import { words as all } from '#desk/words/supervisor.ts';
import { timeOf } from '../basis/dates.ts';
import { shortDuration } from '../basis/durations.ts';

const words = all.explain;

type Failure =
  | {
      readonly expression: string;
      readonly left: unknown;
      readonly operator: string;
      readonly right: unknown;
    }
  | { readonly expression: string; readonly any_of: readonly (readonly Failure[])[] }
  | { readonly expression: '' };

/** One thing that keeps a worker from being offered the task. */
interface Clause {
  readonly clause: string;
  readonly message: string;
  readonly capacity?: number;
  readonly assigned_tasks?: number;
  readonly failures?: readonly Failure[];
}

export interface ExplainedWorker {
  readonly worker_sid: string;
  readonly friendly_name: string;
  readonly activity_name: string;
  readonly available: boolean;
  readonly failing_clauses: readonly Clause[];
}

/** The answer of Explain, as far as it is told here. */
export interface Explanation {
  readonly reason: string;
  readonly explanation: string;
  readonly is_waiting: boolean;
  readonly workflow_friendly_name: string | null;
  readonly task_channel_unique_name: string;
  readonly priority: number;
  /** Seconds. */
  readonly age: number;
  readonly tasks_ahead: number | null;
  readonly filter: {
    readonly index: number;
    readonly friendly_name: string | null;
    readonly expression: string | null;
    readonly is_default: boolean;
  } | null;
  readonly target: {
    readonly index: number;
    readonly task_queue_friendly_name: string | null;
    readonly task_queue_expression: string | null;
    readonly expression: string | null;
    readonly deadline: string | null;
    readonly skip_if: { readonly expression: string; readonly value: boolean } | null;
  } | null;
  readonly counts: {
    readonly workers: number;
    readonly in_queue: number;
    readonly matching: number;
    readonly available: number;
    readonly ready: number;
  } | null;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return words.nothing;
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value);
}

function failureInWords(failure: Failure): string {
  if ('any_of' in failure) {
    return words.anyOf(failure.any_of.map((way) => way.map(failureInWords).join(', ')));
  }
  if ('operator' in failure) {
    return words.comparison(failure.expression, shown(failure.left), shown(failure.right));
  }
  return words.nothing;
}

function clauseInWords(clause: Clause, worker: ExplainedWorker, channel: string): string {
  const why = (clause.failures ?? []).map(failureInWords);
  const { clauses } = words;
  switch (clause.clause) {
    case 'activity':
      return clauses.activity(worker.activity_name);
    case 'channel':
      return clauses.channel(channel);
    case 'capacity':
      return clauses.capacity(clause.assigned_tasks ?? 0, clause.capacity ?? 0, channel);
    case 'queue-expression':
      return words.because(clauses.queue, why);
    case 'target-expression':
      return words.because(clauses.target, why);
    case 'known-worker':
      return words.because(clauses['known-worker'], why);
    case 'routing-target':
      return clauses['routing-target'];
    case 'holder':
      return clauses.holder;
    default:
      return clause.message;
  }
}

/** Why this worker is not offered the task; each reason continues the worker's name. */
export function workerInWords(worker: ExplainedWorker, channel: string): readonly string[] {
  if (worker.failing_clauses.length === 0) return [words.ready];
  return worker.failing_clauses.map((clause) => clauseInWords(clause, worker, channel));
}

/** Why the task waits, in a sentence. */
export function headlineOf({ reason, explanation }: Pick<Explanation, 'reason' | 'explanation'>): string {
  return words.headlines[reason] ?? explanation;
}

function filterInWords(filter: Explanation['filter']): string {
  if (filter === null) return words.direct;
  if (filter.is_default) return words.defaultFilter;
  const name = filter.friendly_name ?? words.numbered(filter.index);
  return filter.expression === null ? words.filterWithout(name) : words.filter(name, filter.expression);
}

function targetInWords(target: NonNullable<Explanation['target']>): string[] {
  const { index, task_queue_friendly_name: queue, task_queue_expression: takes } = target;
  return [
    queue === null ? words.stepWorker(index) : words.step(index, queue),
    ...(takes === null || /^\s*1\s*==?\s*1\s*$/.test(takes) ? [] : [words.queueTakes(takes)]),
    ...(target.expression === null ? [] : [words.targetTakes(target.expression)]),
    ...(target.skip_if === null ? [] : [words.skip(target.skip_if.expression, target.skip_if.value)]),
    ...(target.deadline === null ? [] : [words.deadline(timeOf(Date.parse(target.deadline)))]),
  ];
}

/** The task's way so far, step by step. */
export function wayOf(explanation: Explanation): readonly string[] {
  const { workflow_friendly_name: workflow, task_channel_unique_name: channel, priority } = explanation;
  const age = shortDuration(explanation.age);
  const { target, counts, tasks_ahead: ahead } = explanation;
  return [
    workflow === null
      ? words.cameDirectly(channel, priority, age)
      : words.came(workflow, channel, priority, age),
    ...(target === null ? [] : [filterInWords(explanation.filter), ...targetInWords(target)]),
    ...(counts === null ? [] : [words.funnel(counts)]),
    ...(ahead === null ? [] : [words.ahead(ahead)]),
  ];
}
