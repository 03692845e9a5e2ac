// Programmable Chat through the official SDK: channels, members, users, roles and messages.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

describe.each(databases())('chat on $name', ({ create }) => {
  let server: TestServer;
  const newService = async () => {
    const client = sdkClient(server.url, server.account);
    const { sid } = await client.chat.v2.services.create({ friendlyName: 'Flex Chat Service' });
    return client.chat.v2.services(sid);
  };

  useServer(create, (started) => {
    server = started;
  });

  it('makes the default roles with a service and gives them to its users and members', async () => {
    const service = await newService();
    const roles = await service.roles.list();
    expect(roles.map((role) => role.friendlyName)).toEqual([
      'service user',
      'channel user',
      'channel admin',
      'service admin',
    ]);
    const channel = await service.channels.create({ createdBy: 'anna' });
    const creator = await service.channels(channel.sid).members.create({ identity: 'anna' });
    const other = await service.channels(channel.sid).members.create({ identity: 'ben' });
    expect(creator.roleSid).toBe(roles[2]!.sid);
    expect(other.roleSid).toBe(roles[1]!.sid);
    expect((await service.users('ben').fetch()).roleSid).toBe(roles[0]!.sid);
  });

  it('gives newcomers the default roles the service has at that time, and leaves the others as they are', async () => {
    const service = await newService();
    const channel = await service.channels.create({ createdBy: 'anna' });
    const before = await service.channels(channel.sid).members.create({ identity: 'ben' });
    const makeRole = async (type: 'channel' | 'deployment', permission: string[]) =>
      (await service.roles.create({ friendlyName: 'new', type, permission })).sid;
    const user = await makeRole('deployment', ['createChannel']);
    const member = await makeRole('channel', ['sendMessage']);
    const creator = await makeRole('channel', ['sendMessage', 'destroyChannel']);
    await service.update({
      defaultServiceRoleSid: user,
      defaultChannelRoleSid: member,
      defaultChannelCreatorRoleSid: creator,
    });
    const { members } = service.channels(channel.sid);
    expect((await members.create({ identity: 'anna' })).roleSid).toBe(creator);
    expect((await members.create({ identity: 'carl' })).roleSid).toBe(member);
    expect((await service.users('carl').fetch()).roleSid).toBe(user);
    expect((await service.channels(channel.sid).members('ben').fetch()).roleSid).toBe(before.roleSid);
    expect((await service.users('ben').fetch()).roleSid).not.toBe(user);
  });

  it('returns attributes as the string that was sent', async () => {
    const service = await newService();
    const text = '{ "proxySession": "KC0123" ,"ünïcode": "✓"}';
    const channel = await service.channels.create({ attributes: text });
    expect(channel.attributes).toBe(text);
    const updated = await service.channels(channel.sid).update({ attributes: '{"a":1}' });
    expect(updated.attributes).toBe('{"a":1}');
  });

  it('refuses attributes that are not JSON with 50304 and keeps the old ones', async () => {
    const service = await newService();
    const channel = await service.channels.create({ attributes: '{"a":1}' });
    await expect(service.channels(channel.sid).update({ attributes: '{a:1}' })).rejects.toMatchObject({
      code: 50304,
      status: 400,
    });
    expect((await service.channels(channel.sid).fetch()).attributes).toBe('{"a":1}');
  });

  it('finds a channel by its unique name and refuses the name a second time with 50307', async () => {
    const service = await newService();
    const channel = await service.channels.create({ uniqueName: 'support' });
    expect((await service.channels('support').fetch()).sid).toBe(channel.sid);
    await expect(service.channels.create({ uniqueName: 'support' })).rejects.toMatchObject({ code: 50307 });
    const second = await service.channels.create({ uniqueName: 'sales' });
    await expect(service.channels(second.sid).update({ uniqueName: 'support' })).rejects.toMatchObject({
      code: 50307,
    });
  });

  it('lets one of many parallel creates with one unique name win', async () => {
    const service = await newService();
    const tries = await Promise.allSettled(
      Array.from({ length: 30 }, () => service.channels.create({ uniqueName: 'one' })),
    );
    expect(tries.filter((entry) => entry.status === 'fulfilled')).toHaveLength(1);
    const codes = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set([50307]));
  });

  it('refuses a member twice with 50404', async () => {
    const service = await newService();
    const channel = await service.channels.create({});
    await service.channels(channel.sid).members.create({ identity: 'anna' });
    await expect(service.channels(channel.sid).members.create({ identity: 'anna' })).rejects.toMatchObject({
      code: 50404,
      status: 409,
    });
    expect((await service.channels(channel.sid).fetch()).membersCount).toBe(1);
    expect((await service.users('anna').fetch()).joinedChannelsCount).toBe(1);
  });

  it('numbers 100 parallel messages 0 to 99', async () => {
    const service = await newService();
    const channel = await service.channels.create({});
    const posted = await Promise.all(
      Array.from({ length: 100 }, (_, number) =>
        service.channels(channel.sid).messages.create({ body: `${number}` }),
      ),
    );
    const indexes = posted.map((message) => message.index).sort((a, b) => a - b);
    expect(indexes).toEqual(Array.from({ length: 100 }, (_, index) => index));
    const listed = await service.channels(channel.sid).messages.list();
    expect(listed.map((message) => message.index)).toEqual(indexes);
    expect((await service.channels(channel.sid).fetch()).messagesCount).toBe(100);
  });

  it('never gives an index of a removed message again', async () => {
    const service = await newService();
    const channel = await service.channels.create({});
    await service.channels(channel.sid).messages.create({ body: 'first' });
    const second = await service.channels(channel.sid).messages.create({ body: 'second' });
    await service.channels(channel.sid).messages(second.sid).remove();
    expect((await service.channels(channel.sid).messages.create({ body: 'third' })).index).toBe(2);
  });

  it('leaves no gap when one of the posts that share a commit is refused', async () => {
    const service = await newService();
    const other = await newService();
    const channel = await service.channels.create({});
    const posts = await Promise.allSettled(
      Array.from({ length: 40 }, (_, number) =>
        (number % 4 === 0 ? other : service).channels(channel.sid).messages.create({ body: `${number}` }),
      ),
    );
    expect(posts.filter((post) => post.status === 'rejected')).toHaveLength(10);
    const listed = await service.channels(channel.sid).messages.list();
    expect(listed.map((message) => message.index)).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  it('pages a list by token in both directions', async () => {
    const service = await newService();
    const channel = await service.channels.create({});
    for (let number = 0; number < 7; number += 1) {
      await service.channels(channel.sid).messages.create({ body: `${number}` });
    }
    const first = await service.channels(channel.sid).messages.page({ pageSize: 3 });
    const second = (await first.nextPage())!;
    const third = (await second.nextPage())!;
    expect(third.instances.map((message) => message.body)).toEqual(['6']);
    expect(await third.nextPage()).toBeUndefined();
    const back = (await third.previousPage())!;
    expect(back.instances.map((message) => message.body)).toEqual(['3', '4', '5']);
    const newest = await service.channels(channel.sid).messages.list({ order: 'desc', limit: 2 });
    expect(newest.map((message) => message.body)).toEqual(['6', '5']);
  });

  it('refuses a stale If-Match on a channel with 412', async () => {
    const service = await newService();
    const channel = await service.channels.create({});
    const authorization = `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`;
    const path = `${server.url}/chat/v2/Services/${channel.serviceSid}/Channels/${channel.sid}`;
    const fetched = await fetch(path, { headers: { authorization } });
    const update = (etag: string) =>
      fetch(path, {
        method: 'POST',
        headers: { authorization, 'if-match': etag },
        body: new URLSearchParams({ Attributes: '{"seen":true}' }),
      });
    expect((await update(fetched.headers.get('etag')!)).status).toBe(200);
    expect((await update(fetched.headers.get('etag')!)).status).toBe(412);
  });
});
