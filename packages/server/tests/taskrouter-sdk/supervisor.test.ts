// Supervisors see their whole workspace and act on other workers and tasks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { type Desk, openDesk, reported, workerSdksOn } from './desk-fixture.ts';
import { newAgent, offer, someName } from './working-fixture.ts';

describe.each(protocolDatabases())('supervisors on $name', ({ create, name: database }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(workerSdksOn(database))('$name', ({ module }) => {
    /** The older client has no methods for this; its calls are those of the newer one. */
    const isModern = module === 'twilio-taskrouter';
    const lists = () => desk.workspaceClient(desk.token(null, { role: 'supervisor' }), module);
    const supervisor = async () => desk.supervisor(await desk.workspace.addWorker(someName()), { module });

    it('list the workers of the workspace, all and filtered', async () => {
      const { workspace } = desk;
      const level = Math.round(Math.random() * 1e9);
      const names = [someName(), someName(), someName()];
      const sids: string[] = [];
      for (const name of names) sids.push(await workspace.addWorker(name, { level }));
      await workspace.api().workers(sids[2]!).update({ activitySid: workspace.activities.Offline });
      const all = await lists().fetchWorkers();
      expect([...all.keys()]).toEqual(expect.arrayContaining(sids));
      expect(all.get(sids[0]!)).toMatchObject({ name: names[0], attributes: { level }, available: true });
      const found = async (params: object) => [...(await lists().fetchWorkers(params)).keys()];
      expect(await found({ TargetWorkersExpression: `level == ${level}` })).toEqual(sids);
      const TargetWorkersExpression = `level == ${level}`;
      expect(await found({ TargetWorkersExpression, ActivityName: 'Offline' })).toEqual([sids[2]]);
      const ActivitySid = workspace.activities.Available;
      expect(await found({ TargetWorkersExpression, ActivitySid })).toEqual(sids.slice(0, 2));
      expect(await found({ FriendlyName: names[1]! })).toEqual([sids[1]]);
      expect(await found({ TargetWorkersExpression, Ordering: 'DateCreated:desc' })).toEqual(
        sids.toReversed(),
      );
      expect(await found({ TargetWorkersExpression, MaxWorkers: 2 })).toEqual(sids.slice(0, 2));
    });

    it('list the queues of the workspace and read one', async () => {
      const { workspace } = desk;
      const queue = await workspace.api().taskQueues.create({
        friendlyName: someName(),
        targetWorkers: 'level > 3',
        maxReservedWorkers: 4,
        taskOrder: 'LIFO',
        reservationActivitySid: workspace.activities.Unavailable,
      });
      const all = await lists().fetchTaskQueues();
      expect([...all.keys()]).toEqual(expect.arrayContaining([workspace.queueSid, queue.sid]));
      const byName = await lists().fetchTaskQueues({ FriendlyName: queue.friendlyName });
      expect([...byName.keys()]).toEqual([queue.sid]);
      expect(await lists().fetchTaskQueue(queue.sid)).toMatchObject({
        queueName: queue.friendlyName,
        targetWorkers: 'level > 3',
        maxReservedWorkers: 4,
        taskOrder: 'LIFO',
        reservationActivityName: 'Unavailable',
        assignmentActivityName: null,
      });
    });

    it.runIf(isModern)('read a worker and a task', async () => {
      const worker = await newAgent(desk, { module });
      const { task } = await offer(desk, worker);
      expect(await lists().fetchWorker(worker.sid)).toMatchObject({ sid: worker.sid, name: worker.name });
      expect(await lists().fetchTask(task.sid)).toMatchObject({ sid: task.sid, status: 'reserved' });
    });

    it.runIf(isModern)('move another worker to another activity, who hears of it', async () => {
      const worker = await newAgent(desk, { module });
      const boss = await supervisor();
      const heard = reported(worker, 'activityUpdated');
      await boss.setWorkerActivity(worker.sid, desk.workspace.activities.Offline);
      expect((await heard).activity).toMatchObject({ name: 'Offline' });
      expect(boss.activity).toMatchObject({ name: 'Available' });
    });

    it.runIf(isModern)('replace the attributes of another worker, who hears of it', async () => {
      const worker = await newAgent(desk, { module });
      const boss = await supervisor();
      const heard = reported(worker, 'attributesUpdated');
      await boss.setWorkerAttributes(worker.sid, { level: 9 });
      expect((await heard).attributes).toEqual({ level: 9 });
    });

    it('are told that monitoring a call is not carried', async () => {
      const reservation = await offer(desk, await newAgent(desk, { module }));
      const boss = await supervisor();
      await expect(boss.monitor(reservation.task.sid, reservation.sid, {})).rejects.toThrow(/400/);
    });

    it('are the only ones who list workers and queues', async () => {
      const sid = await desk.workspace.addWorker(someName());
      const plain = desk.workspaceClient(desk.token(sid), module);
      await expect(plain.fetchWorkers()).rejects.toThrow(/403/);
      await expect(plain.fetchTaskQueues()).rejects.toThrow(/403/);
      expect(await plain.fetchWorker(sid)).toMatchObject({ sid });
    });
  });
});
