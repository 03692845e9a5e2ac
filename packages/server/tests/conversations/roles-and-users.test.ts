// Roles and users in both trees of Conversations, and the same ones seen through Programmable Chat.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

describe.each(databases())('roles and users of conversations on $name', ({ create }) => {
  let server: TestServer;
  const newClient = async () => {
    const client = sdkClient(server.url, await server.addAccount());
    const { defaultChatServiceSid } = await client.conversations.v1.configuration().fetch();
    const { v1 } = client.conversations;
    return {
      v1,
      named: v1.services(defaultChatServiceSid),
      chat: client.chat.v2.services(defaultChatServiceSid),
    };
  };

  useServer(create, (started) => {
    server = started;
  });

  it('is the same default service through the short and the long path', async () => {
    const { v1, named } = await newClient();
    const role = await v1.roles.create({
      friendlyName: 'guest',
      type: 'service',
      permission: ['joinConversation'],
    });
    const user = await named.users.create({ identity: 'anna', roleSid: role.sid });
    const seen = await v1.users('anna').fetch();
    expect(seen).toMatchObject({ sid: user.sid, roleSid: role.sid, isOnline: null, isNotifiable: null });
    expect(seen.url).toBe(`${server.url}/conversations/v1/Users/${user.sid}`);
    expect(user.url).toBe(`${server.url}/conversations/v1/Services/${user.chatServiceSid}/Users/${user.sid}`);
  });

  it('says permissions in the words of the generation that asks', async () => {
    const { v1, chat } = await newClient();
    const permission = ['addParticipant', 'leaveConversation', 'addNonChatParticipant', 'sendMessage'];
    const role = await v1.roles.create({ friendlyName: 'member', type: 'conversation', permission });
    expect(role.permissions).toEqual(permission);
    const seen = await chat.roles(role.sid).fetch();
    expect(seen.type).toBe('channel');
    expect(seen.permissions).toEqual(['addMember', 'leaveChannel', 'addNonChatParticipant', 'sendMessage']);
    await chat.roles(role.sid).update({ permission: ['destroyChannel', 'editOwnMessage'] });
    expect((await v1.roles(role.sid).fetch()).permissions).toEqual(['deleteConversation', 'editOwnMessage']);
  });

  it.each([
    ['conversation', 'createConversation'],
    ['conversation', 'editOwnUserInfo'],
    ['service', 'sendMessage'],
    ['service', 'leaveConversation'],
    ['service', 'flyToTheMoon'],
    ['conversation', 'addMember'],
  ] as const)('does not give a role of type %s the permission %s', async (type, permission) => {
    const { v1 } = await newClient();
    const before = await v1.roles.list();
    const create = v1.roles.create({ friendlyName: 'wrong', type, permission: [permission] });
    await expect(create).rejects.toMatchObject({ status: 400, code: 50104 });
    expect(await v1.roles.list()).toEqual(before);
    const own = before.find((role) => role.type === type)!;
    await expect(v1.roles(own.sid).update({ permission: [permission] })).rejects.toMatchObject({
      code: 50104,
    });
    expect((await v1.roles(own.sid).fetch()).permissions).toEqual(own.permissions);
  });

  it('keeps a role that a service gives to newcomers or a user holds', async () => {
    const { v1 } = await newClient();
    const [first] = await v1.roles.list();
    await expect(v1.roles(first!.sid).remove()).rejects.toMatchObject({ status: 400 });
    const role = await v1.roles.create({
      friendlyName: 'guest',
      type: 'service',
      permission: ['joinConversation'],
    });
    await v1.users.create({ identity: 'anna', roleSid: role.sid });
    await expect(v1.roles(role.sid).remove()).rejects.toMatchObject({ status: 400 });
    await v1.users('anna').remove();
    expect(await v1.roles(role.sid).remove()).toBe(true);
  });

  it('lets one of many parallel creates with one identity win and refuses the others with 50201', async () => {
    const { v1 } = await newClient();
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => v1.users.create({ identity: 'one' })),
    );
    expect(tries.filter((entry) => entry.status === 'fulfilled')).toHaveLength(1);
    const codes = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set([50201]));
    expect(await v1.users.list()).toHaveLength(1);
  });

  it.each([
    [{ identity: 'system' }, 50203],
    [{ identity: `US${'0'.repeat(32)}` }, 50206],
    [{ identity: 'anna', attributes: '{"a":' }, 50304],
    [{ identity: 'anna', attributes: `{"a":"${'x'.repeat(32_768)}"}` }, 50303],
    [{ identity: 'anna', roleSid: `RL${'0'.repeat(32)}` }, 50100],
  ])('refuses a user with %j', async (fields, code) => {
    const { v1 } = await newClient();
    await expect(v1.users.create(fields)).rejects.toMatchObject({ code });
    expect(await v1.users.list()).toEqual([]);
  });

  it('refuses a role of a conversation for a user', async () => {
    const { v1 } = await newClient();
    const role = (await v1.roles.list()).find(({ type }) => type === 'conversation')!;
    await v1.users.create({ identity: 'anna' });
    await expect(v1.users('anna').update({ roleSid: role.sid })).rejects.toMatchObject({ code: 50100 });
  });

  it('changes what is named of a user and keeps the rest', async () => {
    const { v1, chat } = await newClient();
    await v1.users.create({ identity: 'anna', friendlyName: 'Anna', attributes: '{"a": 1}' });
    await v1.users('anna').update({ friendlyName: 'Anna B.' });
    expect(await chat.users('anna').fetch()).toMatchObject({
      friendlyName: 'Anna B.',
      attributes: '{"a": 1}',
    });
  });

  it('tells the log of events of every change of a role and a user', async () => {
    const { v1 } = await newClient();
    const role = await v1.roles.create({
      friendlyName: 'guest',
      type: 'service',
      permission: ['joinConversation'],
    });
    await v1.roles(role.sid).update({ permission: ['createConversation'] });
    await v1.roles(role.sid).remove();
    const user = await v1.users.create({ identity: 'anna' });
    await v1.users('anna').update({ friendlyName: 'Anna' });
    const events = await server.context.database.read
      .selectFrom('events')
      .select(['type', 'subject_sid'])
      .where('account_sid', '=', role.accountSid)
      .where('subject_sid', 'in', [role.sid, user.sid])
      .orderBy('id')
      .execute();
    expect(events.map(({ type }) => type)).toEqual([
      'role.added',
      'role.updated',
      'role.removed',
      'user.added',
      'user.updated',
    ]);
  });
});
