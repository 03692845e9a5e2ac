// Proxy services and the numbers in their pools.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SDKS, sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { ProxyServer, refusalOf } from './proxy-server.ts';

describe.each(databases())('Proxy services and pools on $name', (kind) => {
  let proxy: ProxyServer;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
  });
  afterAll(() => proxy.stop());

  it('gives a service Twilio’s defaults and changes only what is sent', async () => {
    const created = await proxy.client.proxy.v1.services.create({ uniqueName: 'defaults' });
    expect(created).toMatchObject({
      uniqueName: 'defaults',
      defaultTtl: 0,
      geoMatchLevel: 'country',
      numberSelectionBehavior: 'prefer-sticky',
      callbackUrl: null,
      chatInstanceSid: null,
    });
    const changed = await proxy.client.proxy.v1
      .services(created.sid)
      .update({ defaultTtl: 60, callbackUrl: 'https://example.com/hook' });
    expect(changed).toMatchObject({
      uniqueName: 'defaults',
      defaultTtl: 60,
      callbackUrl: 'https://example.com/hook',
      geoMatchLevel: 'country',
    });
    const cleared = await proxy.client.proxy.v1.services(created.sid).update({ callbackUrl: '' });
    expect(cleared).toMatchObject({ callbackUrl: null, defaultTtl: 60 });
  });

  it('takes `extended-area-code` for `overlay`, as older documentation calls it', async () => {
    const old = sdkClient(proxy.server.url, proxy.server.account, 'twilio3');
    const created = await old.proxy.services.create({
      uniqueName: 'extended',
      geoMatchLevel: 'extended-area-code' as never,
    });
    expect(created.geoMatchLevel).toBe('overlay');
    const changed = await old.proxy.services(created.sid).update({ geoMatchLevel: 'radius' as never });
    expect(changed.geoMatchLevel).toBe('radius');
  });

  it.each(SDKS)(
    'is driven by $name from the service to what passed through a session',
    async ({ module }) => {
      const client = sdkClient(proxy.server.url, proxy.server.account, module);
      const service = await client.proxy.v1.services.create({ uniqueName: `by ${module}` });
      const api = client.proxy.v1.services(service.sid);
      const { sid } = await proxy.ownNumber();
      const number = await api.phoneNumbers.create({ sid });
      const session = await api.sessions.create({ uniqueName: 'one', ttl: 60 });
      const people = api.sessions(session.sid).participants;
      const one = await people.create({ identifier: proxy.freshNumber(212), friendlyName: 'One' });
      expect(one).toMatchObject({ proxyIdentifierSid: sid, proxyIdentifier: number.phoneNumber });
      const sent = await people(one.sid).messageInteractions.create({ body: 'hello' });
      const interactions = await api.sessions(session.sid).interactions.list();
      expect(interactions.map((interaction) => interaction.sid)).toEqual([sent.sid]);
      expect(await people(one.sid).remove()).toBe(true);
      expect(await api.sessions(session.sid).remove()).toBe(true);
      expect(await api.phoneNumbers(sid).remove()).toBe(true);
      expect(await client.proxy.v1.services(service.sid).remove()).toBe(true);
    },
  );

  it('refuses a taken service name with 80602, at creation, at renaming and in a race', async () => {
    await proxy.client.proxy.v1.services.create({ uniqueName: 'taken' });
    const other = await proxy.client.proxy.v1.services.create({ uniqueName: 'other' });
    expect(await refusalOf(proxy.client.proxy.v1.services.create({ uniqueName: 'taken' }))).toMatchObject({
      status: 400,
      code: 80602,
    });
    expect(
      await refusalOf(proxy.client.proxy.v1.services(other.sid).update({ uniqueName: 'taken' })),
    ).toMatchObject({ status: 400, code: 80602 });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => proxy.client.proxy.v1.services.create({ uniqueName: 'raced' })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : []));
    expect(new Set(codes)).toEqual(new Set([80602]));
  });

  it('refuses a chat service the account does not have with 80306', async () => {
    const chatInstanceSid = `IS${'0'.repeat(32)}`;
    expect(
      await refusalOf(proxy.client.proxy.v1.services.create({ uniqueName: 'chatty', chatInstanceSid })),
    ).toMatchObject({ status: 400, code: 80306 });
    const { serviceSid } = await proxy.channel();
    const service = await proxy.client.proxy.v1.services.create({
      uniqueName: 'chatty',
      chatInstanceSid: serviceSid,
    });
    expect(service.chatInstanceSid).toBe(serviceSid);
  });

  it('does not show a service to another account', async () => {
    const { sid } = await proxy.client.proxy.v1.services.create({ uniqueName: 'mine' });
    const stranger = sdkClient(proxy.server.url, await proxy.server.addAccount());
    expect(await refusalOf(stranger.proxy.v1.services(sid).fetch())).toMatchObject({
      status: 404,
      code: 20404,
    });
    expect(await refusalOf(stranger.proxy.v1.services(sid).remove())).toMatchObject({
      status: 404,
      code: 20404,
    });
    expect(await refusalOf(stranger.proxy.v1.services(sid).sessions.create())).toMatchObject({ code: 20404 });
    await stranger.proxy.v1.services.create({ uniqueName: 'mine' });
  });

  it('takes a number into a pool by SID or in E.164, and no number twice', async () => {
    const { api } = await proxy.service();
    const { api: otherApi } = await proxy.service();
    const bySid = await proxy.ownNumber();
    const byNumber = await proxy.ownNumber();
    const added = await api.phoneNumbers.create({ sid: bySid.sid });
    expect(added).toMatchObject({
      sid: bySid.sid,
      phoneNumber: bySid.phoneNumber,
      isReserved: false,
      inUse: 0,
    });
    expect(added.isoCountry).toBe('US');
    await api.phoneNumbers.create({ phoneNumber: byNumber.phoneNumber, isReserved: true });
    expect((await api.phoneNumbers(byNumber.sid).fetch()).isReserved).toBe(true);

    expect(await refusalOf(api.phoneNumbers.create({ sid: bySid.sid }))).toMatchObject({ code: 80104 });
    expect(await refusalOf(otherApi.phoneNumbers.create({ sid: bySid.sid }))).toMatchObject({ code: 80101 });
    expect(await refusalOf(api.phoneNumbers.create({ phoneNumber: '+14155559999' }))).toMatchObject({
      code: 80606,
    });
    expect(await refusalOf(api.phoneNumbers.create())).toMatchObject({ status: 400, code: 20001 });
  });

  it('does not let a number of another account into a pool', async () => {
    const { api } = await proxy.service();
    const stranger = await proxy.server.addAccount();
    const strangersNumber = await proxy.ownNumber(undefined, stranger.sid);
    expect(await refusalOf(api.phoneNumbers.create({ sid: strangersNumber.sid }))).toMatchObject({
      code: 80606,
    });
  });

  it('counts the open sessions on a number and keeps it in the pool while there are any', async () => {
    const number = proxy.freshNumber();
    const { api } = await proxy.service([number]);
    const [pooled] = await api.phoneNumbers.list();
    const inUse = async () => (await api.phoneNumbers(pooled!.sid).fetch()).inUse;
    const sessions = [];
    for (const customer of ['+14155550001', '+14155550002']) {
      sessions.push(await api.sessions.create({ participants: [{ Identifier: customer }] as never }));
    }
    await api.sessions(sessions[0]!.sid).participants.create({ identifier: '+14155550003' });
    expect(await inUse()).toBe(2);
    expect(await refusalOf(api.phoneNumbers(pooled!.sid).remove())).toMatchObject({
      status: 400,
      code: 80611,
    });

    await api.sessions(sessions[0]!.sid).update({ status: 'closed' });
    expect(await inUse()).toBe(1);
    await api.sessions(sessions[1]!.sid).remove();
    expect(await inUse()).toBe(0);
    expect(await api.phoneNumbers(pooled!.sid).remove()).toBe(true);
    expect(await refusalOf(api.phoneNumbers(pooled!.sid).fetch())).toMatchObject({ code: 20404 });
  });

  it('lets one of several numbers at once into the last place of a pool (80622), reserved ones apart', async () => {
    const { sid, api } = await proxy.service();
    const { database } = proxy.context;
    await database.transaction((tx) =>
      tx.db
        .updateTable('proxy_services')
        .set({ unreserved_numbers: 499, reserved_numbers: 4_999 })
        .where('sid', '=', sid)
        .execute(),
    );
    const numbers = await Promise.all(Array.from({ length: 6 }, () => proxy.ownNumber()));
    const outcomes = await Promise.allSettled(
      numbers.map((number, position) =>
        api.phoneNumbers.create({ sid: number.sid, isReserved: position % 2 === 0 }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const codes = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : []));
    expect(new Set(codes)).toEqual(new Set([80622]));
    const pool = await api.phoneNumbers.list();
    expect(pool.map(({ isReserved }) => isReserved).toSorted()).toEqual([false, true]);
    const unreserved = pool.find(({ isReserved }) => !isReserved)!;
    expect(await refusalOf(api.phoneNumbers(unreserved.sid).update({ isReserved: true }))).toMatchObject({
      code: 80622,
    });
    await api.phoneNumbers(unreserved.sid).remove();
    const { sid: numberSid } = await proxy.ownNumber();
    await api.phoneNumbers.create({ sid: numberSid });
    expect(await refusalOf(api.phoneNumbers(numberSid).update({ isReserved: true }))).toMatchObject({
      code: 80622,
    });
  });

  it('removes a service with everything in it and frees its pairs', async () => {
    const number = proxy.freshNumber();
    const { sid, api } = await proxy.service([number]);
    const session = await api.sessions.create({ participants: [{ Identifier: '+14155550004' }] as never });
    expect(await proxy.client.proxy.v1.services(sid).remove()).toBe(true);
    expect(await refusalOf(api.sessions(session.sid).fetch())).toMatchObject({ code: 20404 });
    const { api: heir } = await proxy.service();
    await heir.phoneNumbers.create({ phoneNumber: number });
    await heir.sessions.create({ participants: [{ Identifier: '+14155550004' }] as never });
  });

  it('sweeps up what was being written into a service while it was removed', async () => {
    const { sid, api } = await proxy.service([proxy.freshNumber()]);
    const session = await api.sessions.create({ participants: [{ Identifier: '+14155550005' }] as never });
    const late = await proxy.context.database.read
      .selectFrom('proxy_participants')
      .selectAll()
      .where('session_sid', '=', session.sid)
      .executeTakeFirstOrThrow();
    await proxy.client.proxy.v1.services(sid).remove();
    await proxy.context.database.transaction((tx) =>
      tx.db.insertInto('proxy_participants').values(late).execute(),
    );
    await proxy.server.advance(60_000);
    const left = await proxy.context.database.read
      .selectFrom('proxy_participants')
      .select('sid')
      .where('service_sid', '=', sid)
      .execute();
    expect(left).toEqual([]);
  });
});
