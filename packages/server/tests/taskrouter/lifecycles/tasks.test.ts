// Every step of the table of task steps from every status, generated from it: the legal ones lead where the table says
// and take the reservation along, the others are refused and change nothing.
import { beforeAll, describe, expect, it } from 'vitest';
import { TASK_STEPS, type TaskStep, taskAfter } from '#products/taskrouter/tasks/lifecycle.ts';
import type { ReservationStatus, TaskStatus } from '#storage/schema/taskrouter.ts';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import {
  bringTask,
  eventsOf,
  OFFER_SECONDS,
  rejectAndLeave,
  type Subject,
  stateOf,
  updateReservation,
} from './subject.ts';

const STATUSES: readonly TaskStatus[] = [
  'pending',
  'reserved',
  'assigned',
  'wrapping',
  'completed',
  'canceled',
];
const STEPS = Object.keys(TASK_STEPS) as TaskStep[];

interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: unknown;
}

/** How a step is brought about. */
interface Way {
  readonly name: string;
  take(server: TestServer, subject: Subject): Promise<unknown>;
  /** The answer where the step is not legal; null where nobody asks for it, and nothing happens. */
  readonly refusal: Refusal | null;
  /** Of a reservation that was still open. */
  readonly reservationAfter: ReservationStatus;
  readonly eventOfTask: string | null;
}

function refused(pattern: RegExp): Refusal {
  return { status: 400, code: 20001, message: expect.stringMatching(pattern) };
}

/** A caller asks for the status. */
function asked(
  assignmentStatus: 'canceled' | 'wrapping' | 'completed',
  verb: string,
  wanted: string,
  event: string,
): Way {
  return {
    name: `AssignmentStatus=${assignmentStatus}`,
    take: (_server, { workspace, task }) =>
      workspace.api().tasks(task).update({ assignmentStatus, reason: 'told so' }),
    refusal: refused(
      new RegExp(
        `Cannot ${verb} task WT\\w{32} in workspace WS\\w{32} for account AC\\w{32} .*not currently ${wanted}`,
      ),
    ),
    reservationAfter: assignmentStatus,
    eventOfTask: event,
  };
}

const WAYS: Record<TaskStep, readonly Way[]> = {
  reserve: [
    {
      name: 'a worker becomes available',
      async take(server, { workspace }) {
        await workspace.addWorker('cleo');
        await server.settled();
      },
      refusal: null,
      reservationAfter: 'rejected',
      eventOfTask: null,
    },
  ],
  requeue: [
    {
      name: 'its only offer is rejected',
      take: (_server, subject) => rejectAndLeave(subject),
      refusal: refused(/Cannot reject reservation WR\w{32} of task WT\w{32} because it is \w+/),
      reservationAfter: 'rejected',
      eventOfTask: 'task.requeued',
    },
    {
      name: 'its only offer is not answered in time',
      take: (server) => server.advance(OFFER_SECONDS * 1_000),
      refusal: null,
      reservationAfter: 'timeout',
      eventOfTask: 'task.requeued',
    },
  ],
  assign: [
    {
      name: 'its offer is accepted',
      take: (_server, subject) => updateReservation(subject, 'task', 'accepted'),
      refusal: refused(/Cannot accept reservation WR\w{32} of task WT\w{32} because it is \w+/),
      reservationAfter: 'accepted',
      eventOfTask: null,
    },
  ],
  wrapUp: [asked('wrapping', 'wrap up', 'assigned', 'task.wrapup')],
  complete: [asked('completed', 'complete', 'assigned or wrapping', 'task.completed')],
  cancel: [asked('canceled', 'cancel', 'pending or reserved', 'task.canceled')],
};

/** Statuses that come about by offers and answers only, and are never set. */
const UNSETTABLE = ['pending', 'reserved', 'assigned'] as const;

const cases = STEPS.flatMap((step) => WAYS[step].map((way) => ({ step, way, name: way.name })));

describe.each(databases())('steps of tasks on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  describe.each(STATUSES)('of one that is %s', (status) => {
    const illegal = cases.filter(({ step }) => taskAfter(step, status) === null);
    const legal = cases.filter(({ step }) => taskAfter(step, status) !== null);
    let shared: Subject;

    beforeAll(async () => {
      shared = await bringTask(server, status);
      expect(await shared.workspace.taskStatus(shared.task)).toBe(status);
    });

    it.each(illegal.filter(({ way }) => way.refusal !== null))(
      'refuses to $step it ($name) and changes nothing',
      async ({ way }) => {
        const before = await stateOf(server, shared);
        await expect(way.take(server, shared)).rejects.toMatchObject(way.refusal!);
        await server.settled();
        expect(await stateOf(server, shared)).toEqual(before);
      },
    );

    it.each(UNSETTABLE)('refuses to set it to %s and changes nothing', async (assignmentStatus) => {
      const before = await stateOf(server, shared);
      const update = shared.workspace.api().tasks(shared.task).update({ assignmentStatus });
      await expect(update).rejects.toMatchObject(refused(new RegExp(`cannot be set to ${assignmentStatus}`)));
      await server.settled();
      expect(await stateOf(server, shared)).toEqual(before);
    });

    it.each(illegal.filter(({ way }) => way.refusal === null))(
      'does not $step it when $name',
      async ({ way }) => {
        const subject = await bringTask(server, status);
        const [task, reservation] = [subject.task, subject.reservation];
        const before = [await eventsOf(server, task), await eventsOf(server, reservation)];
        await way.take(server, subject);
        expect(await subject.workspace.taskStatus(task)).toBe(status);
        expect([await eventsOf(server, task), await eventsOf(server, reservation)]).toEqual(before);
        expect(await subject.workspace.api().tasks(task).reservations.list()).toHaveLength(1);
      },
    );

    it.each(legal)('can $step it: $name', async ({ step, way }) => {
      const subject = await bringTask(server, status);
      const { workspace, task, reservation, worker } = subject;
      const before = await eventsOf(server, task);
      await way.take(server, subject);
      await server.settled();
      const api = workspace.api();
      const after = await api.tasks(task).fetch();
      expect(after.assignmentStatus).toBe(TASK_STEPS[step].to);
      const own = await api.tasks(task).reservations(reservation).fetch();
      const wanted = status === 'pending' ? 'rejected' : way.reservationAfter;
      expect(own.reservationStatus).toBe(wanted);
      const { assignedTasks } = await api.workers(worker).workerChannels('default').fetch();
      expect(assignedTasks).toBe(['pending', 'accepted', 'wrapping'].includes(wanted) ? 1 : 0);
      const events = (await eventsOf(server, task)).slice(before.length);
      expect(events).toEqual(way.eventOfTask === null ? [] : [way.eventOfTask]);
      if (way.name.startsWith('AssignmentStatus')) expect(after.reason).toBe('told so');
    });
  });
});
