// The words the model speaks: attributes, and rules that exist twice, as the text the server reads and as a plain
// function. What a rule means is written here by hand, so that the server's expression language is judged as well.
import fc from 'fast-check';

/** Attributes of workers and tasks; any of them may be missing. */
export interface Attributes {
  readonly lang?: string;
  readonly level?: number;
  /** Of a worker. */
  readonly skills?: readonly string[];
  /** Of a task. */
  readonly skill?: string;
  /** Of a task: the known worker. */
  readonly agent_sid?: string | null;
  readonly agent_name?: string | null;
}

/** A worker as rules see it. */
export interface WorkerFacts {
  readonly sid: string;
  readonly name: string;
  readonly activityName: string;
  readonly attributes: Attributes;
}

/** Workers of a queue by presence. */
export interface Presence {
  readonly available: number;
  readonly unavailable: number;
  /** In the first available activity. */
  readonly inAvailable: number;
}

/** A rule over workers, a queue's `TargetWorkers`. */
export interface WorkerRule {
  readonly text: string;
  readonly holds: (worker: WorkerFacts) => boolean;
}

/** A rule over the attributes of a task. */
export interface TaskRule {
  readonly text: string;
  readonly holds: (task: Attributes) => boolean;
}

/** A rule over a task and a worker. */
export interface PairRule {
  readonly text: string;
  readonly holds: (task: Attributes, worker: WorkerFacts) => boolean;
}

/** A `skip_if`; `{available}` stands for the SID of the first available activity. */
export interface SkipRule {
  readonly text: string;
  readonly holds: (presence: Presence) => boolean;
}

/** An `order_by`. */
export interface OrderRule {
  readonly text: string;
  readonly compare: (a: Attributes, b: Attributes) => number;
}

function exceeds(a: number | undefined, b: number): boolean {
  return a !== undefined && a > b;
}

export const WORKER_RULES: readonly WorkerRule[] = [
  { text: '1==1', holds: () => true },
  { text: "lang == 'es'", holds: ({ attributes }) => attributes.lang === 'es' },
  { text: "lang != 'es'", holds: ({ attributes }) => attributes.lang !== 'es' },
  { text: 'level > 1', holds: ({ attributes }) => exceeds(attributes.level, 1) },
  { text: "skills HAS 'a'", holds: ({ attributes }) => attributes.skills?.includes('a') === true },
  {
    text: "lang IN ['en', 'es'] AND level >= 1",
    holds: ({ attributes: { lang, level } }) => lang !== undefined && exceeds(level, 0),
  },
  {
    text: "skills HAS 'b' OR level == null",
    holds: ({ attributes: { skills, level } }) => skills?.includes('b') === true || level === undefined,
  },
  { text: "activity_name == 'Available'", holds: ({ activityName }) => activityName === 'Available' },
  { text: "friendly_name CONTAINS '1'", holds: ({ name }) => name.includes('1') },
  { text: '', holds: () => false },
];

export const TASK_RULES: readonly TaskRule[] = [
  { text: '1==1', holds: () => true },
  { text: "lang == 'es'", holds: ({ lang }) => lang === 'es' },
  { text: 'level >= 2', holds: ({ level }) => exceeds(level, 1) },
  { text: 'skill != null', holds: ({ skill }) => skill !== undefined },
  { text: "lang == 'en' AND level > 0", holds: ({ lang, level }) => lang === 'en' && exceeds(level, 0) },
];

export const PAIR_RULES: readonly PairRule[] = [
  {
    text: 'task.lang == worker.lang',
    holds: (task, { attributes }) => task.lang === attributes.lang,
  },
  {
    text: 'worker.level >= task.level',
    holds: ({ level: needed }, { attributes: { level } }) =>
      needed !== undefined && level !== undefined && level >= needed,
  },
  {
    text: 'task.skill IN worker.skills',
    holds: ({ skill }, { attributes }) => skill !== undefined && attributes.skills?.includes(skill) === true,
  },
  {
    text: "worker.activity_name != 'Around'",
    holds: (_task, { activityName }) => activityName !== 'Around',
  },
  {
    text: 'task.level > 1 OR worker.level > 1',
    holds: (task, { attributes }) => exceeds(task.level, 1) || exceeds(attributes.level, 1),
  },
];

