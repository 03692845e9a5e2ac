// Conversations through the official SDK: names, attributes, lists, states and the timers that move them on.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { openDesk, refusalOf, treesOf } from './conversation-fixture.ts';

const MINUTE = 60_000;

describe.each(databases())('conversations on $name', ({ create }) => {
  let server: TestServer;

  useServer(create, (started) => {
    server = started;
  });

  it('makes, finds, changes and removes a conversation in both trees', async () => {
    const desk = await openDesk(server);
    for (const { tree } of await treesOf(desk)) {
      const made = await tree.conversations.create({
        friendlyName: 'Order 4711',
        uniqueName: 'order-4711',
        attributes: '{"order": 4711}',
        'bindings.email.address': 'orders@example.com',
        'bindings.email.name': 'Orders',
      });
      expect(made).toMatchObject({
        friendlyName: 'Order 4711',
        uniqueName: 'order-4711',
        attributes: '{"order": 4711}',
        state: 'active',
        timers: {},
        bindings: { email: { projected_address: 'orders@example.com', name: 'Orders' } },
        messagingServiceSid: null,
      });
      expect(made.links).toMatchObject({
        export: `${made.url}/Export`,
        participants: `${made.url}/Participants`,
      });
      expect((await tree.conversations('order-4711').fetch()).sid).toBe(made.sid);
      const changed = await tree.conversations(made.sid).update({ friendlyName: 'Shipped', uniqueName: '' });
      expect(changed).toMatchObject({
        friendlyName: 'Shipped',
        uniqueName: null,
        attributes: '{"order": 4711}',
      });
      expect(await tree.conversations(made.sid).remove()).toBe(true);
      expect(await refusalOf(tree.conversations(made.sid).fetch())).toMatchObject({
        code: 20404,
        status: 404,
      });
    }
  });

  it('keeps the trees apart: a conversation is in the service it was made in', async () => {
    const desk = await openDesk(server);
    const [first, second] = await treesOf(desk);
    const made = await first!.tree.conversations.create();
    expect(await refusalOf(second!.tree.conversations(made.sid).fetch())).toMatchObject({ code: 20404 });
    expect(await second!.tree.conversations.list()).toEqual([]);
    const { defaultChatServiceSid } = await desk.v1.configuration().fetch();
    expect(made.chatServiceSid).toBe(defaultChatServiceSid);
    const channel = await desk.client.chat.v2.services(made.chatServiceSid).channels(made.sid).fetch();
    expect(channel.sid).toBe(made.sid);
  });

  it('makes one default service however many ask for it at once', async () => {
    const { v1 } = await openDesk(server);
    const made = await Promise.all(Array.from({ length: 20 }, () => v1.conversations.create()));
    expect(new Set(made.map(({ chatServiceSid }) => chatServiceSid)).size).toBe(1);
    expect(await v1.services.list()).toHaveLength(1);
  });

  it('gives a unique name once: 50353, also to those who come together', async () => {
    const { v1 } = await openDesk(server);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => v1.conversations.create({ uniqueName: 'one' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set([50353]));
    const others = await Promise.all(Array.from({ length: 10 }, () => v1.conversations.create()));
    const renames = await Promise.allSettled(
      others.map(({ sid }) => v1.conversations(sid).update({ uniqueName: 'two' })),
    );
    expect(renames.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = renames.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
    expect(new Set(refused)).toEqual(new Set([50353]));
    expect(await refusalOf(v1.conversations.create({ uniqueName: others[0]!.sid }))).toMatchObject({
      code: 50390,
    });
  });

  it('lists by state and by date, a date without a time meaning the whole day', async () => {
    const { v1 } = await openDesk(server);
    const at = (date: string) => v1.conversations.create({ dateCreated: new Date(date), state: 'active' });
    const [first, second, third] = [
      await at('2026-03-01T10:00:00Z'),
      await at('2026-03-02T23:59:59Z'),
      await at('2026-03-03T00:00:00Z'),
    ];
    await v1.conversations(second!.sid).update({ state: 'inactive' });
    const sids = async (filter: {
      startDate?: string;
      endDate?: string;
      state?: 'active' | 'inactive' | 'closed';
    }) => (await v1.conversations.list(filter)).map(({ sid }) => sid);
    expect(await sids({})).toEqual([first!.sid, second!.sid, third!.sid]);
    expect(await sids({ startDate: '2026-03-02' })).toEqual([second!.sid, third!.sid]);
    expect(await sids({ endDate: '2026-03-02' })).toEqual([first!.sid, second!.sid]);
    expect(await sids({ startDate: '2026-03-02', endDate: '2026-03-02' })).toEqual([second!.sid]);
    expect(await sids({ state: 'inactive' })).toEqual([second!.sid]);
    expect(await sids({ state: 'closed' })).toEqual([]);
    expect(await refusalOf(v1.conversations.list({ startDate: 'yesterday' }))).toMatchObject({ code: 20001 });
    const page = await v1.conversations.page({ pageSize: 2 });
    expect((await page.nextPage())!.instances.map(({ sid }) => sid)).toEqual([third!.sid]);
  });

  it('refuses attributes that are no JSON or longer than 16 KiB, and keeps any other JSON as it was sent', async () => {
    const { v1 } = await openDesk(server);
    expect(await refusalOf(v1.conversations.create({ attributes: '{a:1}' }))).toMatchObject({ code: 50304 });
    const long = JSON.stringify('x'.repeat(16_384));
    expect(await refusalOf(v1.conversations.create({ attributes: long }))).toMatchObject({ code: 50303 });
    expect((await v1.conversations.create({ attributes: '[1,  2]' })).attributes).toBe('[1,  2]');
  });

  it.each([
    ['Timers.Inactive', { state: 'active', 'timers.inactive': 'PT59S' }, 50375],
    ['Timers.Closed', { state: 'active', 'timers.closed': 'PT9M' }, 50376],
    ['State', { state: 'asleep' }, 50378],
    ['Timers.Inactive', { state: 'active', 'timers.inactive': '10 minutes' }, 50379],
    ['Timers.Closed', { state: 'active', 'timers.closed': '600' }, 50380],
    ['State', { 'timers.inactive': 'PT1M' }, 50382],
    ['State', { state: 'closed' }, 50384],
  ])('refuses %s of a new conversation: %j is %d', async (_parameter, options, code) => {
    const { v1 } = await openDesk(server);
    expect(await refusalOf(v1.conversations.create(options as never))).toMatchObject({ code, status: 400 });
    expect(await v1.conversations.list()).toEqual([]);
  });

  it('becomes inactive and closed by its timers, and tells when it will', async () => {
    const { v1 } = await openDesk(server);
    const made = await v1.conversations.create({
      state: 'active',
      'timers.inactive': 'PT10M',
      'timers.closed': 'PT1H',
    });
    const seconds = (date: string) => Date.parse(date) - made.dateCreated.getTime();
    expect(seconds(made.timers.date_inactive)).toBe(10 * MINUTE);
    expect(seconds(made.timers.date_closed)).toBe(60 * MINUTE);
    const state = async () => (await v1.conversations(made.sid).fetch()).state;
    await server.advance(9 * MINUTE);
    expect(await state()).toBe('active');
    await server.advance(MINUTE);
    expect(await state()).toBe('inactive');
    expect((await v1.conversations(made.sid).fetch()).timers).toEqual({
      date_closed: made.timers.date_closed,
    });
    await server.advance(50 * MINUTE);
    expect(await state()).toBe('closed');
    expect((await v1.conversations(made.sid).fetch()).timers).toEqual({});
  });

  it('lets every message restart the timers and wake an inactive conversation', async () => {
    const { v1 } = await openDesk(server);
    const made = await v1.conversations.create({
      state: 'active',
      'timers.inactive': 'PT10M',
      'timers.closed': 'PT30M',
    });
    const one = v1.conversations(made.sid);
    for (let round = 0; round < 5; round += 1) {
      await server.advance(9 * MINUTE);
      await one.messages.create({ body: 'still here' });
    }
    await server.advance(9 * MINUTE);
    expect((await one.fetch()).state).toBe('active');
    await server.advance(MINUTE);
    expect((await one.fetch()).state).toBe('inactive');
    await one.messages.create({ body: 'back' });
    expect((await one.fetch()).state).toBe('active');
    await server.advance(10 * MINUTE);
    expect((await one.fetch()).state).toBe('inactive');
    await server.advance(20 * MINUTE);
    expect((await one.fetch()).state).toBe('closed');
  });

  it('goes between active and inactive by request, and takes timers away with a duration of zero', async () => {
    const { v1 } = await openDesk(server);
    const made = await v1.conversations.create({ state: 'inactive', 'timers.inactive': 'PT1M' });
    expect(made).toMatchObject({ state: 'inactive', timers: {} });
    const one = v1.conversations(made.sid);
    const woken = await one.update({ state: 'active' });
    expect(woken.timers).toHaveProperty('date_inactive');
    await one.update({ 'timers.inactive': 'PT0S' });
    await server.advance(10 * MINUTE);
    expect((await one.fetch()).state).toBe('active');
    expect(await refusalOf(one.update({ state: 'initializing' }))).toMatchObject({ code: 50378 });
  });

  it('is final once it is closed: nothing changes it, nothing is said in it, but it can be read and removed', async () => {
    const { v1, client } = await openDesk(server);
    const made = await v1.conversations.create({ friendlyName: 'Over' });
    const one = v1.conversations(made.sid);
    const said = await one.messages.create({ body: 'bye' });
    await one.participants.create({ identity: 'anna' });
    expect((await one.update({ state: 'closed' })).state).toBe('closed');
    const refused = { code: 50377, status: 400 };
    expect(await refusalOf(one.update({ friendlyName: 'Again' }))).toMatchObject(refused);
    expect(await refusalOf(one.update({ state: 'active' }))).toMatchObject(refused);
    expect(await refusalOf(one.messages.create({ body: 'hello?' }))).toMatchObject(refused);
    expect(await refusalOf(one.messages(said.sid).update({ body: 'hello?' }))).toMatchObject(refused);
    expect(await refusalOf(one.participants.create({ identity: 'ben' }))).toMatchObject(refused);
    const channel = client.chat.v2.services(made.chatServiceSid).channels(made.sid);
    expect(await refusalOf(channel.messages.create({ body: 'hello?' }))).toMatchObject(refused);
    expect((await one.messages.list()).map(({ body }) => body)).toEqual(['bye']);
    expect(await one.remove()).toBe(true);
  });

  it('uses the timers of the account where none are given', async () => {
    const { v1 } = await openDesk(server);
    await v1.configuration().update({ defaultInactiveTimer: 'PT5M', defaultClosedTimer: 'PT20M' });
    const made = await v1.conversations.create();
    expect(Object.keys(made.timers)).toEqual(['date_inactive', 'date_closed']);
    await server.advance(20 * MINUTE);
    expect((await v1.conversations(made.sid).fetch()).state).toBe('closed');
    const lasting = await v1.conversations.create({
      state: 'active',
      'timers.closed': 'PT0S',
      'timers.inactive': '',
    });
    expect(lasting.timers).toEqual({});
  });

  it('records each change of state with its reason', async () => {
    const desk = await openDesk(server);
    const made = await desk.v1.conversations.create({ state: 'active', 'timers.inactive': 'PT1M' });
    const one = desk.v1.conversations(made.sid);
    await server.advance(MINUTE);
    await one.messages.create({ body: 'back' });
    await one.update({ state: 'closed' }, undefined);
    const events = await server.context.database.read
      .selectFrom('events')
      .select('data')
      .where('subject_sid', '=', made.sid)
      .where('type', '=', 'thread.state-updated')
      .orderBy('id')
      .execute();
    expect(events.map(({ data }) => JSON.parse(data))).toMatchObject([
      { stateFrom: 'active', stateTo: 'inactive', reason: 'TIMER' },
      { stateFrom: 'inactive', stateTo: 'active', reason: 'EVENT' },
      { stateFrom: 'active', stateTo: 'closed', reason: 'API' },
    ]);
  });

  it('keeps every one of many changes that come together, and records a change of state once', async () => {
    const desk = await openDesk(server);
    const { sid } = await desk.v1.conversations.create({ friendlyName: 'Busy' });
    const one = desk.v1.conversations(sid);
    await Promise.all([
      one.update({ 'timers.inactive': 'PT5M' }),
      one.update({ 'timers.closed': 'PT20M' }),
      one.update({ friendlyName: 'Busier' }),
      one.update({ 'bindings.email.address': 'orders@example.com' }),
      one.update({ 'bindings.email.name': 'Orders' }),
      ...Array.from({ length: 10 }, () => one.update({ state: 'inactive' })),
    ]);
    await one.update({ state: 'active' });
    const now = server.clock.now();
    const date = (minutes: number) => `${new Date(now + minutes * MINUTE).toISOString().slice(0, 19)}Z`;
    expect(await one.fetch()).toMatchObject({
      friendlyName: 'Busier',
      timers: { date_inactive: date(5), date_closed: date(20) },
      bindings: { email: { projected_address: 'orders@example.com', name: 'Orders' } },
    });
    const told = await server.context.database.read
      .selectFrom('events')
      .select('data')
      .where('type', '=', 'thread.state-updated')
      .where('subject_sid', '=', sid)
      .orderBy('id')
      .execute();
    expect(told.map(({ data }) => JSON.parse(data).stateTo)).toEqual(['inactive', 'active']);
  });

  it('passes X-Twilio-Webhook-Enabled on in its events', async () => {
    const desk = await openDesk(server);
    const quiet = await desk.v1.conversations.create();
    const loud = await desk.v1.conversations.create({ xTwilioWebhookEnabled: 'true' });
    await desk.v1.conversations(loud.sid).messages.create({ body: 'heard', xTwilioWebhookEnabled: 'true' });
    const events = await server.context.database.read
      .selectFrom('events')
      .select(['type', 'data', 'subject_sid'])
      .where('account_sid', '=', desk.account.sid)
      .where('type', 'in', ['thread.added', 'message.added'])
      .orderBy('id')
      .execute();
    const origins = events.map(({ type, data }) => [type, JSON.parse(data).origin]);
    expect(origins).toEqual([
      ['thread.added', { source: 'API', clientIdentity: null, isHooked: false }],
      ['thread.added', { source: 'API', clientIdentity: null, isHooked: true }],
      ['message.added', { source: 'API', clientIdentity: null, isHooked: true }],
    ]);
    expect(events[0]!.subject_sid).toBe(quiet.sid);
  });

  it('holds If-Match against the version of a conversation', async () => {
    const { v1, account } = await openDesk(server);
    const made = await v1.conversations.create();
    const url = `${server.url}/conversations/v1/Conversations/${made.sid}`;
    const authorization = `Basic ${btoa(`${account.sid}:${account.token}`)}`;
    const seen = (await fetch(url, { headers: { authorization } })).headers.get('etag')!;
    const change = (version: string) =>
      fetch(url, {
        method: 'POST',
        headers: { authorization, 'if-match': version },
        body: new URLSearchParams({ FriendlyName: 'Mine' }),
      });
    expect((await change(seen)).status).toBe(200);
    expect((await change(seen)).status).toBe(412);
  });

  it('is the same through the SDK of the year 2022', async () => {
    const { account } = await openDesk(server);
    const { conversations } = sdkClient(server.url, account, 'twilio3').conversations;
    const made = await conversations.create({
      uniqueName: 'old',
      state: 'active',
      timers: { closed: 'PT10M' },
    } as never);
    expect(made).toMatchObject({ uniqueName: 'old', state: 'active' });
    expect((await conversations('old').fetch()).sid).toBe(made.sid);
    await conversations(made.sid).messages.create({ body: 'hi' });
    expect((await conversations(made.sid).messages.list())[0]!.index).toBe(0);
    await server.advance(10 * MINUTE);
    expect((await conversations(made.sid).fetch()).state).toBe('closed');
  });
});
