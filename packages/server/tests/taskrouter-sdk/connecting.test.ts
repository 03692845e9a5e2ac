// The worker client connects: it learns its worker, activities, channels and open reservations.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { type Desk, openDesk, workerSdksOn } from './desk-fixture.ts';
import { someName } from './working-fixture.ts';

describe.each(protocolDatabases())('connecting on $name', ({ create, name: database }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(workerSdksOn(database))('$name', ({ module }) => {
    it('becomes ready and knows its worker', async () => {
      const { workspace } = desk;
      const attributes = { skills: ['sales'] };
      const name = someName();
      const sid = await workspace.addWorker(name, attributes, 3);
      const worker = await desk.connect(sid, { module });
      const { account } = desk;
      expect(worker).toMatchObject({
        sid,
        accountSid: account.sid,
        workspaceSid: workspace.sid,
        name,
        attributes,
      });
      expect(worker.activity).toMatchObject({ name: 'Available', available: true, isCurrent: true });
      expect([...worker.activities.values()].map((activity) => activity.name).sort()).toEqual([
        'Available',
        'Offline',
        'Unavailable',
      ]);
      const rest = await workspace.api().workers(sid).fetch();
      expect(worker.dateCreated.getTime()).toBe(rest.dateCreated.getTime());
      expect(worker.dateStatusChanged.getTime()).toBe(rest.dateStatusChanged.getTime());
      const channels = [...worker.channels.values()];
      expect(channels.find(({ taskChannelUniqueName }) => taskChannelUniqueName === 'default')).toMatchObject(
        {
          capacity: 3,
          assignedTasks: 0,
          available: true,
          availableCapacityPercentage: 100,
          workerSid: sid,
        },
      );
      expect(worker.reservations.size).toBe(0);
    });

    it('finds the reservations it has to answer and those it works on, and no others', async () => {
      const { workspace } = desk;
      const sid = await workspace.addWorker(someName(), {}, 4);
      const reservationOf = async (task: string) =>
        (await workspace.api().tasks(task).reservations.list())[0]!;
      const moveOn = async (task: string, ...statuses: ('accepted' | 'wrapping' | 'completed')[]) => {
        for (const reservationStatus of statuses) {
          const reservation = await reservationOf(task);
          await workspace.api().tasks(task).reservations(reservation.sid).update({ reservationStatus });
        }
      };
      const attributes = JSON.stringify({ name: 'Ann', lines: [1, { two: null }] });
      const tasks: string[] = [];
      for (const options of [{ attributes, priority: 7 }, {}, {}, {}]) {
        tasks.push(await workspace.addTask({ routingTarget: sid, timeout: 600, ...options }));
      }
      await moveOn(tasks[1]!, 'accepted');
      await moveOn(tasks[2]!, 'accepted', 'wrapping');
      await moveOn(tasks[3]!, 'accepted', 'completed');
      const worker = await desk.connect(sid, { module });
      expect([...worker.reservations.values()].map(({ task, status }) => [task.sid, status])).toEqual([
        [tasks[0], 'pending'],
        [tasks[1], 'accepted'],
        [tasks[2], 'wrapping'],
      ]);
      const [pending] = [...worker.reservations.values()];
      const rest = await workspace.api().tasks(tasks[0]!).fetch();
      expect(pending).toMatchObject({ timeout: 120, workerSid: sid, workspaceSid: workspace.sid });
      expect(pending!.task).toMatchObject({
        attributes: JSON.parse(attributes),
        addOns: {},
        priority: 7,
        status: 'reserved',
        timeout: 600,
        reason: null,
        routingTarget: sid,
        taskChannelUniqueName: 'default',
        taskChannelSid: rest.taskChannelSid,
        workflowSid: rest.workflowSid,
        workflowName: rest.workflowFriendlyName,
        queueSid: rest.taskQueueSid,
        queueName: rest.taskQueueFriendlyName,
      });
      expect(pending!.task.dateCreated.getTime()).toBe(rest.dateCreated.getTime());
    });

    it('moves to the activity it is told to have on connecting', async () => {
      const { workspace } = desk;
      const sid = await workspace.addWorker(someName());
      const { Unavailable } = workspace.activities;
      const worker = await desk.connect(sid, { module, options: { connectActivitySid: Unavailable } });
      expect(worker.activities.get(Unavailable)).toMatchObject({ name: 'Unavailable' });
      await expect
        .poll(async () => (await workspace.api().workers(sid).fetch()).activityName, { timeout: 60_000 })
        .toBe('Unavailable');
    });
  });
});
