// Flex channels over their life: who gets which, what ends them, and what goes with them.
import { describe, expect, it } from 'vitest';
import { useContactCentre } from '../journey/use-contact-centre.ts';
import { CENTRE, CUSTOMER, connectPhone, openChannel } from '../journey/world.ts';
import { databases } from '../support/databases.ts';

describe.each(databases())('Flex channels on $name', ({ create }) => {
  const centre = useContactCentre(create);

  const chat = (sid: string) =>
    centre.world.client.chat.v2.services(centre.world.chatServiceSid).channels(sid);
  const statusOf = async (sid: string) => JSON.parse((await chat(sid).fetch()).attributes).status;
  const session = (sid: string) =>
    centre.world.client.proxy.v1.services(centre.world.proxyServiceSid).sessions(sid);
  const tasks = () => centre.world.client.taskrouter.v1.workspaces(centre.world.workspaceSid).tasks;

  it('end with a task that is removed by API, once and for all', async () => {
    const channel = await openChannel(centre.world, await centre.world.flow());
    const sessionSid = await connectPhone(centre.world, channel.sid);
    await tasks()(channel.taskSid).remove();
    await centre.server.settled();
    expect(await statusOf(channel.sid)).toBe('INACTIVE');
    expect((await session(sessionSid).fetch()).status).toBe('closed');
    const before = await chat(channel.sid).fetch();
    await centre.server.advance(600_000);
    expect((await chat(channel.sid).fetch()).dateUpdated).toEqual(before.dateUpdated);
  });

  it('find their session by name where nobody wrote it into the attributes', async () => {
    const channel = await openChannel(centre.world, await centre.world.flow());
    const { sid } = await centre.world.client.proxy.v1
      .services(centre.world.proxyServiceSid)
      .sessions.create({
        uniqueName: channel.sid,
        mode: 'message-only',
        participants: [{ Identifier: CUSTOMER }],
      });
    await tasks()(channel.taskSid).remove();
    await centre.server.settled();
    expect((await session(sid).fetch()).status).toBe('closed');
  });

  it('are left alone by a flow without janitor', async () => {
    const channel = await openChannel(centre.world, await centre.world.flow({ janitorEnabled: false }));
    const sessionSid = await connectPhone(centre.world, channel.sid);
    await tasks()(channel.taskSid).remove();
    await centre.server.settled();
    expect(await statusOf(channel.sid)).toBe('ACTIVE');
    expect((await session(sessionSid).fetch()).status).toBe('open');
  });

  it('end when their attributes say so, in any case, and the next contact gets a new one', async () => {
    const flow = await centre.world.flow();
    const channel = await openChannel(centre.world, flow);
    const sessionSid = await connectPhone(centre.world, channel.sid);
    const { attributes } = await chat(channel.sid).fetch();
    await chat(channel.sid).update({
      attributes: JSON.stringify({ ...JSON.parse(attributes), status: 'inactive' }),
    });
    const next = await openChannel(centre.world, flow);
    expect(next.sid).not.toBe(channel.sid);
    await centre.server.settled();
    expect((await session(sessionSid).fetch()).status).toBe('closed');
  });

  it('that are long-lived end when their attributes say they are not', async () => {
    const flow = await centre.world.flow({ longLived: true });
    const channel = await openChannel(centre.world, flow);
    const { attributes } = await chat(channel.sid).fetch();
    await chat(channel.sid).update({
      attributes: JSON.stringify({ ...JSON.parse(attributes), long_lived: false }),
    });
    await tasks()(channel.taskSid).remove();
    await centre.server.settled();
    expect(await statusOf(channel.sid)).toBe('INACTIVE');
  });

  it('take their session and their open task along when they are removed', async () => {
    const channel = await openChannel(centre.world, await centre.world.flow());
    const sessionSid = await connectPhone(centre.world, channel.sid);
    await centre.world.client.flexApi.v1.channel(channel.sid).remove();
    await centre.server.settled();
    await expect(chat(channel.sid).fetch()).rejects.toMatchObject({ status: 404 });
    await expect(tasks()(channel.taskSid).fetch()).rejects.toMatchObject({ status: 404 });
    expect((await session(sessionSid).fetch()).status).toBe('closed');
  });

  it('belong to their flow: two flows talk to one customer apart', async () => {
    const first = await openChannel(centre.world, await centre.world.flow());
    const second = await openChannel(
      centre.world,
      await centre.world.flow({ contactIdentity: '+14155550102' }),
    );
    expect(second.sid).not.toBe(first.sid);
  });

  it('refuse a unique name that another channel has with 45208', async () => {
    const flexFlowSid = await centre.world.flow();
    const make = (target: string) =>
      centre.world.client.flexApi.v1.channel.create({
        flexFlowSid,
        identity: `sms ${target}`,
        target,
        chatFriendlyName: 'Chat',
        chatUserFriendlyName: 'Jane',
        chatUniqueName: 'the chat',
      });
    await make('+14155550301');
    await expect(make('+14155550302')).rejects.toMatchObject({ code: 45208 });
    expect(await centre.world.client.flexApi.v1.channel.list()).toHaveLength(1);
    expect(await tasks().list()).toHaveLength(1);
  });

  it('give the attributes of the caller to the task, and their own SID last', async () => {
    const channel = await centre.world.client.flexApi.v1.channel.create({
      flexFlowSid: await centre.world.flow(),
      identity: 'sms_jane',
      target: CUSTOMER,
      chatFriendlyName: 'Chat',
      chatUserFriendlyName: 'Jane',
      taskAttributes: JSON.stringify({ name: 'Jane Doe', channelSid: 'CH_mine', priority: 'high' }),
    });
    const task = await tasks()(channel.taskSid).fetch();
    expect(JSON.parse(task.attributes)).toEqual({
      channelType: 'sms',
      name: 'Jane Doe',
      customerName: 'Jane',
      from: CUSTOMER,
      customerAddress: CUSTOMER,
      priority: 'high',
      channelSid: channel.sid,
    });
    expect(task.taskChannelUniqueName).toBe('sms');
  });
});

describe.each(databases())('Flex flows on $name', ({ create }) => {
  const centre = useContactCentre(create);

  it('answer for an address one at a time while they are enabled (45212)', async () => {
    const enabled = await centre.world.flow({ enabled: true });
    await expect(centre.world.flow({ enabled: true })).rejects.toMatchObject({ code: 45212, status: 409 });
    const resting = await centre.world.flow({ enabled: false });
    const { flexFlow } = centre.world.client.flexApi.v1;
    await expect(flexFlow(resting).update({ enabled: true })).rejects.toMatchObject({ code: 45212 });
    await flexFlow(enabled).update({ enabled: false });
    expect((await flexFlow(resting).update({ enabled: true })).enabled).toBe(true);
  });

  it('let one of many parallel creates for an address win', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => centre.world.flow({ enabled: true })),
    );
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const list = await centre.world.client.flexApi.v1.flexFlow.list();
    expect(list.map((flow) => flow.contactIdentity)).toEqual([CENTRE]);
  });
});
