// Reservations at the client: offered, answered, and ended by others.
import type { Reservation, Worker } from 'twilio-taskrouter';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendEvent } from '#events/event-log.ts';
import { protocolDatabases } from '../support/databases.ts';
import { type Desk, openDesk, reported, workerSdksOn } from './desk-fixture.ts';
import { accepted, newAgent, offer, someName } from './working-fixture.ts';

describe.each(protocolDatabases())('reservations on $name', ({ create, name: database }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(workerSdksOn(database))('$name', ({ module }) => {
    const statusOf = async (reservation: Reservation) => {
      const task = desk.workspace.api().tasks(reservation.task.sid);
      return [
        (await task.reservations(reservation.sid).fetch()).reservationStatus,
        (await task.fetch()).assignmentStatus,
      ];
    };
    const agent = () => newAgent(desk, { module });

    it('hears reservationCreated with the task', async () => {
      const worker = await agent();
      const attributes = JSON.stringify({ name: 'Ann', price: 12.5 });
      const reservation = await offer(desk, worker, { attributes });
      expect(reservation).toMatchObject({ status: 'pending', workerSid: worker.sid, timeout: 120 });
      expect(reservation.task).toMatchObject({
        status: 'reserved',
        attributes: JSON.parse(attributes),
        taskChannelUniqueName: 'default',
      });
      expect(worker.reservations.get(reservation.sid)).toBe(reservation);
    });

    it('accepts and hears accepted', async () => {
      const worker = await agent();
      const reservation = await offer(desk, worker);
      const heard = reported(reservation, 'accepted');
      expect(await reservation.accept()).toMatchObject({ sid: reservation.sid, status: 'accepted' });
      expect(await statusOf(reservation)).toEqual(['accepted', 'assigned']);
      expect((await heard).task).toMatchObject({ status: 'assigned' });
    });

    it('hears accepted when REST accepts for it', async () => {
      const worker = await agent();
      const reservation = await offer(desk, worker);
      const heard = reported(reservation, 'accepted');
      const task = desk.workspace.api().tasks(reservation.task.sid);
      await task.reservations(reservation.sid).update({ reservationStatus: 'accepted' });
      expect(await heard).toMatchObject({ status: 'accepted' });
    });

    it('rejects, hears rejected and forgets the reservation', async () => {
      const worker = await agent();
      const reservation = await offer(desk, worker);
      const heard = reported(reservation, 'rejected');
      await reservation.reject();
      expect(await heard).toMatchObject({ status: 'rejected' });
      expect(worker.reservations.has(reservation.sid)).toBe(false);
      expect((await statusOf(reservation))[0]).toBe('rejected');
    });

    it('rejects and moves to the activity it names', async () => {
      const worker = await agent();
      const reservation = await offer(desk, worker);
      const moved = reported(worker, 'activityUpdated');
      await reservation.reject({ activitySid: desk.workspace.activities.Offline });
      expect((await moved).activity).toMatchObject({ name: 'Offline' });
      expect((await statusOf(reservation))[0]).toBe('rejected');
    });

    it('wraps up and completes, hearing wrapup and completed', async () => {
      const worker = await agent();
      const reservation = await accepted(desk, worker);
      const wrapup = reported(reservation, 'wrapup');
      expect(await reservation.wrap()).toMatchObject({ status: 'wrapping' });
      expect(await wrapup).toMatchObject({ status: 'wrapping' });
      expect(await statusOf(reservation)).toEqual(['wrapping', 'wrapping']);
      const completed = reported(reservation, 'completed');
      expect(await reservation.complete()).toMatchObject({ status: 'completed' });
      expect((await completed).task).toMatchObject({ status: 'completed' });
      expect(await statusOf(reservation)).toEqual(['completed', 'completed']);
    });

    it('refuses a step the reservation cannot take, and it stays as it is', async () => {
      const worker = await agent();
      const reservation = await offer(desk, worker);
      await expect(reservation.wrap()).rejects.toThrow(/400/);
      expect(await statusOf(reservation)).toEqual(['pending', 'reserved']);
    });

    it('hears timeout and goes to the timeout activity', async () => {
      const worker = await agent();
      const reservation = await offer(desk, worker);
      const timeout = reported(reservation, 'timeout');
      const moved = reported(worker, 'activityUpdated');
      await desk.server.advance(121_000);
      expect(await timeout).toMatchObject({ status: 'timeout' });
      expect((await moved).activity).toMatchObject({ name: 'Offline' });
      expect(worker.reservations.has(reservation.sid)).toBe(false);
    });

    it('hears canceled when the task is canceled', async () => {
      const worker = await agent();
      const reservation = await offer(desk, worker);
      const canceled = reported(reservation, 'canceled');
      const task = desk.workspace.api().tasks(reservation.task.sid);
      await task.update({ assignmentStatus: 'canceled', reason: 'The customer left' });
      expect((await canceled).task).toMatchObject({ status: 'canceled', reason: 'The customer left' });
    });

    it('hears canceled with the task as it was when the task is removed', async () => {
      const worker = await agent();
      const attributes = JSON.stringify({ name: 'Ann' });
      const reservation = await offer(desk, worker, { attributes, priority: 3 });
      const canceled = reported(reservation, 'canceled');
      await desk.workspace.api().tasks(reservation.task.sid).remove();
      expect(await canceled).toMatchObject({ sid: reservation.sid, status: 'canceled' });
      expect(reservation.task).toMatchObject({ attributes: { name: 'Ann' }, priority: 3 });
    });

    it('hears rescinded when another worker accepts', async () => {
      const { workspace } = desk;
      const team = someName();
      const queue = await workspace.api().taskQueues.create({
        friendlyName: team,
        targetWorkers: `team == '${team}'`,
        maxReservedWorkers: 2,
      });
      const workflowSid = await workspace.addWorkflow([{ queue: queue.sid }]);
      const workers: Worker[] = [];
      for (let count = 0; count < 2; count += 1) {
        workers.push(await desk.connect(await workspace.addWorker(someName(), { team }), { module }));
      }
      const created = workers.map((worker) => reported(worker, 'reservationCreated'));
      await workspace.addTask({ workflowSid });
      const [first, second] = await Promise.all(created);
      const rescinded = reported(second, 'rescinded');
      await first.accept();
      expect(await rescinded).toMatchObject({ status: 'rescinded' });
      expect(workers[1]!.reservations.size).toBe(0);
      expect(workers[0]!.reservations.size).toBe(1);
    });

    it('hears reservationFailed', async () => {
      const worker = await agent();
      const { task } = await offer(desk, worker);
      const failed = reported(worker, 'reservationFailed');
      await desk.server.context.database.transaction(async (tx) =>
        appendEvent(tx, {
          type: 'reservation.failed',
          accountSid: desk.account.sid,
          subjectSid: task.sid,
          data: {
            workerSid: worker.sid,
            workspaceSid: desk.workspace.sid,
            workflowSid: null,
            taskQueueSid: null,
            assignmentStatus: 'pending',
            attributes: '{}',
            reason: null,
            taskChannelSid: task.taskChannelSid,
            priority: 0,
            age: 0,
            ageMs: 0,
          },
        }),
      );
      expect(await failed).toMatchObject({ task_sid: task.sid, worker_sid: worker.sid });
    });

    it('answers the instructions of calls with a clear refusal', async () => {
      const worker = await agent();
      const reservation = await offer(desk, worker);
      const refused = module === 'twilio-taskrouter' ? /400.*for calls/ : /400/;
      await expect(reservation.call('+15005550006', 'https://example.com/twiml')).rejects.toThrow(refused);
      await expect(reservation.dequeue()).rejects.toThrow(refused);
      await expect(reservation.redirect('CA1', 'https://example.com/twiml')).rejects.toThrow(refused);
      await expect(reservation.conference()).rejects.toThrow(refused);
      await expect(reservation.updateParticipant({ mute: true })).rejects.toThrow(refused);
      expect(await statusOf(reservation)).toEqual(['pending', 'reserved']);
    });

    it('fetches its latest version', async () => {
      const worker = await agent();
      const reservation = await offer(desk, worker);
      const fetched = await reservation.fetchLatestVersion();
      expect(fetched).toMatchObject({ sid: reservation.sid, status: 'pending' });
    });
  });
});