export const SKIP_RULES: readonly SkipRule[] = [
  { text: '1==1', holds: () => true },
  { text: 'workers.available == 0', holds: ({ available }) => available === 0 },
  { text: 'workers.available < 2', holds: ({ available }) => available < 2 },
  { text: 'workers.unavailable > 0', holds: ({ unavailable }) => unavailable > 0 },
  { text: 'workers.{available} > 0', holds: ({ inAvailable }) => inAvailable > 0 },
  {
    text: 'workers.available == 0 OR workers.unavailable > 1',
    holds: ({ available, unavailable }) => available === 0 || unavailable > 1,
  },
];

/** Those without the attribute come last, whatever the direction. */
function ordered<T extends number | string>(a: T | undefined, b: T | undefined, sign: 1 | -1): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return a < b ? -sign : sign;
}

export const ORDER_RULES: readonly OrderRule[] = [
  { text: 'worker.level DESC', compare: (a, b) => ordered(a.level, b.level, -1) },
  { text: 'worker.level ASC', compare: (a, b) => ordered(a.level, b.level, 1) },
  {
    text: 'worker.lang DESC, worker.level ASC',
    compare: (a, b) => ordered(a.lang, b.lang, -1) || ordered(a.level, b.level, 1),
  },
];

export const workerAttributes: fc.Arbitrary<Attributes> = fc.record(
  {
    lang: fc.constantFrom('en', 'es'),
    level: fc.nat(3),
    skills: fc.subarray(['a', 'b']),
  },
  { requiredKeys: [] },
);

/** Attributes of a task before the known worker is filled in. */
export const taskAttributes: fc.Arbitrary<Attributes> = fc.record(
  {
    lang: fc.constantFrom('en', 'es'),
    level: fc.nat(3),
    skill: fc.constantFrom('a', 'b'),
  },
  { requiredKeys: [] },
);

/** A target of a workflow before the queues have SIDs: queues are numbers into those there are. */
export interface TargetPlan {
  /** Null inherits that of the target before; the first target takes the first queue then. */
  readonly queue: number | null;
  readonly expression: PairRule | null;
  readonly priority: number | null;
  /** Seconds. */
  readonly timeout: number | null;
  readonly skipIf: SkipRule | null;
  readonly orderBy: OrderRule | null;
  readonly known: 'sid' | 'name' | null;
}

export interface FilterPlan {
  readonly expression: TaskRule;
  readonly targets: readonly TargetPlan[];
}

export interface WorkflowPlan {
  readonly filters: readonly FilterPlan[];
  readonly fallback: number | null;
  /** Seconds. */
  readonly reservationTimeout: number;
}

