// Figures are written exactly once and forgotten when nobody can ask for them any more.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHUNK } from '#operations/housekeeping.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import { databases, type TestDatabase } from '../../support/databases.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { makeWorkspace } from '../workspace-fixture.ts';
import { acceptAfter, advanceToNext, DAY, HOUR, MINUTE, moveTo } from './scene.ts';

const TABLES = ['statistics_buckets', 'statistics_waits', 'statistics_moves'] as const;

describe.each(databases())('the figures on $name', ({ create }) => {
  let server: TestServer;
  let database: TestDatabase;

  beforeEach(async () => {
    database = await create();
    server = await startServer(database.url);
  });
  afterEach(async () => {
    await server.stop();
    await database.dispose();
  });

  const rows = async () => {
    const counts: number[] = [];
    for (const table of TABLES) {
      const found = await server.context.database.read.selectFrom(table).select('starts_at').execute();
      counts.push(found.length);
    }
    return counts;
  };

  it('are forgotten after 31 days, and where workers are is not', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await acceptAfter(server, workspace, 5);
    const full = await rows();
    expect(full.every((count) => count > 0)).toBe(true);
    await advanceToNext(server, DAY);
    await server.advance(29 * DAY);
    const startDate = new Date(server.clock.now() - 30 * DAY);
    const month = await workspace.api().cumulativeStatistics().fetch({ startDate });
    expect(month.tasksCreated).toBe(1);
    expect(await rows()).toEqual(full);
    await server.advance(2 * DAY + HOUR);
    await server.advance(HOUR);
    expect(await rows()).toEqual([0, 0, 0]);
    const { cumulative } = await workspace.api().workers(anna).statistics().fetch({ minutes: 60 });
    expect(cumulative.activity_durations).toContainEqual({
      sid: workspace.activities.Available,
      friendly_name: 'Available',
      avg: 3_600,
      min: 3_600,
      max: 3_600,
      total: 3_600,
    });
  });

  it('are forgotten a chunk at a time, until all that are old are gone', async () => {
    const start = server.clock.now() - 40 * DAY;
    const old = Array.from({ length: CHUNK + 20 }, (_, index) => ({
      account_sid: server.account.sid,
      scope_sid: 'WQ1',
      grain: MINUTE,
      starts_at: start + index * MINUTE,
      task_channel_sid: 'TC1',
      wait: index,
      accepted: 1,
      canceled: 0,
    }));
    for (const part of [old.slice(0, 300), old.slice(300)]) {
      await server.context.database.transaction((tx) => insertRows(tx, 'statistics_waits', part));
    }
    await server.advance(HOUR);
    expect((await rows())[1]).toBe(0);
  });

  it('go on where they stopped when the server is started again', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await acceptAfter(server, workspace, 5);
    const { clock, account } = server;
    await server.stop();
    server = await startServer(database.url, {}, clock);
    await server.settled();
    await server.advance(MINUTE);
    const base = `${server.url}/taskrouter/v1/Workspaces/${workspace.sid}`;
    const headers = { authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}` };
    const fetchJson = async (path: string) =>
      (await (await fetch(`${base}${path}`, { headers })).json()) as Record<string, never>;
    expect(await fetchJson('/CumulativeStatistics')).toMatchObject({
      tasks_created: 1,
      reservations_accepted: 1,
      tasks_completed: 1,
    });
    expect((await fetchJson(`/Workers/${anna}/Statistics`))['cumulative']).toMatchObject({
      reservations_accepted: 1,
    });
  });

  it('do not keep workers of a removed workspace', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await moveTo(server, workspace, anna, 'Unavailable');
    const present = () =>
      server.context.database.read
        .selectFrom('statistics_presence')
        .select('activity_sid')
        .where('workspace_sid', '=', workspace.sid)
        .execute();
    expect(await present()).toEqual([{ activity_sid: workspace.activities.Unavailable }]);
    await workspace.api().remove();
    await server.settled();
    expect(await present()).toEqual([]);
  });
});
