// Tasks that are sent past a workflow, to a worker or to a queue, or into a workflow by its SID.
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { makeWorkspace } from '../workspace-fixture.ts';

describe.each(databases())('routing targets on $name', (database) => {
  let server: TestServer;
  useServer(database.create, (started) => {
    server = started;
  });

  it.each([
    [undefined, true],
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['yes', true],
    ['false', false],
    ['0', false],
    ['no', false],
    ['maybe', false],
  ] as const)('IgnoreCapacity %s of a task for a worker is %s', async (ignoreCapacity, isIgnored) => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await workspace.addTask();
    const task = await workspace.addTask({
      routingTarget: anna,
      ...(ignoreCapacity === undefined ? {} : { ignoreCapacity }),
    });
    expect((await workspace.api().tasks(task).fetch()).ignoreCapacity).toBe(isIgnored);
    expect(await workspace.offers(task)).toEqual(isIgnored ? ['anna: pending'] : []);
  });

  it('a worker who is away and closed for the channel is offered a task that ignores capacity', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await workspace.api().workers(anna).workerChannels('default').update({ available: false, capacity: 0 });
    await workspace.api().workers(anna).update({ activitySid: workspace.activities.Offline });
    const task = await workspace.addTask({ routingTarget: anna });
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
  });

  it('a task for a worker that counts capacity waits until the worker has room and is available', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const anna = await workspace.addWorker('anna');
    await workspace.addWorker('ben');
    await api.workers(anna).update({ activitySid: workspace.activities.Unavailable });
    const task = await workspace.addTask({ routingTarget: anna, ignoreCapacity: 'false' });
    expect(await workspace.offers(task)).toEqual([]);
    await api.workers(anna).workerChannels('default').update({ capacity: 0 });
    await api.workers(anna).update({ activitySid: workspace.activities.Available });
    await server.settled();
    expect(await workspace.offers(task)).toEqual([]);
    await api.workers(anna).workerChannels('default').update({ capacity: 1 });
    await server.settled();
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
  });

  it('a task for a worker is offered again to the one who rejects it', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    const task = await workspace.addTask({ routingTarget: anna });
    const [offer] = await workspace.api().tasks(task).reservations.list();
    await workspace.api().tasks(task).reservations(offer!.sid).update({ reservationStatus: 'rejected' });
    await server.settled();
    expect(await workspace.offers(task)).toEqual(['anna: rejected', 'anna: pending']);
  });

  it('a task for a queue waits there past every filter, and counts capacity', async () => {
    const workspace = await makeWorkspace(server);
    const experts = await workspace.api().taskQueues.create({
      friendlyName: 'Experts',
      targetWorkers: 'level > 3',
    });
    await workspace.addWorker('novice', { level: 1 });
    const task = await workspace.addTask({ routingTarget: experts.sid, ignoreCapacity: 'true' });
    const shown = await workspace.api().tasks(task).fetch();
    expect([shown.routingTarget, shown.taskQueueSid, shown.ignoreCapacity]).toEqual([
      experts.sid,
      experts.sid,
      false,
    ]);
    expect(await workspace.offers(task)).toEqual([]);
    const expert = await workspace.addWorker('expert', { level: 5 });
    expect(await workspace.offers(task)).toEqual(['expert: pending']);
    await workspace.addTask({ routingTarget: experts.sid });
    expect(await workspace.offersTo(expert)).toEqual(['pending']);
  });

  it('a task for a workflow goes through it, whatever WorkflowSid says', async () => {
    const workspace = await makeWorkspace(server);
    const rest = await workspace.api().taskQueues.create({ friendlyName: 'Rest' });
    const workflowSid = await workspace.addWorkflow([{ queue: rest.sid, priority: 8 }]);
    const task = await workspace.addTask({ routingTarget: workflowSid });
    const shown = await workspace.api().tasks(task).fetch();
    expect([shown.routingTarget, shown.workflowSid, shown.taskQueueSid, shown.priority]).toEqual([
      workflowSid,
      workflowSid,
      rest.sid,
      8,
    ]);
  });

  it.each(['WK', 'WQ', 'WW', 'WT'])(
    'a target %s… that the workspace does not have is refused',
    async (prefix) => {
      const workspace = await makeWorkspace(server);
      await expect(
        workspace.api().tasks.create({ routingTarget: `${prefix}${'0'.repeat(32)}` }),
      ).rejects.toMatchObject({ status: 400, code: 20001 });
      expect(await workspace.api().tasks.list()).toEqual([]);
    },
  );
});
