// Callbacks that are written later than what they tell of was removed: they carry all they would have carried.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placed } from '#events/read-log.ts';
import { manualClock } from '#kernel/clock.ts';
import { readEventNames } from '#products/taskrouter/callbacks/event-names.ts';
import { openDatabase } from '#storage/open.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { makeWorkspace } from './workspace-fixture.ts';

describe.each(databases())('late callbacks on $name', ({ create }) => {
  let server: TestServer;
  let url: string;
  let dispose: () => Promise<void>;

  beforeAll(async () => {
    ({ url, dispose } = await create());
    server = await startServer(url);
  });
  afterAll(async () => {
    await dispose();
  });

  it('tell of an offer whose task and worker are gone what they were', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const worker = await workspace.addWorker('anna', { level: 7 });
    const task = await workspace.addTask({ attributes: '{"n":1}' });
    await server.settled();
    await api.tasks(task).remove();
    await api.workers(worker).update({ activitySid: workspace.activities.Offline });
    await api.workers(worker).remove();
    await server.settled();
    await server.stop();

    const database = await openDatabase(url, manualClock());
    const rows = await database.read
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'reservation.created')
      .execute();
    const offered = rows.map(placed);
    expect(offered).toHaveLength(1);
    const names = await database.transaction((tx) => readEventNames(tx, offered));
    await database.close();
    expect(names.tasks.has(task) || names.workers.has(worker)).toBe(false);
    expect(names.removedTasks.get(task)?.attributes).toBe('{"n":1}');
    expect(JSON.parse(names.removedWorkers.get(worker)!.attributes)).toMatchObject({ level: 7 });
  });
});
