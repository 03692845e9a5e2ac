// Invites to channels: one an identity, gone when it joins.
import { expect, it } from 'vitest';
import { describeChat } from './chat-fixture.ts';

describeChat('invites', (fixture) => {
  it('are made, found, listed by identity and taken back', async () => {
    const service = await fixture.newService();
    const { sid } = await service.channels.create({ type: 'private' });
    const { invites } = service.channels(sid);
    const anna = await invites.create({ identity: 'anna' });
    await invites.create({ identity: 'ben' });
    expect(anna).toMatchObject({ identity: 'anna', channelSid: sid, createdBy: 'system' });
    expect((await invites(anna.sid).fetch()).sid).toBe(anna.sid);
    expect((await invites.list()).map(({ identity }) => identity)).toEqual(['anna', 'ben']);
    expect((await invites.list({ identity: ['ben', 'carl'] })).map(({ identity }) => identity)).toEqual([
      'ben',
    ]);
    await invites(anna.sid).remove();
    await expect(invites(anna.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect((await service.users('anna').fetch()).identity).toBe('anna');
  });

  it('are refused a second time with 50212 and to members with 50404', async () => {
    const service = await fixture.newService();
    const { sid } = await service.channels.create({});
    const channel = service.channels(sid);
    await channel.invites.create({ identity: 'anna' });
    await expect(channel.invites.create({ identity: 'anna' })).rejects.toMatchObject({ code: 50212 });
    await channel.members.create({ identity: 'ben' });
    await expect(channel.invites.create({ identity: 'ben' })).rejects.toMatchObject({ code: 50404 });
    expect(await channel.invites.list()).toHaveLength(1);
  });

  it('let one of many at the same time win', async () => {
    const service = await fixture.newService();
    const { sid } = await service.channels.create({});
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => service.channels(sid).invites.create({ identity: 'anna' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set([50212]));
  });

  it('are gone once their identity joins, who gets the role it was invited with', async () => {
    const service = await fixture.newService();
    const roles = await service.roles.list();
    const admin = roles.find(({ friendlyName }) => friendlyName === 'channel admin')!;
    const { sid } = await service.channels.create({});
    const channel = service.channels(sid);
    await channel.invites.create({ identity: 'anna', roleSid: admin.sid });
    const member = await channel.members.create({ identity: 'anna' });
    expect(member.roleSid).toBe(admin.sid);
    expect(await channel.invites.list()).toEqual([]);
  });

  it('give way to the role that joining names', async () => {
    const service = await fixture.newService();
    const roles = await service.roles.list();
    const [, user, admin] = roles;
    const { sid } = await service.channels.create({});
    const channel = service.channels(sid);
    await channel.invites.create({ identity: 'anna', roleSid: admin!.sid });
    expect((await channel.members.create({ identity: 'anna', roleSid: user!.sid })).roleSid).toBe(user!.sid);
  });

  it('take only roles of channels', async () => {
    const service = await fixture.newService();
    const [deployment] = await service.roles.list();
    const { sid } = await service.channels.create({});
    await expect(
      service.channels(sid).invites.create({ identity: 'anna', roleSid: deployment!.sid }),
    ).rejects.toMatchObject({ code: 50100 });
  });

  it('go with their user', async () => {
    const service = await fixture.newService();
    const { sid } = await service.channels.create({});
    await service.channels(sid).invites.create({ identity: 'anna' });
    await service.users('anna').remove();
    expect(await service.channels(sid).invites.list()).toEqual([]);
  });
});
