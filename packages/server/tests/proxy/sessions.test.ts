// Proxy sessions: how they are made, named, closed and opened again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { closeSession, findActiveSessionByName } from '#products/proxy/proxy.ts';
import { databases } from '../support/databases.ts';
import { ProxyServer, refusalOf } from './proxy-server.ts';

type Service = Awaited<ReturnType<ProxyServer['service']>>;

describe.each(databases())('Proxy sessions on $name', (kind) => {
  let proxy: ProxyServer;
  let number: string;
  let service: Service;
  let api: Service['api'];

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
    number = proxy.freshNumber();
    service = await proxy.service([number]);
    api = service.api;
  });
  afterAll(() => proxy.stop());

  const participantsOf = (sid: string) => api.sessions(sid).participants.list();
  const close = (accountSid: string, sessionSid: string) =>
    proxy.context.database.transaction((tx) => closeSession(tx, { accountSid, sessionSid, reason: 'test' }));

  it('starts open, with nothing dated and the defaults of Twilio', async () => {
    expect(await api.sessions.create({ uniqueName: 'plain' })).toMatchObject({
      uniqueName: 'plain',
      status: 'open',
      mode: 'voice-and-message',
      ttl: 0,
      dateStarted: null,
      dateEnded: null,
      dateLastInteraction: null,
      dateExpiry: null,
      closedReason: null,
    });
  });

  it.each([
    ['repeated objects', (items: object[]) => items.map((item) => JSON.stringify(item))],
    ['one JSON array', (items: object[]) => JSON.stringify(items)],
  ])('takes participants as %s, with keys in any case', async (_form, encode) => {
    const channel = await proxy.channel();
    const customer = proxy.freshNumber(212);
    const answer = await proxy.request('POST', `/Services/${service.sid}/Sessions`, {
      Mode: 'message-only',
      Participants: encode([
        { Identifier: customer, ProxyIdentifier: number, FriendlyName: 'Jane' },
        { identifier: channel.sid, proxy_identifier: number, friendlyName: customer },
      ]),
    });
    expect(answer.status).toBe(201);
    const participants = await participantsOf(answer.body.sid);
    expect(participants.map((row) => [row.identifier, row.proxyIdentifier, row.friendlyName])).toEqual(
      expect.arrayContaining([
        [customer, number, 'Jane'],
        [channel.sid, number, customer],
      ]),
    );
  });

  it.each([
    ['something that is not JSON', '{', 20001],
    ['a number instead of an object', '7', 20001],
    ['no identifier', '{"FriendlyName":"x"}', 20001],
    ['an identifier that is no text', '{"Identifier":7}', 20001],
    ['a phone number no country has', '{"Identifier":"+999"}', 80404],
    ['an identifier twice', '[{"Identifier":"+12125550001"},{"Identifier":"+12125550001"}]', 80103],
    [
      'three participants',
      '[{"Identifier":"+12125550001"},{"Identifier":"+12125550002"},{"Identifier":"+12125550003"}]',
      80609,
    ],
  ])('refuses %s and creates nothing', async (_case, participants, code) => {
    const uniqueName = newSid('un');
    const answer = await proxy.request('POST', `/Services/${service.sid}/Sessions`, {
      UniqueName: uniqueName,
      Participants: participants,
    });
    expect(answer).toMatchObject({ status: 400, body: { code } });
    await api.sessions.create({ uniqueName });
  });

  it('keeps a unique name taken after the session is closed: 80603, telling which session has it', async () => {
    const { sid } = await api.sessions.create({ uniqueName: 'named' });
    expect(await refusalOf(api.sessions.create({ uniqueName: 'named' }))).toMatchObject({
      status: 400,
      code: 80603,
      details: { sessionSid: sid, sessionStatus: 'open' },
    });
    await api.sessions(sid).update({ status: 'closed' });
    expect(await refusalOf(api.sessions.create({ uniqueName: 'named' }))).toMatchObject({ code: 80603 });
    await api.sessions(sid).remove();
    await api.sessions.create({ uniqueName: 'named' });
    const elsewhere = await proxy.service();
    await elsewhere.api.sessions.create({ uniqueName: 'named' });
  });

  it('lets one of 50 requests at once have a unique name', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => api.sessions.create({ uniqueName: 'raced' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : []));
    expect(codes).toEqual(Array.from({ length: 49 }, () => 80603));
  });

  it('closes with the reason api, and opens again only as in-progress (80608)', async () => {
    const { sid } = await api.sessions.create({
      participants: [{ Identifier: '+12125550010' }] as never,
    });
    const closed = await api.sessions(sid).update({ status: 'closed' });
    expect(closed).toMatchObject({ status: 'closed', closedReason: 'api' });
    expect(closed.dateEnded).toBeInstanceOf(Date);
    expect(await refusalOf(api.sessions(sid).update({ status: 'open' }))).toMatchObject({
      status: 400,
      code: 80608,
    });
    const reopened = await api.sessions(sid).update({ status: 'in-progress' });
    expect(reopened).toMatchObject({ status: 'in-progress', closedReason: null, dateEnded: null });
    expect((await participantsOf(sid)).map(({ identifier }) => identifier)).toEqual(['+12125550010']);
    expect(await refusalOf(api.sessions(sid).update({ status: 'failed' }))).toMatchObject({ code: 80608 });
  });

  it('frees the pairs of a closed session, and does not take them back from another one (80801)', async () => {
    const participants = [{ Identifier: '+12125550011', ProxyIdentifier: number }] as never;
    const first = await api.sessions.create({ participants });
    expect(await refusalOf(api.sessions.create({ participants }))).toMatchObject({
      status: 409,
      code: 80604,
      details: { sessionSid: first.sid, proxyIdentifier: number, identifier: '+12125550011' },
    });
    await api.sessions(first.sid).update({ status: 'closed' });
    const second = await api.sessions.create({ participants });
    expect(await refusalOf(api.sessions(first.sid).update({ status: 'in-progress' }))).toMatchObject({
      status: 400,
      code: 80801,
    });
    expect(await api.sessions(first.sid).fetch()).toMatchObject({ status: 'closed', closedReason: 'api' });
    await api.sessions(second.sid).remove();
    expect(await api.sessions(first.sid).update({ status: 'in-progress' })).toMatchObject({
      status: 'in-progress',
    });
  });

  it('lets one of many closed sessions with the same pair be opened again at once', async () => {
    const participants = [{ Identifier: '+12125550012', ProxyIdentifier: number }] as never;
    const sids: string[] = [];
    for (let made = 0; made < 12; made += 1) {
      const { sid } = await api.sessions.create({ participants });
      await api.sessions(sid).update({ status: 'closed' });
      sids.push(sid);
    }
    const outcomes = await Promise.allSettled(
      sids.map((sid) => api.sessions(sid).update({ status: 'in-progress' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : []));
    expect(new Set(codes)).toEqual(new Set([80801]));
  });

  it('is created in progress or closed when asked, but closed not with participants (80607)', async () => {
    const started = await api.sessions.create({ status: 'in-progress' });
    expect(started.dateStarted).toBeInstanceOf(Date);
    expect(await api.sessions.create({ status: 'closed' })).toMatchObject({ closedReason: 'api' });
    const participants = [{ Identifier: '+12125550013' }] as never;
    expect(await refusalOf(api.sessions.create({ status: 'closed', participants }))).toMatchObject({
      code: 80607,
    });
  });

  it('ends a time to live after the last interaction, and names the date only after one', async () => {
    const customer = '+12125550014';
    const { sid } = await api.sessions.create({
      ttl: 100,
      participants: [{ Identifier: customer }, { Identifier: '+12125550015' }] as never,
    });
    const [first] = await participantsOf(sid);
    await proxy.server.advance(90_000);
    expect(await api.sessions(sid).fetch()).toMatchObject({ status: 'open', ttl: 100, dateExpiry: null });
    const saidAt = proxy.server.clock.now();
    await api.sessions(sid).participants(first!.sid).messageInteractions.create({ body: 'still there?' });
    const used = await api.sessions(sid).fetch();
    expect(used.status).toBe('in-progress');
    expect(used.dateExpiry.getTime()).toBe(saidAt + 100_000);
    expect(used.dateLastInteraction.getTime()).toBe(saidAt);

    await proxy.server.advance(99_000);
    expect((await api.sessions(sid).fetch()).status).toBe('in-progress');
    await proxy.server.advance(1_000);
    expect(await api.sessions(sid).fetch()).toMatchObject({ status: 'closed', closedReason: 'ttl' });
    await api.sessions.create({ participants: [{ Identifier: customer, ProxyIdentifier: number }] as never });
  });

  it('takes the service’s default time to live', async () => {
    const other = await proxy.service([], { defaultTtl: 10 });
    const { sid, ttl } = await other.api.sessions.create();
    expect(ttl).toBe(10);
    await proxy.server.advance(10_000);
    expect(await other.api.sessions(sid).fetch()).toMatchObject({ status: 'closed', closedReason: 'ttl' });
  });

  it('ends at DateExpiry whatever the time to live says, and stores both', async () => {
    const dateExpiry = new Date(proxy.server.clock.now() + 50_000);
    const { sid } = await api.sessions.create({ ttl: 10, dateExpiry });
    const waiting = await api.sessions(sid).fetch();
    expect(waiting.ttl).toBe(10);
    expect(waiting.dateExpiry).toEqual(dateExpiry);
    await proxy.server.advance(49_000);
    expect((await api.sessions(sid).fetch()).status).toBe('open');
    await proxy.server.advance(1_000);
    expect(await api.sessions(sid).fetch()).toMatchObject({ status: 'closed', closedReason: 'expired' });
    expect(await api.sessions(sid).update({ status: 'in-progress' })).toMatchObject({
      status: 'in-progress',
    });
  });

  it('refuses a DateExpiry that has passed', async () => {
    const dateExpiry = new Date(proxy.server.clock.now() - 1_000);
    expect(await refusalOf(api.sessions.create({ dateExpiry }))).toMatchObject({ status: 400, code: 20001 });
  });

  it('moves the end when the time to live is changed, and never ends with 0', async () => {
    const { sid } = await api.sessions.create({ ttl: 10 });
    await api.sessions(sid).update({ ttl: 1_000 });
    await proxy.server.advance(20_000);
    expect((await api.sessions(sid).fetch()).status).toBe('open');
    await api.sessions(sid).update({ ttl: 0 });
    await proxy.server.advance(10_000_000);
    expect((await api.sessions(sid).fetch()).status).toBe('open');
    await api.sessions(sid).update({ ttl: 1 });
    await proxy.server.settled();
    expect(await api.sessions(sid).fetch()).toMatchObject({ status: 'closed', closedReason: 'ttl' });
  });

  it('is found by the chat channel its name starts with, while it is open', async () => {
    const channel = await proxy.channel();
    const find = (name: string) =>
      findActiveSessionByName(proxy.context.database.read, proxy.accountSid, name);
    const { sid } = await api.sessions.create({ uniqueName: `${channel.sid}.flex` });
    expect((await find(channel.sid))?.sid).toBe(sid);
    await close(proxy.accountSid, sid);
    await close(proxy.accountSid, sid);
    expect(await api.sessions(sid).fetch()).toMatchObject({ status: 'closed', closedReason: 'test' });
    expect(await find(channel.sid)).toBeUndefined();
    const stranger = await proxy.server.addAccount();
    expect(await findActiveSessionByName(proxy.context.database.read, stranger.sid, 'plain')).toBeUndefined();
    expect((await find('plain'))?.unique_name).toBe('plain');
  });

  it('closes nothing of another account', async () => {
    const { sid } = await api.sessions.create();
    const stranger = await proxy.server.addAccount();
    await close(stranger.sid, sid);
    expect((await api.sessions(sid).fetch()).status).toBe('open');
  });
});
