// What others need cannot be removed; once nobody needs it any more it can.
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { makeWorkspace } from '../workspace-fixture.ts';

const REFUSED = { status: 400, code: 20001 };

describe.each(databases())('what is in use on $name', (database) => {
  let server: TestServer;
  useServer(database.create, (started) => {
    server = started;
  });

  it('an activity with a worker in it, of a queue, or named by the workspace', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const lunch = await api.activities.create({ friendlyName: 'Lunch', available: false });
    const remove = () => api.activities(lunch.sid).remove();
    const anna = await workspace.addWorker('anna');
    await api.workers(anna).update({ activitySid: lunch.sid });
    await expect(remove()).rejects.toMatchObject(REFUSED);
    await api.workers(anna).update({ activitySid: workspace.activities.Offline });
    await api.update({ timeoutActivitySid: lunch.sid });
    await expect(remove()).rejects.toMatchObject(REFUSED);
    await api.update({ timeoutActivitySid: workspace.activities.Offline, defaultActivitySid: lunch.sid });
    await expect(remove()).rejects.toMatchObject(REFUSED);
    expect((await api.workers.create({ friendlyName: 'ben' })).activityName).toBe('Lunch');
    await api.update({ defaultActivitySid: workspace.activities.Offline });
    await expect(remove()).rejects.toMatchObject(REFUSED);
    const [ben] = await api.workers.list({ friendlyName: 'ben' });
    await api.workers(ben!.sid).remove();
    const queue = await api.taskQueues.create({ friendlyName: 'Q', reservationActivitySid: lunch.sid });
    await expect(remove()).rejects.toMatchObject(REFUSED);
    await api.taskQueues(queue.sid).remove();
    expect(await remove()).toBe(true);
  });

  it('a queue that a workflow leads into, or that an open task is in', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const queue = await api.taskQueues.create({ friendlyName: 'Q', targetWorkers: '' });
    const remove = () => api.taskQueues(queue.sid).remove();
    const workflowSid = await workspace.addWorkflow([{ queue: queue.sid }]);
    await expect(remove()).rejects.toMatchObject(REFUSED);
    await api.workflows(workflowSid).remove();
    const task = await workspace.addTask({ taskQueueSid: queue.sid });
    await expect(remove()).rejects.toMatchObject(REFUSED);
    await api.tasks(task).update({ assignmentStatus: 'canceled' });
    expect(await remove()).toBe(true);
    expect((await api.tasks(task).fetch()).assignmentStatus).toBe('canceled');
  });

  it('a workflow in which a task waits', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const workflowSid = await workspace.addWorkflow([{ queue: workspace.queueSid }]);
    await workspace.addTask();
    const task = await workspace.addTask({ workflowSid });
    await expect(api.workflows(workflowSid).remove()).rejects.toMatchObject(REFUSED);
    await api.tasks(task).update({ assignmentStatus: 'canceled' });
    expect(await api.workflows(workflowSid).remove()).toBe(true);
  });

  it('a task channel with an open task, and the default one', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const task = await workspace.addTask({ taskChannel: 'chat' });
    await expect(api.taskChannels('chat').remove()).rejects.toMatchObject(REFUSED);
    await api.tasks(task).update({ assignmentStatus: 'canceled' });
    expect(await api.taskChannels('chat').remove()).toBe(true);
    await expect(api.taskChannels('default').remove()).rejects.toMatchObject(REFUSED);
  });

  it('a worker who works; one who is only on offer can be removed, and the task is offered to another', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const anna = await workspace.addWorker('anna');
    const task = await workspace.addTask();
    const ben = await workspace.addWorker('ben');
    expect(await api.workers(anna).remove()).toBe(true);
    await server.settled();
    const [, offer] = await api.tasks(task).reservations.list();
    expect(offer!.workerSid).toBe(ben);
    const reservation = api.tasks(task).reservations(offer!.sid);
    for (const reservationStatus of ['accepted', 'wrapping'] as const) {
      await reservation.update({ reservationStatus });
      await expect(api.workers(ben).remove()).rejects.toMatchObject(REFUSED);
    }
    await reservation.update({ reservationStatus: 'completed' });
    expect(await api.workers(ben).remove()).toBe(true);
  });
});