function rarely<T>(values: readonly T[], weight = 2): fc.Arbitrary<T | null> {
  return fc.oneof(
    { weight, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  );
}

const target: fc.Arbitrary<TargetPlan> = fc.record({
  queue: fc.option(fc.nat(9), { freq: 3 }),
  expression: rarely(PAIR_RULES),
  priority: rarely([0, 3, 7]),
  timeout: rarely([10, 5, 40, 300], 1),
  skipIf: rarely(SKIP_RULES, 3),
  orderBy: rarely(ORDER_RULES, 1),
  known: rarely(['sid', 'name'] as const, 6),
});

export const workflowPlan: fc.Arbitrary<WorkflowPlan> = fc.record({
  filters: fc.array(
    fc.record({
      expression: fc.oneof(fc.constant(TASK_RULES[0]!), fc.constantFrom(...TASK_RULES)),
      targets: fc.array(target, { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
  fallback: fc.option(fc.nat(9), { freq: 5 }),
  reservationTimeout: fc.constantFrom(120, 120, 20, 7),
});

export interface QueuePlan {
  readonly rule: WorkerRule;
  readonly order: 'FIFO' | 'LIFO';
  readonly maxReserved: number;
}

export const queuePlan: fc.Arbitrary<QueuePlan> = fc.record({
  rule: fc.oneof(fc.constant(WORKER_RULES[0]!), fc.constantFrom(...WORKER_RULES)),
  order: fc.constantFrom('FIFO', 'FIFO', 'LIFO'),
  maxReserved: fc.constantFrom(1, 1, 1, 2, 3),
});

export interface WorkerPlan {
  readonly attributes: Attributes;
  readonly activity: number;
  readonly capacity: number;
}

export const workerPlan: fc.Arbitrary<WorkerPlan> = fc.record({
  attributes: workerAttributes,
  activity: fc.constantFrom(1, 1, 1, 1, 3, 0, 2),
  capacity: fc.constantFrom(1, 2, 2, 3, 0),
});

export interface TaskPlan {
  readonly attributes: Attributes;
  readonly workflow: number;
  readonly channel: number;
  readonly priority: number;
  /** Seconds the task claims to be older than it is; null claims nothing. */
  readonly olderBy: number | null;
  /** Seconds. */
  readonly timeout: number;
  /** Number of the worker in `agent_sid` and `agent_name`; null names none, 99 one that does not exist. */
  readonly agent: number | null;
  readonly direct: DirectPlan | null;
}

export interface DirectPlan {
  readonly to: 'worker' | 'queue';
  readonly number: number;
  readonly ignoreCapacity: boolean;
}

export const taskPlan: fc.Arbitrary<TaskPlan> = fc.record({
  attributes: taskAttributes,
  workflow: fc.nat(9),
  channel: fc.constantFrom(0, 0, 0, 1),
  priority: fc.constantFrom(0, 0, 1, 5),
  olderBy: rarely([3, 60], 5),
  timeout: fc.constantFrom(86_400, 86_400, 86_400, 30, 90),
  agent: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.nat(5) },
    { weight: 1, arbitrary: fc.constant(99) },
  ),
  direct: fc.oneof(
    { weight: 7, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.record({
        to: fc.constantFrom('worker', 'queue'),
        number: fc.nat(9),
        ignoreCapacity: fc.boolean(),
      }),
    },
  ),
});

export interface TransferPlan {
  /** Number of the reservation of the worker who transfers, among those somebody works on. */
  readonly reservation: number;
  readonly to: 'worker' | 'queue' | 'workflow';
  readonly number: number;
  readonly mode: 'WARM' | 'COLD';
  readonly priority: number | null;
}

export const transferPlan: fc.Arbitrary<TransferPlan> = fc.record({
  reservation: fc.nat(9),
  to: fc.constantFrom('worker', 'queue', 'workflow'),
  number: fc.nat(9),
  mode: fc.constantFrom('WARM', 'COLD'),
  priority: rarely([8]),
});

/** What a run starts with. */
export interface Setting {
  readonly prioritized: 'FIFO' | 'LIFO';
  /** Whether tasks of the first channel go to the longest idle worker. */
  readonly isByIdleTime: boolean;
  /** Number of the activity of workers who leave an offer unanswered. */
  readonly timeoutActivity: number;
  readonly queues: readonly QueuePlan[];
  readonly workflows: readonly WorkflowPlan[];
  readonly workers: readonly WorkerPlan[];
}

const anySetting: fc.Arbitrary<Setting> = fc.record({
  prioritized: fc.constantFrom('FIFO', 'LIFO'),
  isByIdleTime: fc.boolean(),
  timeoutActivity: fc.constantFrom(0, 2, 1, 1),
  queues: fc.array(queuePlan, { minLength: 1, maxLength: 3 }),
  workflows: fc.array(workflowPlan, { minLength: 1, maxLength: 2 }),
  workers: fc.oneof(
    { weight: 5, arbitrary: fc.array(workerPlan, { minLength: 3, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(workerPlan, { maxLength: 2 }) },
  ),
});

/** The start of a run; it prints the rules as texts. */
export const setting: fc.Arbitrary<Setting> = anySetting.map((given) => ({
  ...given,
  [fc.toStringMethod]: () => JSON.stringify(given),
}));
