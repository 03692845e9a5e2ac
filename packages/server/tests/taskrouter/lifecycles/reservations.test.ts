// Every step of the table of reservation steps from every status, generated from it, under the task and under the
// worker: the legal ones take the task along, the others are refused and change nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  HOLDING_STATUSES,
  RESERVATION_STEPS,
  type ReservationStep,
  reservationAfter,
} from '#products/taskrouter/reservations/lifecycle.ts';
import type { ReservationStatus, TaskStatus } from '#storage/schema/taskrouter.ts';
import { databases } from '../../support/databases.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import {
  acceptByOther,
  bringReservation,
  eventsOf,
  OFFER_SECONDS,
  offered,
  type Path,
  rejectAndLeave,
  reservationApi,
  type Subject,
  stateOf,
  updateReservation,
} from './subject.ts';

const STATUSES: readonly ReservationStatus[] = [
  'pending',
  'accepted',
  'rejected',
  'timeout',
  'canceled',
  'rescinded',
  'wrapping',
  'completed',
];
const PATHS: readonly Path[] = ['task', 'worker'];

/** The steps callers ask for, by the status they set. */
const ASKED = { accept: 'accepted', reject: 'rejected', wrapUp: 'wrapping', complete: 'completed' } as const;
type AskedStep = keyof typeof ASKED;
const ASKED_STEPS = Object.keys(ASKED) as AskedStep[];

const VERBS: Record<AskedStep, string> = {
  accept: 'accept',
  reject: 'reject',
  wrapUp: 'wrap up',
  complete: 'complete',
};

/** Statuses that come about by time and by others, and are never set. */
const UNSETTABLE = ['pending', 'timeout', 'canceled', 'rescinded'] as const;

/** What a step leaves behind: the task, where its worker is, and what the events of the reservation are called. */
const AFTER: Record<ReservationStep, { task: TaskStatus; activity: string; event: string }> = {
  accept: { task: 'assigned', activity: 'Available', event: 'reservation.accepted' },
  reject: { task: 'pending', activity: 'Unavailable', event: 'reservation.rejected' },
  expire: { task: 'pending', activity: 'Offline', event: 'reservation.timeout' },
  cancel: { task: 'canceled', activity: 'Available', event: 'reservation.canceled' },
  rescind: { task: 'assigned', activity: 'Available', event: 'reservation.rescinded' },
  wrapUp: { task: 'wrapping', activity: 'Available', event: 'reservation.wrapup' },
  complete: { task: 'completed', activity: 'Available', event: 'reservation.completed' },
};

function ask(subject: Subject, step: AskedStep, path: Path): Promise<unknown> {
  if (step === 'reject') return rejectAndLeave(subject, path);
  return updateReservation(subject, path, ASKED[step]);
}

describe.each(databases())('steps of reservations on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;

  /** What must be so after a legal step. */
  const expectAfter = async (subject: Subject, step: ReservationStep, eventsBefore: number) => {
    await server.settled();
    const { workspace, task, worker, reservation } = subject;
    const to = RESERVATION_STEPS[step].to;
    for (const path of PATHS) {
      expect((await reservationApi(subject, path).fetch()).reservationStatus).toBe(to);
    }
    expect(await workspace.taskStatus(task)).toBe(AFTER[step].task);
    expect((await workspace.api().workers(worker).fetch()).activityName).toBe(AFTER[step].activity);
    const { assignedTasks } = await workspace.api().workers(worker).workerChannels('default').fetch();
    expect(assignedTasks).toBe(HOLDING_STATUSES.includes(to) ? 1 : 0);
    expect((await eventsOf(server, reservation)).slice(eventsBefore)).toEqual([AFTER[step].event]);
  };

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  describe.each(STATUSES)('of one that is %s', (status) => {
    let shared: Subject;

    beforeAll(async () => {
      shared = await bringReservation(server, status);
      expect((await reservationApi(shared, 'task').fetch()).reservationStatus).toBe(status);
    });

    describe.each(PATHS)('under its %s', (path) => {
      it.each(ASKED_STEPS.filter((step) => reservationAfter(step, status) === null))(
        'refuses to %s it and changes nothing',
        async (step) => {
          const before = await stateOf(server, shared);
          await expect(ask(shared, step, path)).rejects.toMatchObject({
            status: 400,
            code: 20001,
            message: expect.stringMatching(
              new RegExp(
                `Cannot ${VERBS[step]} reservation ${shared.reservation} of task WT\\w{32}.* ${status}`,
              ),
            ),
          });
          await server.settled();
          expect(await stateOf(server, shared)).toEqual(before);
        },
      );

      it.each(UNSETTABLE)('refuses to set it to %s and changes nothing', async (reservationStatus) => {
        const before = await stateOf(server, shared);
        await expect(updateReservation(shared, path, reservationStatus)).rejects.toMatchObject({
          status: 400,
          code: 20001,
          message: expect.stringContaining(`cannot be set to ${reservationStatus}`),
        });
        await server.settled();
        expect(await stateOf(server, shared)).toEqual(before);
      });

      it.each(ASKED_STEPS.filter((step) => reservationAfter(step, status) !== null))(
        'can %s it',
        async (step) => {
          const subject = await bringReservation(server, status);
          const events = await eventsOf(server, subject.reservation);
          await ask(subject, step, path);
          await expectAfter(subject, step, events.length);
        },
      );
    });

    it('does not let the time to answer end it once it has been answered', async () => {
      if (status === 'pending') return;
      const subject = await bringReservation(server, status);
      const before = await stateOf(server, subject);
      await server.advance(OFFER_SECONDS * 1_000);
      expect(await stateOf(server, subject)).toEqual(before);
    });
  });

  it('expires after its time to answer, and not before', async () => {
    const subject = await offered(server);
    await server.advance(OFFER_SECONDS * 1_000 - 1);
    expect((await reservationApi(subject, 'worker').fetch()).reservationStatus).toBe('pending');
    await server.advance(1);
    await expectAfter(subject, 'expire', 1);
  });

  it('is canceled with its task', async () => {
    const subject = await offered(server);
    await subject.workspace.api().tasks(subject.task).update({ assignmentStatus: 'canceled' });
    await expectAfter(subject, 'cancel', 1);
  });

  it('is rescinded when another worker accepts', async () => {
    const subject = await offered(server, 2);
    await acceptByOther(subject);
    await expectAfter(subject, 'rescind', 1);
  });

  it('stays rejected when the other worker accepts', async () => {
    const subject = await offered(server, 2);
    await rejectAndLeave(subject);
    expect(await subject.workspace.taskStatus(subject.task)).toBe('reserved');
    await acceptByOther(subject);
    await server.settled();
    expect(await subject.workspace.offers(subject.task)).toEqual(['anna: rejected', 'ben: accepted']);
  });
});
