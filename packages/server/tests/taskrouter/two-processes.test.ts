// Two servers on one PostgreSQL database route the same workspace.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { startServer } from '../support/start-server.ts';
import { makeWorkspace } from './workspace-fixture.ts';

describe.each(databases().filter(({ name }) => name === 'postgres'))('two servers on $name', ({ create }) => {
  it('offer each task once and put no worker over capacity', async () => {
    const database = await create();
    const [first, second] = [await startServer(database.url), await startServer(database.url)];
    const workspace = await makeWorkspace(first);
    const capacities = [1, 2, 3];
    for (const capacity of capacities) await workspace.addWorker(`worker ${capacity}`, {}, capacity);
    const elsewhere = sdkClient(second.url, first.account).taskrouter.v1.workspaces(workspace.sid);
    await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        (number % 2 === 0 ? workspace.api() : elsewhere).tasks.create({ workflowSid: workspace.workflowSid }),
      ),
    );
    await Promise.all([first.settled(), second.settled()]);
    await Promise.all([first.settled(), second.settled()]);
    const reservations = await first.context.database.read
      .selectFrom('reservations')
      .select(['task_sid', 'worker_sid'])
      .where('workspace_sid', '=', workspace.sid)
      .where('reservation_status', '=', 'pending')
      .execute();
    const channels = await first.context.database.read
      .selectFrom('worker_channels')
      .innerJoin('task_channels', 'task_channels.sid', 'worker_channels.task_channel_sid')
      .select(['worker_channels.worker_sid', 'capacity', 'assigned_tasks'])
      .where('worker_channels.workspace_sid', '=', workspace.sid)
      .where('task_channels.unique_name', '=', 'default')
      .execute();
    for (const { worker_sid, capacity, assigned_tasks } of channels) {
      const held = reservations.filter((reservation) => reservation.worker_sid === worker_sid);
      expect([held.length, assigned_tasks]).toEqual([capacity, capacity]);
    }
    expect(new Set(reservations.map(({ task_sid }) => task_sid)).size).toBe(6);
    expect(await workspace.api().tasks.list({ assignmentStatus: ['reserved'] })).toHaveLength(6);
    await first.stop();
    await second.stop();
    await database.dispose();
  });

  it('hand a workspace over when one of them stops, without waiting for a lease to run out', async () => {
    const database = await create();
    const first = await startServer(database.url);
    const workspace = await makeWorkspace(first);
    await workspace.addWorker('anna', {}, 5);
    const second = await startServer(database.url);
    const owner = async () =>
      (await second.context.database.read.selectFrom('routing_owners').select('owner').execute())[0]?.owner;
    const before = await owner();
    await first.stop();
    await expect.poll(owner).not.toBe(before);
    const elsewhere = sdkClient(second.url, first.account).taskrouter.v1.workspaces(workspace.sid);
    const task = await elsewhere.tasks.create({ workflowSid: workspace.workflowSid });
    await second.settled();
    expect((await elsewhere.tasks(task.sid).fetch()).assignmentStatus).toBe('reserved');
    await second.stop();
    await database.dispose();
  });
});
