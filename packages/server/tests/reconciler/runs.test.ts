// The reconciler by itself: when it runs, in how many processes, and what is left of a run that was cut short.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { makeWorkspace } from '../taskrouter/workspace-fixture.ts';
import { ask, findings, goneConversation, type Json, repairEvents } from './reconciler-fixture.ts';

const MINUTE = 60_000;

/** Settings of the reconciler as an operator would give them. */
const settings = (variables: Record<string, string>) => ({ reconciler: readConfig(variables).reconciler });

describe.each(databases())('runs of the reconciler on $name', ({ name, create }) => {
  let database: TestDatabase;
  let servers: TestServer[];
  beforeEach(async () => {
    database = await create();
    servers = [];
  });
  afterEach(async () => {
    for (const server of servers) await server.stop();
    await database.dispose();
  });

  async function start(variables: Record<string, string>, clock?: TestServer['clock']) {
    const server = await startServer(database.url, settings(variables), clock);
    servers.push(server);
    return server;
  }

  async function lostTasks(server: TestServer, count: number): Promise<string[]> {
    const workspace = await makeWorkspace(server);
    const attributes = JSON.stringify({ conversationSid: await goneConversation(server, server.account) });
    const sids: string[] = [];
    for (let made = 0; made < count; made += 1) sids.push(await workspace.addTask({ attributes }));
    return sids;
  }

  it('runs every so often, for every account, and a restart does not put a run off', async () => {
    const server = await start({ PARLEY_RECONCILE_INTERVAL: '1800' });
    const [mine] = await lostTasks(server, 1);
    const other = await server.addAccount();
    const [theirs] = await lostTasks({ ...server, account: other }, 1);
    await server.advance(20 * MINUTE);
    expect(await findings(server, server.account)).toHaveLength(1);
    await server.stop();
    servers.pop();
    const again = await start({ PARLEY_RECONCILE_INTERVAL: '1800' }, server.clock);
    await again.advance(10 * MINUTE - 1);
    expect(await repairEvents(again, mine!)).toEqual([]);
    await again.advance(1);
    expect(await repairEvents(again, mine!)).toHaveLength(1);
    expect(await repairEvents(again, theirs!)).toHaveLength(1);

    const [later] = await lostTasks({ ...again, account: other }, 1);
    await again.advance(30 * MINUTE - 1);
    expect(await repairEvents(again, later!)).toEqual([]);
    await again.advance(1);
    expect(await repairEvents(again, later!)).toHaveLength(1);
  });

  it('never runs with an interval of 0, whatever ran before', async () => {
    const server = await start({ PARLEY_RECONCILE_INTERVAL: '60' });
    await server.stop();
    servers.pop();
    const off = await start({ PARLEY_RECONCILE_INTERVAL: '0' }, server.clock);
    const [sid] = await lostTasks(off, 1);
    await off.advance(90 * MINUTE);
    expect(await repairEvents(off, sid!)).toEqual([]);
    expect(await findings(off, off.account)).toHaveLength(1);
  });

  it('obeys the limits it is given', async () => {
    const server = await start({
      PARLEY_RECONCILE_INTERVAL: '0',
      PARLEY_RECONCILE_TASK_WITHOUT_CUSTOMER: '5',
    });
    await lostTasks(server, 1);
    await server.advance(4_999);
    expect(await findings(server, server.account)).toEqual([]);
    await server.advance(1);
    expect(await findings(server, server.account)).toHaveLength(1);
  });

  it('repairs once, however many run at once', async () => {
    const off = { PARLEY_RECONCILE_INTERVAL: '0' };
    const one = await start(off);
    const two = name === 'postgres' ? await start(off, one.clock) : one;
    const sids = await lostTasks(one, 12);
    await one.advance(20 * MINUTE);
    const runs = await Promise.all(
      [one, two, one, two].map((server) => ask(server, one.account, 'POST', 'Reconciliations')),
    );
    const repaired = runs
      .flatMap(({ body }) => body.repairs as Json[])
      .filter(({ outcome }) => outcome === 'repaired')
      .map(({ subject_sid: sid }) => sid);
    expect(repaired.sort()).toEqual([...sids].sort());
    for (const sid of sids) expect(await repairEvents(one, sid)).toHaveLength(1);
    const canceled = await one.context.database.read
      .selectFrom('events')
      .select('subject_sid')
      .where('type', '=', 'task.canceled')
      .execute();
    expect(canceled).toHaveLength(12);
  });
});
