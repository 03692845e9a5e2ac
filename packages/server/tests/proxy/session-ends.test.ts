// When sessions end by themselves: one tick before, at and after; and what comes in at that moment.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { ProxyServer, refusalOf } from './proxy-server.ts';

const DAY_MS = 24 * 3_600_000;

describe.each(databases())('ends of Proxy sessions on $name', (kind) => {
  let proxy: ProxyServer;
  let number: string;
  let service: Awaited<ReturnType<ProxyServer['service']>>;
  let api: Awaited<ReturnType<ProxyServer['service']>>['api'];
  let customer: string;
  let agent: string;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
    number = proxy.freshNumber();
    service = await proxy.service([number]);
    api = service.api;
  });
  afterAll(() => proxy.stop());
  beforeEach(() => {
    [customer, agent] = [proxy.freshNumber(212), proxy.freshNumber(212)];
  });

  const make = (more: Record<string, unknown> = {}) =>
    api.sessions.create({
      mode: 'message-only',
      participants: [{ Identifier: customer }, { Identifier: agent }] as never,
      ...more,
    });
  const stateOf = async (sid: string) => {
    const { status, closedReason } = await api.sessions(sid).fetch();
    return [status, closedReason];
  };
  const isTaken = async () => (await proxy.receive(customer, number, 'hi')).is_taken;

  it('ends a time to live at its last millisecond, and not one before', async () => {
    const { sid } = await make({ ttl: 60 });
    await proxy.server.advance(59_999);
    expect(await stateOf(sid)).toEqual(['open', null]);
    await proxy.server.advance(1);
    expect(await stateOf(sid)).toEqual(['closed', 'ttl']);
    await proxy.server.advance(1);
    expect(await isTaken()).toBe(0);
  });

  it('begins the time to live again with a text one millisecond before its end, and takes none at it', async () => {
    const { sid } = await make({ ttl: 60 });
    await proxy.server.advance(59_999);
    expect(await isTaken()).toBe(1);
    const used = await api.sessions(sid).fetch();
    expect(used.status).toBe('in-progress');
    await proxy.server.advance(59_999);
    expect(await stateOf(sid)).toEqual(['in-progress', null]);
    await proxy.server.advance(1);
    expect(await stateOf(sid)).toEqual(['closed', 'ttl']);
    expect(await isTaken()).toBe(0);
  });

  it('ends at DateExpiry to the millisecond, however busy it is', async () => {
    const dateExpiry = new Date(Math.ceil(proxy.server.clock.now() / 1_000) * 1_000 + 30_000);
    const { sid } = await make({ dateExpiry, ttl: 3_600 });
    const left = dateExpiry.getTime() - proxy.server.clock.now();
    await proxy.server.advance(left - 1);
    expect(await isTaken()).toBe(1);
    expect(await stateOf(sid)).toEqual(['in-progress', null]);
    expect((await api.sessions(sid).fetch()).dateExpiry).toEqual(dateExpiry);
    await proxy.server.advance(1);
    expect(await stateOf(sid)).toEqual(['closed', 'expired']);
    expect(await isTaken()).toBe(0);
  });

  it('never ends with neither a time to live nor a date, not after 90 days either', async () => {
    const { sid } = await make();
    await proxy.server.advance(91 * DAY_MS);
    expect(await stateOf(sid)).toEqual(['open', null]);
    expect(await isTaken()).toBe(1);
    expect((await api.sessions(sid).fetch()).dateExpiry).toBeNull();
  });

  it('counts the time to live anew when it is opened again, and forgets a date that has passed', async () => {
    const { sid } = await make({ ttl: 60 });
    await proxy.server.advance(60_000);
    await api.sessions(sid).update({ status: 'in-progress' });
    await proxy.server.advance(59_999);
    expect(await stateOf(sid)).toEqual(['in-progress', null]);
    await proxy.server.advance(1);
    expect(await stateOf(sid)).toEqual(['closed', 'ttl']);
  });

  it('is told apart in the order of what happens: a text either is carried or finds the session ended', async () => {
    for (let round = 0; round < 6; round += 1) {
      [customer, agent] = [proxy.freshNumber(212), proxy.freshNumber(212)];
      const { sid } = await make({ ttl: 60 });
      proxy.server.clock.advance(round % 2 === 0 ? 59_999 : 60_000);
      const texts = await Promise.all([
        proxy.receive(customer, number, 'one'),
        proxy.receive(customer, number, 'two'),
        proxy.receive(agent, number, 'three'),
      ]);
      await proxy.server.settled();
      const carried = texts.filter(({ is_taken }) => is_taken === 1);
      expect(await api.sessions(sid).interactions.list()).toHaveLength(carried.length);
      const [status] = await stateOf(sid);
      expect(carried.length > 0).toBe(status === 'in-progress');
      expect(carried).toHaveLength(round % 2 === 0 ? 3 : 0);
    }
  });

  it('refuses to send through a session that has ended, even before its timer has fired (80607)', async () => {
    const { sid } = await make({ ttl: 60 });
    const [participant] = await api.sessions(sid).participants.list();
    proxy.server.clock.advance(60_000);
    expect(
      await refusalOf(
        api.sessions(sid).participants(participant!.sid).messageInteractions.create({ body: 'x' }),
      ),
    ).toMatchObject({ code: 80607 });
    await proxy.server.settled();
  });
});
