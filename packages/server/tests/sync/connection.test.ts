// A client of Sync that loses its connection, or whose token ends: it misses nothing, hears nothing twice, and is
// told why.
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessToken, addKey } from '../realtime/token-fixture.ts';
import { protocolDatabases } from '../support/databases.ts';
import { openRelay } from './relay.ts';
import { heard, openSync, type SyncDesk, subscribed, until } from './sync-fixture.ts';

const MINUTE = 60_000;

const isConnected = (state: string) => state === 'connected';

describe.each(protocolDatabases())('connections of Sync clients on $name', ({ create }) => {
  let desk: SyncDesk;
  beforeAll(async () => {
    desk = await openSync(create);
  });
  afterAll(() => desk.close());

  it('miss nothing and hear nothing twice when they break', async () => {
    const ann = await desk.connect({ identity: 'ann' });
    const relay = await openRelay(Number(new URL(desk.server.url).port));
    const bob = await desk.connect({ identity: 'bob', through: relay.port });
    const mine = await ann.list('breaks');
    const theirs = await bob.list('breaks');
    const document = await bob.document('breaks');
    await subscribed(theirs);
    const first = until(theirs, 'itemAdded');
    await mine.push({ n: 0 });
    await first;
    const all = heard(theirs, ['itemAdded', 'itemUpdated', 'itemRemoved']);
    const updates = heard(document, ['updated']);
    for (let round = 1; round <= 3; round += 1) {
      const again = until(bob, 'connectionStateChanged', isConnected);
      const told = until<{ item: { index: number } }>(
        theirs,
        'itemUpdated',
        ({ item }) => item.index === round,
      );
      const updated = until<{ data: { round?: number } }>(
        document,
        'updated',
        ({ data }) => data.round === round,
      );
      relay.cut();
      await mine.push({ n: round });
      await mine.set(round, { n: round, again: true });
      await (await ann.document('breaks')).set({ round });
      await Promise.all([again, told, updated]);
    }
    const seen = all.map(({ name, told }) => [name, (told as { item: { index: number } }).item.index]);
    expect(seen).toEqual(
      [1, 2, 3].flatMap((index) => [
        ['itemAdded', index],
        ['itemUpdated', index],
      ]),
    );
    expect(updates.map(({ told }) => (told as { data: object }).data)).toEqual([
      { round: 1 },
      { round: 2 },
      { round: 3 },
    ]);
    await relay.close();
  });

  it('end with a token that has expired, after a warning, and come back with a new one', async () => {
    const token = desk.token({ identity: 'carl', ttl: 10 * 60 });
    const client = await desk.connect({ token });
    const all = heard(client, ['tokenAboutToExpire', 'tokenExpired']);
    const left = decodeJwt(token).exp! * 1_000 - desk.server.clock.now();
    await desk.server.advance(left - 3 * MINUTE - 1);
    await expect(client.document({ id: 'none', mode: 'open_existing' })).rejects.toMatchObject({
      status: 404,
    });
    expect(all).toEqual([]);
    const warned = until(client, 'tokenAboutToExpire');
    await desk.server.advance(1);
    await warned;
    const expired = until(client, 'tokenExpired');
    const ended = until(client, 'connectionStateChanged', (state) => state === 'disconnected');
    await desk.server.advance(3 * MINUTE);
    await Promise.all([expired, ended]);
    expect(all.map(({ name }) => name)).toEqual(['tokenAboutToExpire', 'tokenExpired']);
    const back = until(client, 'connectionStateChanged', isConnected);
    await client.updateToken(desk.token({ identity: 'carl', ttl: 24 * 3_600 }));
    await back;
    expect((await client.document({ id: 'back', data: { back: true } })).data).toEqual({ back: true });
  });

  it('go on with a token renewed in time', async () => {
    const client = await desk.connect({ identity: 'dora', ttl: 3_600 });
    const map = await client.map('renewed');
    await subscribed(map);
    const all = heard(client, ['tokenExpired', 'connectionStateChanged']);
    await client.updateToken(desk.token({ identity: 'dora', ttl: 24 * 3_600 }));
    await desk.server.advance(2 * 60 * MINUTE);
    const other = await desk.connect({ identity: 'dave', ttl: 24 * 3_600 });
    const told = until(map, 'itemAdded');
    await (await other.map('renewed')).set('still', {});
    await told;
    expect(all).toEqual([]);
  });

  it('are refused with tokens that are not good, and say which', async () => {
    const { server, key } = desk;
    const other = await server.addAccount();
    const foreign = await addKey(server, other);
    const wish = { accountSid: server.account.sid, key, identity: 'eve', syncServiceSid: 'default' };
    const tokens = [
      ['nonsense', 20101, false],
      [accessToken({ ...wish, key: foreign }), 20103, false],
      [accessToken({ ...wish, key: { ...key, secret: 'wrong' } }), 20107, false],
      [accessToken({ ...wish, nbf: Math.floor(server.clock.now() / 1_000) + 24 * 3_600 }), 20105, false],
      [accessToken({ ...wish, ttl: 60 }), 20104, true],
    ] as const;
    for (const [token, code, isExpired] of tokens) {
      const client = desk.open({ token });
      const all = heard(client, ['tokenExpired']);
      const told = until<{ terminal: boolean }>(client, 'connectionError');
      const denied = until(client, 'connectionStateChanged', (state) => state === 'denied');
      expect(await told).toMatchObject({ terminal: true, httpStatusCode: 401, errorCode: code });
      await denied;
      expect(all.length, String(code)).toBe(isExpired ? 1 : 0);
    }
  });

  it('refuse the token of somebody else', async () => {
    const client = await desk.connect({ identity: 'fay', ttl: 24 * 3_600 });
    const denied = until(client, 'connectionStateChanged', (state) => state === 'denied');
    await expect(client.updateToken(desk.token({ identity: 'gus', ttl: 24 * 3_600 }))).rejects.toThrow();
    await denied;
  });

  it('refuse a token that has ended', async () => {
    const client = await desk.connect({ identity: 'hal', ttl: 24 * 3_600 });
    await expect(client.updateToken(desk.token({ identity: 'hal', ttl: 60 }))).rejects.toMatchObject({
      status: 400,
      code: 51130,
    });
  });

  it('do without grants of Sync only what needs none', async () => {
    const token = accessToken({
      accountSid: desk.server.account.sid,
      key: desk.key,
      identity: 'ida',
      ttl: 24 * 3_600,
    });
    const client = await desk.connect({ token });
    await expect(client.document('any')).rejects.toMatchObject({ status: 403, code: 20006 });
    const lost = await desk.connect({ serviceSid: `IS${'0'.repeat(32)}`, ttl: 24 * 3_600 });
    await expect(lost.document({ id: 'any', mode: 'open_existing' })).rejects.toMatchObject({
      status: 404,
      code: 54050,
    });
  });

  it('survive a restart of the server without a gap or a double', async () => {
    const ttl = 24 * 3_600;
    const ann = await desk.connect({ identity: 'ann', ttl });
    const bob = await desk.connect({ identity: 'bob', ttl });
    const mine = await ann.map('restart');
    const theirs = await bob.map('restart');
    await subscribed(theirs);
    const first = until(theirs, 'itemAdded');
    await mine.set('before', {});
    await first;
    const all = heard(theirs, ['itemAdded', 'itemUpdated', 'itemRemoved']);
    const back = [ann, bob].map((client) => until(client, 'connectionStateChanged', isConnected));
    await desk.restart();
    await Promise.all(back);
    const last = until<{ item: { key: string } }>(theirs, 'itemAdded', ({ item }) => item.key === 'last');
    await mine.set('during', {});
    await mine.remove('before');
    await mine.set('last', {});
    await last;
    expect(
      all.map(({ name, told }) => [name, (told as never as { item?: { key: string } }).item?.key]),
    ).toEqual([
      ['itemAdded', 'during'],
      ['itemRemoved', undefined],
      ['itemAdded', 'last'],
    ]);
  });
});
