// Requests that meet: pairs stay unique over the open sessions, and everybody is told who won.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { ProxyServer, type Refusal } from './proxy-server.ts';

const codesOf = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  new Set(
    outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? (outcome.reason as Refusal).code : [])),
  );
const wonBy = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;

describe.each(databases())('Proxy races on $name', (kind) => {
  let proxy: ProxyServer;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
  });
  afterAll(() => proxy.stop());

  /** Pairs that more than one open session has. */
  const doubledPairs = () =>
    proxy.context.database.read
      .selectFrom('proxy_participants')
      .innerJoin('proxy_sessions', 'proxy_sessions.sid', 'proxy_participants.session_sid')
      .select(['identifier', 'proxy_identifier', (eb) => eb.fn.countAll<number>().as('times')])
      .where('status', 'in', ['open', 'in-progress'])
      .where('date_deleted', 'is', null)
      .groupBy(['identifier', 'proxy_identifier'])
      .having((eb) => eb(eb.fn.countAll(), '>', 1))
      .execute();

  it('gives 50 participants of one identifier in 50 sessions at once never the same pair (complaint 12)', async () => {
    const numbers = Array.from({ length: 20 }, () => proxy.freshNumber());
    const { api } = await proxy.service(numbers);
    const identifier = proxy.freshNumber(212);
    const sessions = await Promise.all(Array.from({ length: 50 }, () => api.sessions.create()));
    const outcomes = await Promise.allSettled(
      sessions.map(({ sid }) => api.sessions(sid).participants.create({ identifier })),
    );
    expect(wonBy(outcomes)).toBe(20);
    expect(codesOf(outcomes)).toEqual(new Set([80206]));
    expect(await doubledPairs()).toEqual([]);
  });

  it('takes the parameters that once switched this on, and answers the same without them', async () => {
    const number = proxy.freshNumber();
    const { sid, api } = await proxy.service([number]);
    const identifier = proxy.freshNumber(212);
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => api.sessions.create()));
    const place = (session: string) => `/Services/${sid}/Sessions/${session}/Participants`;
    const form = { Identifier: identifier, ProxyIdentifier: number };
    const asked = { ...form, FailOnParticipantConflict: 'true', ReturnErrorOnDuplicateRequest: 'true' };
    expect(await proxy.request('POST', place(one!.sid), asked)).toMatchObject({ status: 201 });
    const refused = { status: 409, body: { code: 80604, details: { sessionSid: one!.sid } } };
    expect(await proxy.request('POST', place(two!.sid), asked)).toMatchObject(refused);
    expect(await proxy.request('POST', place(three!.sid), form)).toMatchObject(refused);
    const participants = JSON.stringify([form]);
    expect(
      await proxy.request('POST', `/Services/${sid}/Sessions`, {
        Participants: participants,
        FailOnParticipantConflict: 'True',
      }),
    ).toMatchObject(refused);
  });

  it('lets one of 50 services and one of 50 sessions at once have a name', async () => {
    const services = await Promise.allSettled(
      Array.from({ length: 50 }, () => proxy.client.proxy.v1.services.create({ uniqueName: 'raced' })),
    );
    expect(wonBy(services)).toBe(1);
    expect(codesOf(services)).toEqual(new Set([80602]));
    const { api } = await proxy.service();
    const sessions = await Promise.allSettled(
      Array.from({ length: 50 }, () => api.sessions.create({ uniqueName: 'raced' })),
    );
    expect(wonBy(sessions)).toBe(1);
    expect(codesOf(sessions)).toEqual(new Set([80603]));
  });

  it('lets either a closed session be opened again or a new one have its pair, not both', async () => {
    const number = proxy.freshNumber();
    const { api } = await proxy.service([number]);
    for (let round = 0; round < 8; round += 1) {
      const participants = [{ Identifier: proxy.freshNumber(212), ProxyIdentifier: number }] as never;
      const former = await api.sessions.create({ participants });
      await api.sessions(former.sid).update({ status: 'closed' });
      const outcomes = await Promise.allSettled([
        api.sessions(former.sid).update({ status: 'in-progress' }),
        api.sessions.create({ participants }),
        api.sessions.create({ participants }),
      ]);
      expect(wonBy(outcomes)).toBe(1);
      for (const code of codesOf(outcomes)) expect([80801, 80604]).toContain(code);
    }
    expect(await doubledPairs()).toEqual([]);
  });

  it('lets a number either leave its pool once or be added once, by many requests at once', async () => {
    const { api } = await proxy.service();
    const { sid } = await proxy.ownNumber();
    const added = await Promise.allSettled(
      Array.from({ length: 20 }, () => api.phoneNumbers.create({ sid })),
    );
    expect(wonBy(added)).toBe(1);
    expect(codesOf(added)).toEqual(new Set([80104]));
    const removed = await Promise.allSettled(
      Array.from({ length: 20 }, () => api.phoneNumbers(sid).remove()),
    );
    expect(wonBy(removed)).toBe(1);
    const counts = await proxy.context.database.read
      .selectFrom('proxy_services')
      .select(['unreserved_numbers', 'reserved_numbers'])
      .where('account_sid', '=', proxy.accountSid)
      .where('unreserved_numbers', '<>', 0)
      .where('sid', 'not in', (eb) => eb.selectFrom('proxy_phone_numbers').select('service_sid'))
      .execute();
    expect(counts).toEqual([]);
  });

  it('removes a service with open sessions whole (complaint 21): pairs, queues and timers, and says so', async () => {
    const number = proxy.freshNumber();
    const { sid, api } = await proxy.service([number]);
    const identifier = proxy.freshNumber(212);
    const session = await api.sessions.create({
      ttl: 600,
      participants: [{ Identifier: identifier, ProxyIdentifier: number }] as never,
    });
    const strangers = sdkClient(proxy.server.url, await proxy.server.addAccount(), 'twilio3');
    await expect(strangers.proxy.services(sid).remove()).rejects.toMatchObject({ status: 404 });
    await Promise.allSettled([
      proxy.client.proxy.v1.services(sid).remove(),
      proxy.receive(identifier, number, 'meanwhile'),
      api.sessions.create({ participants: [{ Identifier: proxy.freshNumber(212) }] as never }),
    ]);
    await proxy.server.advance(60_000);
    const { read } = proxy.context.database;
    for (const table of [
      'proxy_sessions',
      'proxy_participants',
      'proxy_interactions',
      'proxy_phone_numbers',
      'proxy_waiting',
      'proxy_strangers',
    ] as const) {
      expect(await read.selectFrom(table).selectAll().where('service_sid', '=', sid).execute()).toEqual([]);
    }
    expect(await read.selectFrom('timers').selectAll().where('subject', '=', session.sid).execute()).toEqual(
      [],
    );
    const told = await read
      .selectFrom('events')
      .select('subject_sid')
      .where('type', '=', 'session.removed')
      .where('subject_sid', '=', session.sid)
      .execute();
    expect(told).toHaveLength(1);
    const heir = await proxy.service();
    await heir.api.phoneNumbers.create({ phoneNumber: number });
    await heir.api.sessions.create({
      participants: [{ Identifier: identifier, ProxyIdentifier: number }] as never,
    });
  });
});
