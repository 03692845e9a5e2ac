// The last steps of tasks and reservations, and what their events tell of the time until then.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventData } from '#events/event-types.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { makeWorkspace } from './workspace-fixture.ts';

const REFUSED = { status: 400, code: 20001 };

describe.each(databases())('last steps on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;

  const eventsAbout = async <Type extends keyof EventData>(subject: string, type: Type) => {
    const rows = await server.context.database.read
      .selectFrom('events')
      .select('data')
      .where('subject_sid', '=', subject)
      .where('type', '=', type)
      .execute();
    return rows.map((row) => JSON.parse(row.data) as EventData[Type]);
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

  it('tell how long the task and the offer waited for an answer', async () => {
    const workspace = await makeWorkspace(server);
    const task = await workspace.addTask();
    await server.advance(30_250);
    await workspace.addWorker('anna');
    const [offer] = await workspace.api().tasks(task).reservations.list();
    await server.advance(4_500);
    await workspace.api().tasks(task).reservations(offer!.sid).update({ reservationStatus: 'accepted' });
    await server.advance(1_000);
    await workspace.api().tasks(task).update({ assignmentStatus: 'completed' });
    expect(await eventsAbout(offer!.sid, 'reservation.created')).toMatchObject([{ age: 0, taskAge: 30_250 }]);
    expect(await eventsAbout(offer!.sid, 'reservation.accepted')).toMatchObject([
      { age: 4_500, taskAge: 34_750, transferSid: null },
    ]);
    expect(await eventsAbout(task, 'task.completed')).toMatchObject([{ age: 35, ageMs: 35_750 }]);
  });

  it('tell how long a task that is deleted was held', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    const task = await workspace.addTask();
    const [offer] = await workspace.api().tasks(task).reservations.list();
    await server.advance(2_000);
    await workspace.api().tasks(task).remove();
    expect(await eventsAbout(offer!.sid, 'reservation.canceled')).toMatchObject([
      { age: 2_000, taskAge: 2_000 },
    ]);
  });

  it('say that a worker a task was sent to directly could not be offered it', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await workspace.api().workers(anna).update({ activitySid: workspace.activities.Offline });
    const direct = { routingTarget: anna, ignoreCapacity: 'false', timeout: 60 };
    const abandoned = await workspace.addTask(direct);
    const withdrawn = await workspace.addTask(direct);
    await workspace.api().tasks(withdrawn).update({ assignmentStatus: 'canceled' });
    const waiting = await workspace.addTask({ timeout: 60 });
    await server.advance(60_000);
    expect(await eventsAbout(abandoned, 'reservation.failed')).toMatchObject([
      { workerSid: anna, assignmentStatus: 'canceled', reason: 'Task TTL Exceeded' },
    ]);
    expect(await eventsAbout(withdrawn, 'reservation.failed')).toEqual([]);
    expect(await eventsAbout(waiting, 'reservation.failed')).toEqual([]);
  });

  it.each([
    ['an unknown activity', `WA${'0'.repeat(32)}`],
    ['no activity', 'offline'],
  ])('refuse to reject with %s, and the offer stays open', async (_what, workerActivitySid) => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    const task = await workspace.addTask();
    const [offer] = await workspace.api().tasks(task).reservations.list();
    const reservation = workspace.api().tasks(task).reservations(offer!.sid);
    const refused = reservation.update({ reservationStatus: 'rejected', workerActivitySid });
    await expect(refused).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('WorkerActivitySid'),
    });
    expect((await reservation.fetch()).reservationStatus).toBe('pending');
    expect((await workspace.api().workers(anna).fetch()).activityName).toBe('Available');
  });

  it('reject the open offers of a worker who becomes unavailable only when that is asked for', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna', {}, 2);
    const tasks = [await workspace.addTask(), await workspace.addTask()];
    const worker = workspace.api().workers(anna);
    await worker.update({ activitySid: workspace.activities.Unavailable });
    expect(await workspace.offersTo(anna)).toEqual(['pending', 'pending']);
    await worker.update({ activitySid: workspace.activities.Available, rejectPendingReservations: true });
    expect(await workspace.offersTo(anna)).toEqual(['pending', 'pending']);
    await worker.update({ activitySid: workspace.activities.Offline, rejectPendingReservations: true });
    expect(await workspace.offersTo(anna)).toEqual(['rejected', 'rejected']);
    for (const task of tasks) expect(await workspace.taskStatus(task)).toBe('pending');
  });

  it('remove a task that was assigned for 24 hours, but not one that wraps up', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna', {}, 2);
    const [assigned, wrapping] = [await workspace.addTask(), await workspace.addTask()];
    for (const task of [assigned, wrapping]) {
      const [offer] = await workspace.api().tasks(task).reservations.list();
      await workspace.api().tasks(task).reservations(offer!.sid).update({ reservationStatus: 'accepted' });
    }
    await workspace.api().tasks(wrapping).update({ assignmentStatus: 'wrapping' });
    await server.advance(86_400_000);
    await expect(workspace.taskStatus(assigned)).rejects.toMatchObject({ status: 404 });
    expect(await workspace.taskStatus(wrapping)).toBe('wrapping');
  });

  it('end the tasks of a workspace that is deleted', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna', {}, 2);
    const [accepted, offered, waiting] = [
      await workspace.addTask(),
      await workspace.addTask(),
      await workspace.addTask(),
    ];
    const [held] = await workspace.api().tasks(accepted).reservations.list();
    const [open] = await workspace.api().tasks(offered).reservations.list();
    await workspace.api().tasks(accepted).reservations(held!.sid).update({ reservationStatus: 'accepted' });
    await workspace.api().remove();
    for (const task of [accepted, offered, waiting]) {
      expect(await eventsAbout(task, 'task.deleted')).toHaveLength(1);
    }
    expect(await eventsAbout(held!.sid, 'reservation.completed')).toHaveLength(1);
    expect(await eventsAbout(open!.sid, 'reservation.canceled')).toHaveLength(1);
    const left = await server.context.database.read
      .selectFrom('timers')
      .select('kind')
      .where('subject', 'in', [accepted, offered, waiting, held!.sid, open!.sid])
      .execute();
    expect(left).toEqual([]);
  });
});
