// Routing of tasks to workers, through the official SDK.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { makeWorkspace } from './workspace-fixture.ts';

describe.each(databases())('routing on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  it('offers a task to the worker its workflow matches it with and to no other, until completed', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const everyone = await api.taskQueues.create({ friendlyName: 'Everyone', targetWorkers: '1==1' });
    const workflow = await api.workflows.create({
      friendlyName: 'Match worker',
      configuration: JSON.stringify({
        task_routing: {
          filters: [
            {
              filter_friendly_name: 'To worker',
              expression: 'targetWorkerPhone != null',
              targets: [{ queue: everyone.sid, expression: 'task.targetWorkerPhone == worker.phone' }],
            },
          ],
          default_filter: { queue: workspace.queueSid },
        },
      }),
    });
    const anna = await workspace.addWorker('anna', { phone: '+12025550101' });
    const ben = await workspace.addWorker('ben', { phone: '+12025550102' });
    const task = await workspace.addTask({
      workflowSid: workflow.sid,
      attributes: '{"targetWorkerPhone":"+12025550102"}',
    });
    expect(await workspace.offers(task)).toEqual(['ben: pending']);
    expect(await workspace.offersTo(anna)).toEqual([]);
    expect(await workspace.taskStatus(task)).toBe('reserved');
    const [reservation] = await api.workers(ben).reservations.list();
    const accepted = await api
      .workers(ben)
      .reservations(reservation!.sid)
      .update({ reservationStatus: 'accepted' });
    expect(accepted.reservationStatus).toBe('accepted');
    expect(await workspace.taskStatus(task)).toBe('assigned');
    await api.tasks(task).update({ assignmentStatus: 'wrapping' });
    expect(await workspace.offers(task)).toEqual(['ben: wrapping']);
    expect((await api.workers(ben).workerChannels('default').fetch()).assignedTasks).toBe(1);
    const completed = await api.tasks(task).update({ assignmentStatus: 'completed', reason: 'done' });
    expect(completed.assignmentStatus).toBe('completed');
    expect(completed.reason).toBe('done');
    expect(await workspace.offers(task)).toEqual(['ben: completed']);
    expect((await api.workers(ben).workerChannels('default').fetch()).assignedTasks).toBe(0);
  });

  it('offers the task of the higher priority first', async () => {
    const workspace = await makeWorkspace(server);
    const low = await workspace.addTask({ priority: 1 });
    const high = await workspace.addTask({ priority: 5 });
    await workspace.addWorker('anna');
    expect(await workspace.taskStatus(high)).toBe('reserved');
    expect(await workspace.taskStatus(low)).toBe('pending');
  });

  it.each(['FIFO', 'LIFO'] as const)('drains %s queues first where the workspace says so', async (kind) => {
    const workspace = await makeWorkspace(server, { prioritizeQueueOrder: kind });
    const queue = await workspace.api().taskQueues.create({ friendlyName: 'Newest', taskOrder: 'LIFO' });
    const lifo = await workspace.addTask({ workflowSid: await workspace.addWorkflow([], queue.sid) });
    const fifo = await workspace.addTask();
    await workspace.addWorker('anna');
    expect(await workspace.taskStatus(kind === 'FIFO' ? fifo : lifo)).toBe('reserved');
    expect(await workspace.taskStatus(kind === 'FIFO' ? lifo : fifo)).toBe('pending');
  });

  it('lets one of many workers who accept at once win', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await api.taskQueues(workspace.queueSid).update({ maxReservedWorkers: 10 });
    for (let number = 0; number < 10; number += 1) await workspace.addWorker(`worker ${number}`);
    const task = await workspace.addTask();
    const reservations = await api.tasks(task).reservations.list();
    expect(reservations).toHaveLength(10);
    const tries = await Promise.allSettled(
      reservations.map(({ sid }) =>
        api.tasks(task).reservations(sid).update({ reservationStatus: 'accepted' }),
      ),
    );
    expect(tries.filter((entry) => entry.status === 'fulfilled')).toHaveLength(1);
    const statuses = (await workspace.offers(task)).map((offer) => offer.split(': ')[1]).sort();
    expect(statuses).toEqual(['accepted', ...Array.from({ length: 9 }, () => 'rescinded')]);
  });

  it('orders workers as the target says, and takes turns among equals', async () => {
    const workspace = await makeWorkspace(server);
    const workflowSid = await workspace.addWorkflow([
      { queue: workspace.queueSid, order_by: 'worker.level DESC' },
    ]);
    await workspace.addWorker('novice', { level: 1 });
    await workspace.addWorker('expert', { level: 9 });
    expect(await workspace.offers(await workspace.addTask({ workflowSid }))).toEqual(['expert: pending']);
    const turns = await makeWorkspace(server);
    for (const name of ['anna', 'ben', 'cleo']) await turns.addWorker(name, {}, 2);
    const offered: string[] = [];
    for (let number = 0; number < 6; number += 1) {
      offered.push(...(await turns.offers(await turns.addTask())));
    }
    expect(offered.map((offer) => offer.split(':')[0])).toEqual([
      'anna',
      'ben',
      'cleo',
      'anna',
      'ben',
      'cleo',
    ]);
  });

  it('never puts a worker over capacity, however many tasks come at once', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna', {}, 3);
    const ben = await workspace.addWorker('ben', {}, 2);
    await Promise.all(
      Array.from({ length: 30 }, () => workspace.api().tasks.create({ workflowSid: workspace.workflowSid })),
    );
    await server.settled();
    expect(await workspace.offersTo(anna)).toHaveLength(3);
    expect(await workspace.offersTo(ben)).toHaveLength(2);
    expect(await workspace.api().tasks.list({ assignmentStatus: ['pending'] })).toHaveLength(25);
  });

  it('gives freed capacity to the task that waits', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await workspace.addWorker('anna');
    const first = await workspace.addTask();
    const second = await workspace.addTask();
    const [reservation] = await api.tasks(first).reservations.list();
    await api.tasks(first).reservations(reservation!.sid).update({ reservationStatus: 'accepted' });
    await api.tasks(first).update({ assignmentStatus: 'wrapping' });
    await server.settled();
    expect(await workspace.taskStatus(second)).toBe('pending');
    await api.tasks(first).reservations(reservation!.sid).update({ reservationStatus: 'completed' });
    await server.settled();
    expect(await workspace.taskStatus(first)).toBe('completed');
    expect(await workspace.offers(second)).toEqual(['anna: pending']);
  });

  it('offers a rejected task to the next worker and moves the rejecting one where told', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const anna = await workspace.addWorker('anna');
    await workspace.addWorker('ben');
    const task = await workspace.addTask();
    const [offer] = await api.workers(anna).reservations.list();
    await api.workers(anna).reservations(offer!.sid).update({
      reservationStatus: 'rejected',
      workerActivitySid: workspace.activities.Unavailable,
    });
    await server.settled();
    expect(await workspace.offers(task)).toEqual(['anna: rejected', 'ben: pending']);
    expect((await api.workers(anna).fetch()).activityName).toBe('Unavailable');
  });

  it('rejects the open offers of a worker who leaves when asked to, and keeps them otherwise', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const anna = await workspace.addWorker('anna');
    const task = await workspace.addTask();
    await api.workers(anna).update({ activitySid: workspace.activities.Unavailable });
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    await api
      .workers(anna)
      .update({ activitySid: workspace.activities.Offline, rejectPendingReservations: true });
    await server.settled();
    expect(await workspace.offers(task)).toEqual(['anna: rejected']);
    expect(await workspace.taskStatus(task)).toBe('pending');
  });
});
