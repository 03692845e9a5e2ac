// Tasks and their reservations through the API: what is accepted, what is refused, and what time does to them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { makeWorkspace, type Workspace } from './workspace-fixture.ts';

const REFUSED = { status: 400, code: 20001 };

describe.each(databases())('tasks on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;

  /** A workspace with a task that its worker has accepted. */
  const withAssignedTask = async () => {
    const workspace = await makeWorkspace(server);
    const worker = await workspace.addWorker('anna');
    const task = await workspace.addTask({ attributes: '{"n":1}' });
    const [reservation] = await workspace.api().tasks(task).reservations.list();
    await workspace
      .api()
      .tasks(task)
      .reservations(reservation!.sid)
      .update({ reservationStatus: 'accepted' });
    return { workspace, worker, task, reservation: reservation!.sid };
  };
  const eventsOf = async (...subjects: string[]) => {
    const rows = await server.context.database.read
      .selectFrom('events')
      .select('type')
      .where('subject_sid', 'in', subjects)
      .orderBy('id')
      .execute();
    return rows.map((row) => row.type);
  };
  const request = (workspace: Workspace, path: string, init: RequestInit = {}) =>
    fetch(`${server.url}/taskrouter/v1/Workspaces/${workspace.sid}${path}`, {
      ...init,
      headers: {
        authorization: `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`,
        ...init.headers,
      },
    });

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it('needs a workflow unless the workspace has exactly one', async () => {
    const workspace = await makeWorkspace(server);
    const task = await workspace.api().tasks.create({});
    expect(task.workflowSid).toBe(workspace.workflowSid);
    expect(task.taskQueueSid).toBe(workspace.queueSid);
    expect(task.taskChannelUniqueName).toBe('default');
    expect(task.timeout).toBe(86_400);
    await workspace.addWorkflow([], workspace.queueSid);
    await expect(workspace.api().tasks.create({})).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('WorkflowSid'),
    });
  });

  it.each([
    ['attributes that are no JSON', { attributes: '{n:1}' }],
    ['attributes that are no object', { attributes: '[1]' }],
    ['attributes above 4096 characters', { attributes: JSON.stringify({ text: 'x'.repeat(4_096) }) }],
    ['an unknown task channel', { taskChannel: 'fax' }],
    ['an unknown workflow', { workflowSid: `WW${'0'.repeat(32)}` }],
    ['an unknown routing target', { routingTarget: `WK${'0'.repeat(32)}` }],
    ['a negative priority', { priority: -1 }],
    ['a timeout above two weeks', { timeout: 1_209_601 }],
    ['a start in the future', { virtualStartTime: new Date(Date.UTC(2030, 0, 1)) }],
    ['a start before 1900', { virtualStartTime: new Date(Date.UTC(1899, 0, 1)) }],
  ])('refuses %s and makes nothing', async (_what, options) => {
    const workspace = await makeWorkspace(server);
    await expect(workspace.api().tasks.create(options)).rejects.toMatchObject(REFUSED);
    expect(await workspace.api().tasks.list()).toEqual([]);
  });

  it('cancels an offered task with its offers, for the reason given', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    const task = await workspace.addTask();
    const canceled = await workspace
      .api()
      .tasks(task)
      .update({ assignmentStatus: 'canceled', reason: 'spam' });
    expect([canceled.assignmentStatus, canceled.reason]).toEqual(['canceled', 'spam']);
    expect(await workspace.offers(task)).toEqual(['anna: canceled']);
  });

  it('wants the attributes and the move to wrapping or completed in two requests', async () => {
    const { workspace, task } = await withAssignedTask();
    await expect(
      workspace.api().tasks(task).update({ assignmentStatus: 'completed', attributes: '{"n":2}' }),
    ).rejects.toMatchObject(REFUSED);
    const unchanged = await workspace.api().tasks(task).fetch();
    expect([unchanged.assignmentStatus, unchanged.attributes]).toEqual(['assigned', '{"n":1}']);
  });

  it('cancels a task nobody took in its time to live, with the offer under way', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    const task = await workspace.addTask({ timeout: 60 });
    await server.advance(60_000);
    const canceled = await workspace.api().tasks(task).fetch();
    expect([canceled.assignmentStatus, canceled.reason]).toEqual(['canceled', 'Task TTL Exceeded']);
    expect(await workspace.offers(task)).toEqual(['anna: canceled']);
  });

  it('removes a task whatever its status and frees its worker', async () => {
    const { workspace, task, worker, reservation } = await withAssignedTask();
    await workspace.api().tasks(task).remove();
    await server.settled();
    await expect(workspace.api().tasks(task).fetch()).rejects.toMatchObject({ status: 404 });
    expect(await eventsOf(task, reservation)).toEqual(
      expect.arrayContaining(['reservation.completed', 'task.deleted']),
    );
    expect(await workspace.offersTo(worker)).toEqual([]);
    const channel = await workspace.api().workers(worker).workerChannels('default').fetch();
    expect(channel.assignedTasks).toBe(0);
  });

  it('tells the whole life of a task in events', async () => {
    const { workspace, task, reservation } = await withAssignedTask();
    await workspace.api().tasks(task).reservations(reservation).update({ reservationStatus: 'wrapping' });
    expect(await workspace.taskStatus(task)).toBe('wrapping');
    await workspace.api().tasks(task).update({ assignmentStatus: 'completed' });
    expect(await eventsOf(task)).toEqual([
      'task.created',
      'workflow.entered',
      'workflow.target-matched',
      'task-queue.entered',
      'task.wrapup',
      'task.completed',
    ]);
    expect(await eventsOf(reservation)).toEqual([
      'reservation.created',
      'reservation.accepted',
      'reservation.wrapup',
      'reservation.completed',
    ]);
  });

  it('takes the instructions accept and reject, and refuses those of calls with 40151', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    const task = await workspace.addTask();
    const [reservation] = await workspace.api().tasks(task).reservations.list();
    const update = (instruction: string) =>
      workspace.api().tasks(task).reservations(reservation!.sid).update({ instruction });
    await expect(update('conference')).rejects.toMatchObject({ status: 400, code: 40151 });
    expect((await update('accept')).reservationStatus).toBe('accepted');
  });

  it('lists tasks by every filter and order', async () => {
    const workspace = await makeWorkspace(server);
    const other = await workspace.api().taskQueues.create({ friendlyName: 'Other', targetWorkers: 'a == 1' });
    const otherFlow = await workspace.addWorkflow([], other.sid);
    const low = await workspace.addTask({ priority: 1, attributes: '{"lang":"es"}' });
    const high = await workspace.addTask({
      priority: 9,
      workflowSid: otherFlow,
      attributes: '{"lang":"en"}',
    });
    await workspace.api().tasks(low).update({ assignmentStatus: 'canceled' });
    const list = async (options: object) => (await workspace.api().tasks.list(options)).map(({ sid }) => sid);
    expect(await list({})).toEqual([low, high]);
    expect(await list({ ordering: 'Priority:desc' })).toEqual([high, low]);
    expect(await list({ ordering: 'Priority:asc,DateCreated:desc' })).toEqual([low, high]);
    expect(await list({ assignmentStatus: ['canceled'] })).toEqual([low]);
    expect(await list({ assignmentStatus: ['canceled', 'pending'] })).toEqual([low, high]);
    expect(await list({ assignmentStatus: ['canceled,pending'] })).toEqual([low, high]);
    expect(await list({ priority: 9 })).toEqual([high]);
    expect(await list({ workflowSid: otherFlow })).toEqual([high]);
    expect(await list({ workflowName: 'Default Fifo Workflow' })).toEqual([low]);
    expect(await list({ taskQueueSid: other.sid })).toEqual([high]);
    expect(await list({ taskQueueName: 'Sample Queue' })).toEqual([low]);
    expect(await list({ evaluateTaskAttributes: "lang == 'es'" })).toEqual([low]);
    expect(await list({ hasAddons: true })).toEqual([]);
    expect(await list({ ordering: 'Priority:desc', pageSize: 1 })).toEqual([high, low]);
    await expect(list({ ordering: 'Colour:desc' })).rejects.toMatchObject(REFUSED);
    await expect(list({ evaluateTaskAttributes: 'lang =' })).rejects.toMatchObject(REFUSED);
  });

  it('shows nothing of a workspace to another account', async () => {
    const { workspace, task, reservation, worker } = await withAssignedTask();
    const stranger = await server.addAccount();
    const authorization = `Basic ${btoa(`${stranger.sid}:${stranger.token}`)}`;
    for (const path of [
      '',
      '/Tasks',
      `/Tasks/${task}`,
      `/Tasks/${task}/Reservations`,
      `/Tasks/${task}/Reservations/${reservation}`,
      `/Workers/${worker}`,
      `/Workers/${worker}/Channels`,
      `/TaskQueues/${workspace.queueSid}`,
      `/Workflows/${workspace.workflowSid}`,
      `/Activities/${workspace.activities.Offline}`,
    ]) {
      expect((await request(workspace, path, { headers: { authorization } })).status, path).toBe(404);
    }
  });
});
