// The channels of a user as he sees them, and how many of them and of their members there can be.
import { expect, it } from 'vitest';
import { describeChat } from './chat-fixture.ts';

describeChat('user channels', (fixture) => {
  it('tell where a user is, where he is invited, and what he has not read', async () => {
    const service = await fixture.newService();
    const joined = await service.channels.create({ uniqueName: 'joined' });
    const invited = await service.channels.create({ type: 'private' });
    await service.channels.create({});
    await service.channels('joined').members.create({ identity: 'anna' });
    await service.channels(invited.sid).invites.create({ identity: 'anna' });
    for (const body of ['one', 'two', 'three']) await service.channels('joined').messages.create({ body });
    const { userChannels } = service.users('anna');
    const listed = await userChannels.list();
    expect(new Map(listed.map((entry) => [entry.channelSid, entry.status]))).toEqual(
      new Map([
        [invited.sid, 'invited'],
        [joined.sid, 'joined'],
      ]),
    );
    expect((await userChannels(invited.sid).fetch()).memberSid).toBeNull();
    const before = await userChannels('joined').fetch();
    expect(before).toMatchObject({ lastConsumedMessageIndex: null, notificationLevel: 'default' });
    await userChannels('joined').update({ lastConsumedMessageIndex: 0 });
    expect(await userChannels('joined').fetch()).toMatchObject({
      lastConsumedMessageIndex: 0,
      unreadMessagesCount: 2,
      status: 'joined',
    });
    const second = (await service.channels('joined').messages.list())[1]!;
    await service.channels('joined').messages(second.sid).remove();
    expect((await userChannels('joined').fetch()).unreadMessagesCount).toBe(1);
  });

  it('can be muted and unmuted', async () => {
    const service = await fixture.newService();
    const { sid } = await service.channels.create({});
    await service.channels(sid).members.create({ identity: 'anna' });
    const { userChannels } = service.users('anna');
    expect((await userChannels(sid).update({ notificationLevel: 'muted' })).notificationLevel).toBe('muted');
    expect((await userChannels(sid).fetch()).notificationLevel).toBe('muted');
    expect((await userChannels(sid).update({ notificationLevel: 'default' })).notificationLevel).toBe(
      'default',
    );
  });

  it('are left, and then nobody can change them', async () => {
    const service = await fixture.newService();
    const { sid } = await service.channels.create({});
    await service.channels(sid).members.create({ identity: 'anna' });
    const { userChannels } = service.users('anna');
    await userChannels(sid).remove();
    expect(await service.channels(sid).members.list()).toEqual([]);
    expect((await service.users('anna').fetch()).joinedChannelsCount).toBe(0);
    for (const attempt of [
      () => userChannels(sid).fetch(),
      () => userChannels(sid).update({ notificationLevel: 'muted' }),
      () => userChannels(sid).remove(),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ status: 404, code: 20404 });
    }
  });

  it('page through both kinds', async () => {
    const service = await fixture.newService();
    for (let number = 0; number < 3; number += 1) {
      const joined = await service.channels.create({});
      await service.channels(joined.sid).members.create({ identity: 'anna' });
      const invited = await service.channels.create({});
      await service.channels(invited.sid).invites.create({ identity: 'anna' });
    }
    const first = await service.users('anna').userChannels.page({ pageSize: 4 });
    const second = (await first.nextPage())!;
    const seen = [...first.instances, ...second.instances].map(({ channelSid }) => channelSid);
    expect(new Set(seen).size).toBe(6);
  });

  it('are as many as the service allows: one more is refused with 50208', async () => {
    const service = await fixture.newService();
    await service.update({ 'limits.userChannels': 2 });
    const channels = await Promise.all([1, 2, 3].map(() => service.channels.create({})));
    for (const { sid } of channels.slice(0, 2)) {
      await service.channels(sid).members.create({ identity: 'anna' });
    }
    const third = service.channels(channels[2]!.sid);
    await expect(third.members.create({ identity: 'anna' })).rejects.toMatchObject({ code: 50208 });
    expect(await third.members.list()).toEqual([]);
    expect((await third.fetch()).membersCount).toBe(0);
  });

  it('have as many members as the service allows: one more is refused with 50403', async () => {
    const service = await fixture.newService();
    await service.update({ 'limits.channelMembers': 3 });
    const { sid } = await service.channels.create({});
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, number) =>
        service.channels(sid).members.create({ identity: `user ${number}` }),
      ),
    );
    const codes = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
    expect(codes).toEqual(Array.from({ length: 5 }, () => 50403));
    expect(await service.channels(sid).members.list()).toHaveLength(3);
  });
});
