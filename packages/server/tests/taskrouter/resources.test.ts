// Workspaces and what they consist of, through the official SDK.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { makeWorkspace } from './workspace-fixture.ts';

const REFUSED = { status: 400, code: 20001 };

describe.each(databases())('resources of taskrouter on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  it('makes a workspace with what the FIFO template names', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const fetched = await api.fetch();
    expect([fetched.defaultActivityName, fetched.timeoutActivityName]).toEqual(['Offline', 'Offline']);
    expect(fetched.multiTaskEnabled).toBe(true);
    expect(fetched.prioritizeQueueOrder).toBe('FIFO');
    const activities = (await api.activities.list()).map((one) => [one.friendlyName, one.available]);
    expect(activities).toEqual([
      ['Offline', false],
      ['Available', true],
      ['Unavailable', false],
    ]);
    expect((await api.taskChannels.list()).map((channel) => channel.uniqueName)).toEqual([
      'default',
      'voice',
      'sms',
      'chat',
      'video',
      'email',
    ]);
    expect(await api.taskQueues.list()).toHaveLength(1);
    const [workflow] = await api.workflows.list();
    expect(JSON.parse(workflow!.configuration)).toEqual({
      task_routing: { filters: [], default_filter: { queue: workspace.queueSid } },
    });
  });

  it('refuses to turn multitasking off, and activities of elsewhere', async () => {
    const workspace = await makeWorkspace(server);
    const other = await makeWorkspace(server);
    await expect(workspace.api().update({ multiTaskEnabled: false })).rejects.toMatchObject(REFUSED);
    await expect(
      workspace.api().update({ timeoutActivitySid: other.activities.Offline }),
    ).rejects.toMatchObject(REFUSED);
  });

  it('removes a workspace with everything in it', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    await workspace.addTask();
    await workspace.api().remove();
    await expect(workspace.api().fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    const { read } = server.context.database;
    for (const table of ['workers', 'worker_channels', 'tasks', 'reservations', 'workflows'] as const) {
      const rows = await read
        .selectFrom(table)
        .select('sid')
        .where('workspace_sid', '=', workspace.sid)
        .execute();
      expect(rows, table).toEqual([]);
    }
    await server.advance(86_400_000);
  });

  it('refuses the name of another worker in whichever case, at once or one after the other', async () => {
    const workspace = await makeWorkspace(server);
    const workers = () => workspace.api().workers;
    await workers().create({ friendlyName: 'Anna' });
    await expect(workers().create({ friendlyName: 'aNNa' })).rejects.toMatchObject(REFUSED);
    const ben = await workers().create({ friendlyName: 'Ben' });
    await expect(workspace.api().workers(ben.sid).update({ friendlyName: 'ANNA' })).rejects.toMatchObject(
      REFUSED,
    );
    expect((await workspace.api().workers(ben.sid).update({ friendlyName: 'BEN' })).friendlyName).toBe('BEN');
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, number) =>
        workers().create({ friendlyName: number % 2 === 0 ? 'Cleo' : 'CLEO' }),
      ),
    );
    expect(tries.filter((entry) => entry.status === 'fulfilled')).toHaveLength(1);
    for (const entry of tries) if (entry.status === 'rejected') expect(entry.reason).toMatchObject(REFUSED);
  });

  it('gives a new worker the default activity and a channel of capacity 1 for every task channel', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const worker = await api.workers.create({ friendlyName: 'anna' });
    expect([worker.activityName, worker.available, worker.attributes]).toEqual(['Offline', false, '{}']);
    await api.taskChannels.create({ friendlyName: 'Letters', uniqueName: 'letters' });
    const channels = await api.workers(worker.sid).workerChannels.list();
    expect(channels.map((one) => [one.taskChannelUniqueName, one.configuredCapacity])).toEqual(
      ['default', 'voice', 'sms', 'chat', 'video', 'email', 'letters'].map((name) => [name, 1]),
    );
    const changed = await api
      .workers(worker.sid)
      .workerChannels('letters')
      .update({ capacity: 4, available: false });
    expect([changed.configuredCapacity, changed.available, changed.availableCapacityPercentage]).toEqual([
      4,
      false,
      100,
    ]);
  });

  it('lists workers by expression, queue, activity and availability', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const experts = await api.taskQueues.create({ friendlyName: 'Experts', targetWorkers: 'level > 3' });
    await workspace.addWorker('anna', { level: 5 });
    await workspace.addWorker('ben', { level: 1, skills: ['es'] });
    await api.workers.create({ friendlyName: 'cleo', attributes: '{"level":9}' });
    const list = async (options: object) => (await api.workers.list(options)).map((one) => one.friendlyName);
    expect(await list({ targetWorkersExpression: "skills HAS 'es'" })).toEqual(['ben']);
    expect(await list({ targetWorkersExpression: "activity_name == 'Available'" })).toEqual(['anna', 'ben']);
    expect(await list({ taskQueueSid: experts.sid })).toEqual(['anna', 'cleo']);
    expect(await list({ taskQueueName: 'Experts', available: 'true' })).toEqual(['anna']);
    expect(await list({ activityName: 'Offline' })).toEqual(['cleo']);
    expect(await list({ available: 'no' })).toEqual(['cleo']);
    expect(await list({ friendlyName: 'ben' })).toEqual(['ben']);
    await expect(list({ targetWorkersExpression: 'skill-level > 3' })).rejects.toMatchObject(REFUSED);
    const queues = async (options: object) =>
      (await api.taskQueues.list(options)).map((one) => one.friendlyName);
    expect(await queues({ evaluateWorkerAttributes: '{"level":4}' })).toEqual(['Sample Queue', 'Experts']);
    expect(await queues({ evaluateWorkerAttributes: '{"level":2}' })).toEqual(['Sample Queue']);
    const ben = (await api.workers.list({ friendlyName: 'ben' }))[0]!;
    expect(await queues({ workerSid: ben.sid })).toEqual(['Sample Queue']);
  });

  it('keeps Available of an activity whatever an update says', async () => {
    const workspace = await makeWorkspace(server);
    const client = sdkClient(server.url, server.account);
    const place = client.taskrouter.v1.workspaces(workspace.sid).activities(workspace.activities.Offline);
    await place.update({ friendlyName: 'Away', available: true } as { friendlyName: string });
    const activity = await place.fetch();
    expect([activity.friendlyName, activity.available]).toEqual(['Away', false]);
  });

  it('says where in a workflow the mistake is', async () => {
    const workspace = await makeWorkspace(server);
    const attempt = (configuration: object | string) =>
      workspace.api().workflows.create({
        friendlyName: 'W',
        configuration: typeof configuration === 'string' ? configuration : JSON.stringify(configuration),
      });
    await expect(attempt('{')).rejects.toMatchObject(REFUSED);
    const targets = [{ queue: workspace.queueSid }, { expression: 'task.a => worker.b' }];
    await expect(
      attempt({ task_routing: { filters: [{ expression: '1==1', targets }] } }),
    ).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('task_routing.filters[0].targets[1].expression'),
    });
    await expect(
      attempt({ task_routing: { filters: [], default_filter: { queue: `WQ${'0'.repeat(32)}` } } }),
    ).rejects.toMatchObject(REFUSED);
    expect(await workspace.api().workflows.list()).toHaveLength(1);
  });
});
