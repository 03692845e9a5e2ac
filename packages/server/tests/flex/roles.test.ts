// An agent accepts a task of the older kind: the desk puts him into the channel, and only him.
import { describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { accessToken, addKey } from '../realtime/token-fixture.ts';
import { databases } from '../support/databases.ts';
import { useFlex } from './flex-fixture.ts';

describe.each(databases())('joining a channel on $name', ({ create }) => {
  const flex = useFlex(create);

  const join = async (
    channelSid: string,
    identity: string | null,
    { role = 'agent', user = flex.server.account.sid, password = flex.server.account.token } = {},
  ) => {
    const answer = await fetch(`${flex.server.url}/flex-api/v1/Channels/${channelSid}/Roles/${role}/Users`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${user}:${password}`)}` },
      body: new URLSearchParams(identity === null ? {} : { Identity: identity }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  const token = async (identity: string, account = flex.server.account) => ({
    user: 'token',
    password: accessToken({
      accountSid: account.sid,
      key: await addKey(flex.server, account),
      identity,
      chatServiceSid: flex.world.chatServiceSid,
      ttl: 864_000_000,
    }),
  });
  const channel = async () => (await flex.open(await flex.flow({ ...flex.toTasks(), enabled: false }))).sid;
  const members = async (sid: string) =>
    (await flex.chat(sid).members.list()).map(({ identity }) => identity);

  it('adds the agent in the role the service has under that name', async () => {
    const sid = await channel();
    const role = await flex.client.chat.v2.services(flex.world.chatServiceSid).roles.create({
      friendlyName: 'agent',
      type: 'channel',
      permission: ['sendMessage', 'leaveChannel'],
    });
    const { status, body } = await join(sid, 'anna');
    expect(status).toBe(201);
    expect(body).toMatchObject({ channel_sid: sid, identity: 'anna', role: 'agent', role_sid: role.sid });
    const [, member] = await flex.chat(sid).members.list();
    expect(member).toMatchObject({ identity: 'anna', roleSid: role.sid, sid: body['member_sid'] });
    expect((await join(sid, 'bob', { role: 'supervisor' })).status).toBe(201);
    expect(await members(sid)).toHaveLength(3);
  });

  it('lets a desk in with the token of its agent, himself and nobody else', async () => {
    const sid = await channel();
    expect((await join(sid, 'anna', await token('anna'))).status).toBe(201);
    expect(await join(sid, 'bob', await token('anna'))).toMatchObject({ status: 403, body: { code: 20006 } });
    expect(await members(sid)).not.toContain('bob');
  });

  it('knows no channel of another account, and nobody without credentials', async () => {
    const sid = await channel();
    const other = await flex.server.addAccount();
    const foreign = { user: other.sid, password: other.token };
    expect(await join(sid, 'anna', foreign)).toMatchObject({ status: 404 });
    expect(await join(sid, 'anna', await token('anna', other))).toMatchObject({ status: 404 });
    expect(await join(sid, 'anna', { password: 'wrong' })).toMatchObject({
      status: 401,
      body: { code: 20003 },
    });
    expect(await join(sid, 'anna', { user: 'token', password: 'wrong' })).toMatchObject({ status: 401 });
    expect(await join(newSid('CH'), 'anna')).toMatchObject({ status: 404 });
  });

  it('says in codes of Flex what is wrong', async () => {
    const sid = await channel();
    await join(sid, 'anna');
    expect(await join(sid, 'anna')).toMatchObject({ status: 409, body: { code: 45206 } });
    expect(await join(sid, 'system')).toMatchObject({ status: 400, body: { code: 45211 } });
    expect(await join(sid, null)).toMatchObject({ status: 400, body: { code: 20001 } });
  });

  it('refuses with 45207 somebody whose channels are all going on, up to the limit of the service', async () => {
    await flex.client.chat.v2
      .services(flex.world.chatServiceSid)
      .update({ 'limits.userChannels': 1 } as never);
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const [first, second] = [await flex.open(flow), await flex.open(flow, { target: '+14155550198' })];
    expect((await join(first.sid, 'anna')).status).toBe(201);
    expect(await join(second.sid, 'anna')).toMatchObject({ body: { code: 45207 } });
    expect(await members(second.sid)).not.toContain('anna');
  });
});
