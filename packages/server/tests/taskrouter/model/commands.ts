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
const activity = fc.constantFrom(1, 1, 0, 2, 3);

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
        status: fc.constantFrom('completed' as const, 'wrapping' as const),
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

/** Requests, each as often as it stands here. */
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 20, arbitrary: tasks },
  { weight: 26, arbitrary: answers },
  { weight: 12, arbitrary: activities },
  { weight: 10, arbitrary: attributes },
  { weight: 6, arbitrary: capacities },
  { weight: 6, arbitrary: steps },
  { weight: 5, arbitrary: edits },
  { weight: 2, arbitrary: deletions },
  { weight: 4, arbitrary: workerPlan.map(createWorker) },
  { weight: 2, arbitrary: number.map(deleteWorker) },
  { weight: 1, arbitrary: queuePlan.map(createQueue) },
  { weight: 1, arbitrary: workflowPlan.map(createWorkflow) },
  { weight: 3, arbitrary: fc.tuple(number, queuePlan).map((given) => editQueue(...given)) },
  {
    weight: 3,
    arbitrary: fc.tuple(number, workflowPlan, fc.boolean()).map((given) => editWorkflow(...given)),
  },
  { weight: 12, arbitrary: transferPlan.map(transfer) },
  { weight: 2, arbitrary: number.map(takeBack) },
  {
    weight: 3,
    arbitrary: fc.tuple(number, fc.constantFrom(10, 60, null)).map((given) => retimeWorkflow(...given)),
  },
  { weight: 1, arbitrary: fc.tuple(fc.nat(1), fc.boolean()).map((given) => optimize(...given)) },
  { weight: 1, arbitrary: fc.constantFrom('FIFO' as const, 'LIFO' as const).map(prioritize) },
);

/** Requests that can be under way together: none of them makes what the model must know the number of. */
const racing: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: tasks },
  { weight: 6, arbitrary: answers },
  { weight: 3, arbitrary: activities },
  { weight: 2, arbitrary: attributes },
  { weight: 1, arbitrary: capacities },
  { weight: 2, arbitrary: steps },
  { weight: 2, arbitrary: transferPlan.map(transfer) },
  { weight: 1, arbitrary: number.map(takeBack) },
  { weight: 1, arbitrary: deletions },
  { weight: 1, arbitrary: number.map(deleteWorker) },
);

const moments = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(1_000, 5_000, 10_000, 20_000) },
  { weight: 1, arbitrary: fc.constantFrom(120_000, 400_000, 86_400_000) },
);

const wait = moments.map((time) => step(`wait ${time} ms`, (run) => run.wait(time)));
const request = action.map((one) => step(one.text, (run) => run.take(one, false)));
const requestAndRestart = action.map((one) =>
  step(`${one.text}, and restart at once`, (run) => run.take(one, true)),
);
const race = fc
  .array(racing, { minLength: 2, maxLength: 6 })
  .map((all) =>
    step(`at once:\n  ${all.map(({ text }) => text).join('\n  ')}`, (run) => run.takeAtOnce(all)),
  );
const restart = fc
  .constantFrom(0, 1_000, 30_000, 500_000)
  .map((downtime) => step(`restart after ${downtime} ms`, (run) => run.restart(downtime)));

/** A list of steps of a run. */
export const commands = fc.commands<Run, Run, boolean>(
  [
    ...Array.from({ length: 60 }, () => request),
    ...Array.from({ length: 10 }, () => wait),
    ...Array.from({ length: 4 }, () => race),
    requestAndRestart,
    restart,
  ] as fc.Arbitrary<Step>[],
  { maxCommands: 90, size: 'max' },
);
