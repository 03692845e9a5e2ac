// The API of clients, asked as the SDKs ask it: what each request answers, and how unusable ones are refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { type CallDesk, type Caller, openCalls } from './calls-fixture.ts';

describe.each(protocolDatabases())('the API of clients on $name', ({ create }) => {
  let desk: CallDesk;
  let ann: Caller;
  let bob: Caller;
  beforeAll(async () => {
    desk = await openCalls(create);
    ann = await desk.caller('ann');
    bob = await desk.caller('bob');
  });
  afterAll(() => desk.close());

  /** A new conversation both are in. */
  async function shared(): Promise<string> {
    const thread = await ann.thread({ friendly_name: 'shared' });
    await ann.post(`/Conversations/${thread}/Participants`, { identity: 'bob' });
    return thread;
  }

  it('tells a client who it is and where everything is, under the address it used', async () => {
    const { status, body } = await ann.get('/Configuration');
    expect(status).toBe(200);
    expect(body.identity).toBe('ann');
    const { sid } = await desk.user('ann');
    expect(body.sync_objects).toEqual({
      my_conversations: `${sid}.myChannels`,
      my_user_info: `${sid}.userInfo`,
    });
    expect(body.links.conversations).toBe('https://cds.us1.twilio.com/Client/v2/Conversations');
    expect(body.links.messages_receipts).toMatch(/\/Conversations\/%s\/Messages\/%s\/Receipts$/);
    expect(body.options.reachability_enabled).toBe(false);
    const prefixed = await ann.client.request({
      grant: 'ip_messaging',
      method: 'GET',
      host: 'parley.test:8080',
      path: '/aim/Client/v1/Configuration',
    });
    expect(prefixed.body.links.users).toBe('https://parley.test:8080/aim/Client/v1/Users');
  });

  it('makes a user of whoever connects, with the role his token names', async () => {
    const role = await desk.service.roles.create({
      friendlyName: 'visitor',
      type: 'deployment',
      permission: ['joinChannel'],
    });
    const visitor = await desk.caller('visitor', { roleSid: role.sid });
    await desk.server.settled();
    expect((await desk.user('visitor')).roleSid).toBe(role.sid);
    expect((await visitor.post('/Conversations', {})).body.code).toBe(50107);
    // The role of a user who is known already stays, and a role of another kind is none.
    await desk.caller('ann', { roleSid: role.sid });
    const channelRole = (await desk.service.roles.list()).find(({ type }) => type === 'channel')!;
    await desk.caller('odd', { roleSid: channelRole.sid });
    await desk.server.settled();
    const standard = (await desk.service.fetch()).defaultServiceRoleSid;
    expect((await desk.user('ann')).roleSid).toBe(standard);
    expect((await desk.user('odd')).roleSid).toBe(standard);
  });

  it('makes, shows, changes and removes conversations', async () => {
    const made = await ann.post('/Conversations', {
      friendly_name: 'one',
      unique_name: 'first/ever',
      attributes: '{"a":1}',
    });
    expect(made.status).toBe(201);
    const { sid, url } = made.body;
    expect(made.body).toMatchObject({
      friendly_name: 'one',
      unique_name: 'first/ever',
      attributes: '{"a":1}',
      created_by: 'ann',
      status: 'notParticipating',
      type: 'private',
      sync_objects: {
        conversation: `${sid}.channel`,
        messages: `${sid}.messages`,
        participants: `${sid}.roster`,
      },
      links: { participants: `${url}/Participants`, messages: `${url}/Messages`, invites: `${url}/Invites` },
    });
    await ann.post(`/Conversations/${sid}/Participants`, { identity: 'ann' });
    const changed = await ann.post(`/Conversations/${sid}`, { friendly_name: 'two', unique_name: '' });
    expect(changed.body).toMatchObject({ friendly_name: 'two', unique_name: null, status: 'joined' });
    expect((await ann.get('/MyConversations/first%2Fever')).status).toBe(404);
    expect((await ann.delete(`/Conversations/${sid}`)).status).toBe(204);
    expect((await ann.get(`/Conversations/${sid}`)).body.code).toBe(20404);
  });

  it('lists what the user is in, page by page, and nothing else', async () => {
    const carl = await desk.caller('carl');
    const mine = [await carl.thread(), await carl.thread(), await carl.thread()];
    await ann.thread();
    const first = await carl.get('/MyConversations?PageSize=2');
    expect(first.body.conversations.map((one: { conversation_sid: string }) => one.conversation_sid)).toEqual(
      mine.slice(0, 2),
    );
    const rest = await carl.get(`/MyConversations?PageSize=2&PageToken=${first.body.meta.next_token}`);
    expect(rest.body.conversations).toMatchObject([{ conversation_sid: mine[2], status: 'joined' }]);
    expect(rest.body.meta.next_token).toBeNull();
    const back = await carl.get(`/MyConversations?PageSize=2&PageToken=${rest.body.meta.previous_token}`);
    expect(back.body.conversations).toHaveLength(2);
    expect((await carl.get('/MyConversations?PageToken=nonsense')).status).toBe(400);
  });

  it('sends, shows, edits and removes messages, in the name of who sent them', async () => {
    const thread = await shared();
    const sent = await ann.post(`/Conversations/${thread}/Messages`, {
      body: 'hello',
      attributes: '[1]',
      subject: 'greeting',
    });
    expect(sent.status).toBe(201);
    expect(sent.body).toMatchObject({ index: 0, author: 'ann', body: 'hello', attributes: '[1]' });
    expect(await bob.send(thread, 'hi')).toMatchObject({ index: 1, author: 'bob' });
    const path = `/Conversations/${thread}/Messages/${sent.body.sid}`;
    expect((await ann.post(path, { body: 'hello!' })).body).toMatchObject({
      body: 'hello!',
      attributes: '[1]',
      last_updated_by: 'ann',
    });
    expect((await bob.get(path)).body.body).toBe('hello!');
    expect((await bob.get(`${path}/ChannelMetadata`)).body).toMatchObject({ status: 404, code: 50530 });
    expect((await bob.get(`${path}/Receipts`)).body).toMatchObject({ delivery_receipts: [] });
    const recipients = await bob.get(
      `/Conversations/${thread}/MessageRecipients?MessageSid=${sent.body.sid}`,
    );
    expect(recipients.body.message_recipients).toEqual([]);
    const listed = await bob.get(`/Conversations/${thread}/Messages?Order=desc`);
    expect(listed.body.messages.map(({ index }: { index: number }) => index)).toEqual([1, 0]);
    expect((await ann.delete(path)).status).toBe(204);
    expect((await ann.get(path)).status).toBe(404);
    expect((await ann.get(`/Conversations/${thread}`)).body).toMatchObject({
      messages_count: 1,
      participants_count: 2,
    });
  });

  it('moves the read horizon and counts what is unread', async () => {
    const thread = await shared();
    for (const text of ['1', '2', '3']) await ann.send(thread, text);
    const place = `/MyConversations/${thread}`;
    expect((await bob.get(place)).body.unread_messages_count).toBeNull();
    expect((await bob.post(place, { last_read_message_index: 0 })).body).toMatchObject({
      last_read_message_index: 0,
      unread_messages_count: 2,
    });
    expect((await bob.post(place, { last_consumed_message_index: 1 })).body.unread_messages_count).toBe(1);
    // Nobody has read what has not been written.
    expect((await bob.post(place, { last_read_message_index: 99 })).body).toMatchObject({
      last_read_message_index: 2,
      unread_messages_count: 0,
    });
    expect((await bob.post(place, { last_read_message_index: null })).body).toMatchObject({
      last_read_message_index: null,
      unread_messages_count: null,
    });
    expect((await bob.post(place, { notification_level: 'muted' })).body.notification_level).toBe('muted');
    expect((await bob.get(place)).body).toMatchObject({ notification_level: 'muted', status: 'joined' });
    const stranger = await desk.caller('stranger');
    expect((await stranger.post(place, { last_read_message_index: 1 })).body.code).toBe(50107);
    expect((await stranger.get(place)).body.code).toBe(20404);
  });

  it('tells of nothing when a horizon stays where it is', async () => {
    const thread = await shared();
    await ann.send(thread, 'one');
    const place = `/MyConversations/${thread}`;
    await bob.post(place, { last_read_message_index: 0 });
    const events = () =>
      desk.server.context.database.read
        .selectFrom('events')
        .select('id')
        .where('type', '=', 'participant.read')
        .execute();
    const before = (await events()).length;
    await bob.post(place, { last_read_message_index: 0 });
    expect((await events()).length).toBe(before);
  });

  it('shows users, and lets them change themselves', async () => {
    const { body } = await ann.get('/Users/bob');
    expect(body).toMatchObject({
      identity: 'bob',
      sync_objects: { user_info_map: `${body.sid}.userInfo` },
      sync_unique_name: `${body.sid}.userInfo`,
      is_online: null,
    });
    const changed = await bob.post('/Users/bob', { friendly_name: 'Bob', attributes: '"busy"' });
    expect(changed.body).toMatchObject({ friendly_name: 'Bob', attributes: '"busy"' });
    expect((await ann.post('/Users/bob', { friendly_name: 'Robert' })).body.code).toBe(50107);
    expect((await ann.get('/Users/nobody')).body.code).toBe(20404);
    const thread = await shared();
    const users = await ann.get(`/Users?ConversationSid=${thread}`);
    expect(users.body.users.map(({ identity }: { identity: string }) => identity)).toEqual(['ann', 'bob']);
    expect((await ann.get('/Users')).status).toBe(400);
  });

  it('knows public channels and invites in Programmable Chat', async () => {
    const eve = await desk.caller('eve', { generation: 'v1' });
    const dan = await desk.caller('dan', { generation: 'v1' });
    const open = await eve.thread({ type: 'public', unique_name: 'lobby' });
    const closed = await eve.thread({ type: 'private' });
    const seen = await dan.get('/Conversations');
    expect(seen.body.conversations.map(({ sid }: { sid: string }) => sid)).toEqual([open]);
    expect((await dan.get('/Conversations/lobby')).body).toMatchObject({ type: 'public', sid: open });
    expect((await dan.get(`/Conversations/${closed}`)).body.code).toBe(50107);
    const join = () => dan.post(`/Conversations/${closed}/Participants`, { identity: 'dan' });
    expect((await join()).body.code).toBe(50107);
    const invited = await eve.post(`/Conversations/${closed}/Invites`, { identity: 'dan' });
    expect(invited).toMatchObject({ status: 201, body: { identity: 'dan', created_by: 'eve' } });
    expect((await dan.get('/MyConversations')).body.conversations).toMatchObject([
      { conversation_sid: closed, status: 'invited' },
    ]);
    expect((await dan.delete(`/Conversations/${closed}/Invites/dan`)).status).toBe(204);
    expect((await join()).body.code).toBe(50107);
    await eve.post(`/Conversations/${closed}/Invites`, { identity: 'dan' });
    expect((await join()).status).toBe(201);
    const older = await desk.caller('dan', { generation: 'v0' });
    expect((await older.get('/SyncList')).body.channels).toMatchObject([
      { channel_sid: closed, status: 'joined', roster: `${closed}.roster`, channel: `${closed}.channel` },
    ]);
    expect((await older.get(`/MyConversations?ChannelSid=${closed}`)).body.channels).toMatchObject([
      { channel_sid: closed, members_count: 2 },
    ]);
    expect((await older.get('/Conversations')).body.channels).toHaveLength(1);
  });

  it('adds people by identity and by address, and takes them out again', async () => {
    const thread = await ann.thread();
    const path = `/Conversations/${thread}/Participants`;
    const added = await ann.post(path, { identity: 'newcomer', attributes: '{"x":true}' });
    expect(added).toMatchObject({ status: 201, body: { identity: 'newcomer', attributes: '{"x":true}' } });
    expect((await ann.post(path, { identity: 'newcomer' })).body.code).toBe(50433);
    const bound = { messaging_binding: { address: '+15550001111', proxy_address: '+15550002222' } };
    expect((await ann.post(path, bound)).body.code).toBe(50107);
    const roles = desk.rest.conversations.v1.services(desk.serviceSid).roles;
    const admin = (await roles.list()).find(({ friendlyName }) => friendlyName === 'channel admin')!;
    // Conversations has no word for inviting.
    const known = admin.permissions.filter((word) => word !== 'inviteMember');
    const permission = [...known, 'addNonChatParticipant'];
    await desk.rest.conversations.v1.services(desk.serviceSid).roles(admin.sid).update({ permission });
    expect((await ann.post(path, bound)).body.code).toBe(50413);
    await desk.rest.incomingPhoneNumbers.create({ phoneNumber: '+15550002222' });
    expect((await ann.post(path, bound)).body).toMatchObject({
      identity: null,
      messaging_binding: { type: 'sms', address: '+15550001111', proxy_address: '+15550002222' },
    });
    const other = await ann.thread();
    const taken = await ann.post(`/Conversations/${other}/Participants`, bound);
    expect(taken).toMatchObject({ status: 409, body: { code: 50416 } });
    expect(taken.body.message).toContain(thread);
    expect((await ann.get(path)).body.participants).toHaveLength(3);
    expect((await ann.delete(`${path}/newcomer`)).status).toBe(204);
    expect((await ann.delete(`${path}/newcomer`)).body.code).toBe(20404);
    expect((await ann.delete(`${path}/ann`)).status).toBe(204);
    expect((await ann.get('/MyConversations')).body.conversations).not.toContainEqual(
      expect.objectContaining({ conversation_sid: thread }),
    );
  });

  it('keeps devices that want to be pushed to', async () => {
    const registered = await ann.post('/v1/registrations', {
      channel_type: 'fcm',
      version: '3',
      message_types: ['twilio.conversations.new_message', 'twilio.conversations.added_to_conversation'],
      data: { registration_id: 'device-1' },
    });
    expect(registered.status).toBe(201);
    const bindings = await desk.service.bindings.list({ identity: ['ann'] });
    expect(bindings).toMatchObject([
      { sid: registered.body.id, endpoint: 'device-1', messageTypes: ['new_message', 'added_to_channel'] },
    ]);
    expect((await bob.delete(`/v1/registrations/${registered.body.id}`)).status).toBe(404);
    expect((await ann.delete(`/v1/registrations/${registered.body.id}`)).status).toBe(204);
    expect(await desk.service.bindings.list({ identity: ['ann'] })).toEqual([]);
  });

  it('does a request once that comes twice under one name', async () => {
    const thread = await shared();
    const named = { 'X-Twilio-Mutation-Id': 'c0ffee' };
    const path = `/Conversations/${thread}/Messages`;
    const post = (who: Caller) => who.post(path, { body: 'once' }, named);
    const answers = await Promise.all([post(ann), post(ann), post(ann)]);
    answers.push(await post(ann));
    expect(new Set(answers.map(({ body }) => body.sid)).size).toBe(1);
    expect((await post(bob)).body.index).toBe(1);
    expect((await ann.get(path)).body.messages).toHaveLength(2);
    const removal = { 'X-Twilio-Mutation-Id': 'gone' };
    const remove = () =>
      ann.client.request({
        grant: 'ip_messaging',
        method: 'DELETE',
        path: `/Client/v2/Conversations/${thread}`,
        headers: { 'Content-Type': 'application/json', ...removal },
      });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(204);
    expect((await ann.delete(`/Conversations/${thread}`)).status).toBe(404);
  });

  it('knows nothing of other services and accounts', async () => {
    const thread = await shared();
    const elsewhere = await desk.rest.chat.v2.services.create({ friendlyName: 'elsewhere' });
    const foreign = await desk.caller('ann', { serviceSid: elsewhere.sid });
    for (const path of [`/Conversations/${thread}`, `/MyConversations/${thread}`, '/Users/bob']) {
      expect((await foreign.get(path)).body.code).toBe(20404);
    }
    expect((await foreign.send(thread, 'x')).code).toBe(20404);
    const nowhere = await desk.caller('ann', { serviceSid: `IS${'0'.repeat(32)}` });
    expect((await nowhere.get('/Configuration')).body.code).toBe(50050);
  });

  it('refuses hostile requests and fails at none', async () => {
    const thread = await shared();
    const message = await ann.send(thread, 'target');
    const bodies: unknown[] = [
      [],
      'text',
      12,
      null,
      {},
      { body: 7 },
      { body: { a: 1 } },
      { body: 'x'.repeat(40_000) },
      { body: 'nul\u0000' },
      { attributes: '{' },
      { attributes: `{"a":"${'x'.repeat(40_000)}"}` },
      { attributes: 5 },
      { identity: {} },
      { identity: 'CH'.padEnd(34, '0') },
      { identity: 'system' },
      { identity: 'x'.repeat(300) },
      { messaging_binding: 'no' },
      { messaging_binding: { address: 1 } },
      { friendly_name: 'x'.repeat(5_000) },
      { unique_name: `CH${'0'.repeat(32)}` },
      { last_read_message_index: -1 },
      { last_read_message_index: 'many' },
      { last_read_message_index: 1e300 },
      { notification_level: 'loud' },
      { media_sids: ['ME1'] },
      { media_sids: [`ME${'a'.repeat(32)}`] },
      { content_variables: '{}' },
      { type: 'secret' },
      { data: { registration_id: '' }, channel_type: 'fcm' },
      { __proto__: { body: 'x' }, constructor: 1 },
    ];
    const places = [
      '/Conversations',
      `/Conversations/${thread}`,
      `/Conversations/${thread}/Participants`,
      `/Conversations/${thread}/Participants/bob`,
      `/Conversations/${thread}/Invites`,
      `/Conversations/${thread}/Messages`,
      `/Conversations/${thread}/Messages/${message.sid}`,
      `/Conversations/${thread}/Messages/%00`,
      `/Conversations/%E0%A4%A/Messages`,
      '/Conversations/no such/Messages',
      `/MyConversations/${thread}`,
      '/Users/ann',
      '/Users/nobody',
      '/Typing',
      '/v1/registrations',
    ];
    for (const place of places) {
      for (const body of bodies) {
        const { status } = await ann.post(place, body);
        expect([status, place, body]).not.toEqual([500, place, body]);
        expect(status).toBeLessThan(500 + (status === 501 ? 2 : 0));
      }
    }
    for (const place of ['/MyConversations', '/Conversations', `/Conversations/${thread}/Messages`]) {
      for (const query of [
        'PageSize=-1',
        'PageSize=x',
        'PageToken=%00',
        'PageToken=a&PageToken=b',
        'Page=9999999',
      ]) {
        expect((await ann.get(`${place}?${query}`)).status).toBeLessThan(500);
      }
    }
  });
});
