// The steps a run is made of, in a form that fast-check can generate, shorten and print.
import fc from 'fast-check';
import {
  queuePlan,
  taskAttributes,
  taskPlan,
  transferPlan,
  workerAttributes,
  workerPlan,
  workflowPlan,
} from './grammar.ts';
import type { Action } from './requests/request.ts';
import { answer } from './requests/reservations.ts';
import {
  createQueue,
  createWorkflow,
  editQueue,
  editWorkflow,
  optimize,
  prioritize,
  retimeWorkflow,
} from './requests/routing.ts';
import { createTask, deleteTask, editTask, stepTask } from './requests/tasks.ts';
import { takeBack, transfer } from './requests/transfers.ts';
import {
  createWorker,
  deleteWorker,
  setActivity,
  setCapacity,
  setWorkerAttributes,
} from './requests/workers.ts';
import type { Run } from './run.ts';

/** The model and the server are driven together, by the run. */
type Step = fc.AsyncCommand<Run, Run, boolean>;

function step(text: string, run: (run: Run) => Promise<void>): Step {
  return { check: () => true, run: (_model, real) => run(real), toString: () => text };
}

const number = fc.nat(9);
const activity = fc.constantFrom(1, 1, 1, 3, 0, 2);

const tasks = taskPlan.map(createTask);
const activities = fc.tuple(number, activity, fc.boolean()).map((given) => setActivity(...given));
const attributes = fc.tuple(number, workerAttributes).map((given) => setWorkerAttributes(...given));
const capacities = fc
  .tuple(number, fc.constantFrom(0, 0, 1), fc.constantFrom(1, 2, 3, 0), fc.constantFrom(true, true, false))
  .map((given) => setCapacity(...given));
const answers = fc
  .oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        aim: fc.constant('pending' as const),
        status: fc.constantFrom(...(['accepted', 'accepted', 'accepted', 'rejected'] as const)),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        aim: fc.constant('open' as const),
        status: fc.constantFrom(...(['completed', 'completed', 'wrapping'] as const)),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        aim: fc.constant('any' as const),
        status: fc.constantFrom(
          ...(['accepted', 'rejected', 'wrapping', 'completed', 'timeout', 'rescinded'] as const),
        ),
      }),
    },
  )
  .chain((aimed) =>
    fc
      .record({
        number,
        isUnderTask: fc.boolean(),
        activity: fc.option(activity, { freq: 2 }),
      })
      .map((rest) => answer({ ...aimed, ...rest })),
  );
const steps = fc
  .tuple(number, fc.constantFrom('completed', 'wrapping', 'canceled', 'completed', 'pending'))
  .map((given) => stepTask(...given));
const edits = fc
  .tuple(
    number,
    fc.oneof(
      fc.record({ attributes: taskAttributes }),
      fc.record({ priority: fc.constantFrom(0, 2, 9) }),
      fc.record({ channel: fc.nat(1) }),
    ),
  )
  .map((given) => editTask(...given));
const deletions = number.map(deleteTask);

const retimings = fc.tuple(number, fc.constantFrom(10, 60, null)).map((given) => retimeWorkflow(...given));
const queueEdits = fc.tuple(number, queuePlan).map((given) => editQueue(...given));
const workflowEdits = fc.tuple(number, workflowPlan, fc.boolean()).map((given) => editWorkflow(...given));
const transfers = transferPlan.map(transfer);

/** A kind of request with how often it is made among others. */
type Weighted = readonly [weight: number, arbitrary: fc.Arbitrary<Action>];

function mixed(...kinds: readonly Weighted[]): fc.Arbitrary<Action> {
  return fc.oneof(...kinds.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** A bit of everything. */
const everything = mixed(
  [16, tasks],
  [34, answers],
  [12, activities],
  [8, attributes],
  [6, capacities],
  [6, steps],
  [5, edits],
  [2, deletions],
  [4, workerPlan.map(createWorker)],
  [2, number.map(deleteWorker)],
  [1, queuePlan.map(createQueue)],
  [1, workflowPlan.map(createWorkflow)],
  [3, queueEdits],
  [3, workflowEdits],
  [2, retimings],
  [8, transfers],
  [2, number.map(takeBack)],
  [1, fc.tuple(fc.nat(1), fc.boolean()).map((given) => optimize(...given))],
  [1, fc.constantFrom('FIFO' as const, 'LIFO' as const).map(prioritize)],
);

/** Workers who take tasks, hand them over and finish them. */
const work = mixed(
  [16, tasks],
  [50, answers],
  [25, transfers],
  [3, number.map(takeBack)],
  [5, steps],
  [4, fc.tuple(number, fc.constant(1), fc.constant(false)).map((given) => setActivity(...given))],
  [3, capacities],
);

/** Tasks that wait while what they wait for changes. */
const changes = mixed(
  [14, tasks],
  [22, attributes],
  [10, activities],
  [8, capacities],
  [8, queueEdits],
  [4, workflowEdits],
  [8, retimings],
  [8, edits],
  [24, answers],
);

/** Requests that can be under way together: none of them makes what the model must know the number of. */
const racing: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: tasks },
  { weight: 6, arbitrary: answers },
  { weight: 3, arbitrary: activities },
  { weight: 2, arbitrary: attributes },
  { weight: 1, arbitrary: capacities },
  { weight: 2, arbitrary: steps },
  { weight: 2, arbitrary: transfers },
  { weight: 1, arbitrary: number.map(takeBack) },
  { weight: 1, arbitrary: deletions },
  { weight: 1, arbitrary: number.map(deleteWorker) },
);

const moments = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(1_000, 5_000, 10_000, 20_000) },
  { weight: 1, arbitrary: fc.constantFrom(120_000, 400_000, 86_400_000) },
);

const wait = moments.map((time) => step(`wait ${time} ms`, (run) => run.wait(time)));
const race = fc
  .array(racing, { minLength: 2, maxLength: 6 })
  .map((all) =>
    step(`at once:\n  ${all.map(({ text }) => text).join('\n  ')}`, (run) => run.takeAtOnce(all)),
  );
const restart = fc
  .constantFrom(0, 1_000, 30_000, 500_000)
  .map((downtime) => step(`restart after ${downtime} ms`, (run) => run.restart(downtime)));

function stepsOf(action: fc.Arbitrary<Action>) {
  const request = action.map((one) => step(one.text, (run) => run.take(one, false)));
  const requestAndRestart = action.map((one) =>
    step(`${one.text}, and restart at once`, (run) => run.take(one, true)),
  );
  return fc.commands<Run, Run, boolean>(
    [
      ...Array.from({ length: 60 }, () => request),
      ...Array.from({ length: 8 }, () => wait),
      ...Array.from({ length: 4 }, () => race),
      requestAndRestart,
      restart,
    ] as fc.Arbitrary<Step>[],
    { maxCommands: 90, size: 'max' },
  );
}

/** A list of steps of a run. */
export const commands = fc.oneof(stepsOf(everything), stepsOf(work), stepsOf(changes));
