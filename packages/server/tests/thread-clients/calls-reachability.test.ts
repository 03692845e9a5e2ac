// Who is online: users with a client connected to any process, in services that show it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SILENCE_MS } from '#products/thread-clients/reachability/presence.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { type CallDesk, type Caller, openCalls } from './calls-fixture.ts';

describe.each(databases())('reachability on $name', ({ create, name }) => {
  let desk: CallDesk;
  const started: TestServer[] = [];
  beforeAll(async () => {
    desk = await openCalls(create);
  });
  beforeEach(() => desk.service.update({ reachabilityEnabled: true }));
  afterAll(async () => {
    for (const server of started) await server.stop();
    await desk.close();
  });

  async function isOnline(identity: string): Promise<boolean | null> {
    await desk.server.settled();
    for (const server of started) await server.settled();
    return (await desk.user(identity)).isOnline;
  }

  async function gone({ client }: Caller): Promise<void> {
    client.socket.terminate();
    await client.closed;
    // The server hears of it with the next turn of its event loop.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  async function changes(identity: string): Promise<number> {
    const { read } = desk.server.context.database;
    const { sid } = await desk.user(identity);
    const rows = await read
      .selectFrom('events')
      .select('id')
      .where('type', '=', 'user.updated')
      .where('subject_sid', '=', sid)
      .execute();
    return rows.length;
  }

  it('follows the clients of a user: online with the first, offline with the last', async () => {
    const first = await desk.caller('ann');
    expect(await isOnline('ann')).toBe(true);
    expect(await changes('ann')).toBe(1);
    const other = await desk.caller('ann');
    await gone(first);
    expect(await isOnline('ann')).toBe(true);
    expect(await changes('ann')).toBe(1);
    await gone(other);
    expect(await isOnline('ann')).toBe(false);
    expect(await changes('ann')).toBe(2);
    const again = await desk.caller('ann');
    expect((await again.get('/Users/ann')).status).toBe(200);
    expect(await isOnline('ann')).toBe(true);
  });

  it('is not told to webhooks', async () => {
    const caller = await desk.caller('quiet');
    await gone(caller);
    expect(await isOnline('quiet')).toBe(false);
    const { read } = desk.server.context.database;
    const hooked = await read
      .selectFrom('events')
      .select('data')
      .where('type', '=', 'user.updated')
      .execute();
    expect(hooked.some(({ data }) => data.includes('"isHooked":true'))).toBe(false);
  });

  it('shows who can be pushed to', async () => {
    const caller = await desk.caller('phone');
    await desk.server.settled();
    expect((await desk.user('phone')).isNotifiable).toBe(false);
    const device = { channel_type: 'apn', message_types: [], data: { registration_id: 'd1' } };
    const { body } = await caller.post('/v1/registrations', device);
    await desk.server.settled();
    expect((await desk.user('phone')).isNotifiable).toBe(true);
    await caller.delete(`/v1/registrations/${body.id}`);
    await desk.server.settled();
    expect((await desk.user('phone')).isNotifiable).toBe(false);
  });

  it('begins and ends with the setting of the service', async () => {
    await desk.service.update({ reachabilityEnabled: false });
    const caller = await desk.caller('hidden');
    expect(await isOnline('hidden')).toBeNull();
    await desk.service.update({ reachabilityEnabled: true });
    await desk.server.advance(5_000);
    expect(await isOnline('hidden')).toBe(true);
    await desk.service.update({ reachabilityEnabled: false });
    await desk.server.advance(5_000);
    expect(await isOnline('hidden')).toBeNull();
    await gone(caller);
    expect(await isOnline('hidden')).toBeNull();
  });

  it('ends for everybody when the server stops', async () => {
    const stopping = await startServer(desk.database.url, {}, desk.server.clock);
    await desk.caller('moved', { at: stopping });
    await stopping.settled();
    expect(await isOnline('moved')).toBe(true);
    await stopping.stop();
    expect(await isOnline('moved')).toBe(false);
  });

  it.runIf(name === 'sqlite')('ends for everybody an earlier process has left behind', async () => {
    await desk.caller('left behind');
    expect(await isOnline('left behind')).toBe(true);
    // No two processes have this database: the first one must be gone.
    const next = await startServer(desk.database.url, {}, desk.server.clock);
    const { read } = next.context.database;
    const user = read.selectFrom('users').select('is_online').where('identity', '=', 'left behind');
    expect(await user.executeTakeFirst()).toEqual({ is_online: 0 });
    await next.stop();
  });

  it.runIf(name === 'postgres')('counts over processes, and survives one that is killed', async () => {
    const second = await startServer(desk.database.url, {}, desk.server.clock);
    const doomed = await startServer(desk.database.url, {}, desk.server.clock);
    started.push(second);
    const here = await desk.caller('both');
    await desk.caller('both', { at: second });
    const alone = await desk.caller('alone', { at: doomed });
    await desk.caller('both', { at: doomed });
    await Promise.all([desk.server.settled(), second.settled(), doomed.settled()]);
    expect(await isOnline('alone')).toBe(true);
    await gone(here);
    expect(await isOnline('both')).toBe(true);
    // Killed: it writes nothing any more, and nobody has told it to let go.
    doomed.context.log.level = 'silent';
    await doomed.context.database.close();
    desk.server.clock.advance(SILENCE_MS - 5_000);
    await Promise.all([desk.server.settled(), second.settled()]);
    expect(await isOnline('alone')).toBe(true);
    for (let passed = 0; passed <= 10_000; passed += 5_000) {
      desk.server.clock.advance(5_000);
      await Promise.all([desk.server.settled(), second.settled()]);
    }
    expect(await isOnline('alone')).toBe(false);
    expect(await isOnline('both')).toBe(true);
    void alone;
    await doomed.app.server.close();
  });
});
