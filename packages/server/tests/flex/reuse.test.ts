// Which channel a request gets: the one there is, or another one, and what of it is new.
import { describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { CUSTOMER } from '../journey/world.ts';
import { SDKS } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { useFlex } from './flex-fixture.ts';

const OTHER_CUSTOMER = '+14155550198';
const MATRIX = databases().flatMap((database) =>
  SDKS.filter(({ name }) => name === 'twilio 6' || name === 'twilio 3.84.1').map((sdk) => ({
    database,
    sdk,
  })),
);

describe.each(MATRIX)('a second request, $sdk.name on $database.name', ({ database, sdk }) => {
  const flex = useFlex(database.create, { module: sdk.module });

  it('for the same flow and target gets the same channel and its open task', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const first = await flex.open(flow);
    const second = await flex.open(flow);
    expect([second.sid, second.taskSid]).toEqual([first.sid, first.taskSid]);
    expect(await flex.tasks().list()).toHaveLength(1);
  });

  it('for another target, or without one, gets a channel of its own', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const channels = [
      await flex.open(flow),
      await flex.open(flow, { target: OTHER_CUSTOMER }),
      await flex.open(flow, { target: undefined }),
      await flex.open(flow, { target: undefined }),
    ];
    expect(new Set(channels.map(({ sid }) => sid)).size).toBe(4);
  });

  it('after INACTIVE gets a new channel with a new task', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const first = await flex.open(flow);
    await flex.setAttributes(first.sid, { status: 'INACTIVE' });
    const second = await flex.open(flow);
    expect(second.sid).not.toBe(first.sid);
    expect(second.taskSid).not.toBe(first.taskSid);
  });

  it('for a long-lived channel gets it again, with a new task that is what its creator says now', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false, longLived: true });
    const first = await flex.open(flow, { taskAttributes: '{"name":"first"}' });
    await flex.complete(first.taskSid);
    const second = await flex.open(flow, { taskAttributes: '{"name":"second"}' });
    expect(second.sid).toBe(first.sid);
    expect(second.taskSid).not.toBe(first.taskSid);
    expect(await flex.taskAttributes(second.taskSid)).toMatchObject({
      name: 'second',
      channelSid: first.sid,
    });
  });

  it('can make one channel long-lived or not, against its flow', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const lasting = await flex.open(flow, { longLived: true });
    expect((await flex.attributes(lasting.sid))['long_lived']).toBe(true);
    await flex.complete(lasting.taskSid);
    expect((await flex.open(flow)).sid).toBe(lasting.sid);
  });
});

describe.each(databases())('a new channel on $name', ({ create }) => {
  const flex = useFlex(create);

  it('has the pre-engagement data in its attributes, as an object where it is one', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const asked = await flex.open(flow, { preEngagementData: '{"question":"Where?"}' });
    expect(await flex.attributes(asked.sid)).toMatchObject({ pre_engagement_data: { question: 'Where?' } });
    const plain = await flex.open(flow, { target: OTHER_CUSTOMER, preEngagementData: 'just words' });
    expect(await flex.attributes(plain.sid)).toMatchObject({ pre_engagement_data: 'just words' });
  });

  it('takes the task it is given, and ends with it', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const task = await flex.tasks().create({ workflowSid: flex.world.workflowSid, attributes: '{}' });
    const channel = await flex.open(flow, { taskSid: task.sid });
    expect(channel.taskSid).toBe(task.sid);
    expect(await flex.tasks().list()).toHaveLength(1);
    await flex.tasks()(task.sid).update({ priority: 3 });
    await flex.tasks()(task.sid).remove();
    await flex.settled();
    expect((await flex.attributes(channel.sid))['status']).toBe('INACTIVE');
  });

  it('refuses a task that is over, and any task where the flow has none', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const task = await flex.tasks().create({ workflowSid: flex.world.workflowSid, attributes: '{}' });
    const external = await flex.flow({
      enabled: false,
      integrationType: 'external',
      'integration.url': 'https://example.com',
    });
    await expect(flex.open(external, { taskSid: task.sid })).rejects.toMatchObject({ code: 20001 });
    await flex.tasks()(task.sid).update({ assignmentStatus: 'canceled' });
    await expect(flex.open(flow, { taskSid: task.sid })).rejects.toMatchObject({ code: 20001 });
    expect(await flex.channels()).toEqual([]);
  });

  it('refuses an unknown flow with 45205 and identities of the server with 45211', async () => {
    await expect(flex.open(newSid('FO'))).rejects.toMatchObject({ status: 404, code: 45205 });
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    for (const identity of ['system', 'System', 'admin'])
      await expect(flex.open(flow, { identity })).rejects.toMatchObject({ code: 45211 });
  });

  it('refuses the unique name of a channel that is there with 45208, and gives it free with the removal', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const first = await flex.open(flow, { chatUniqueName: 'jane' });
    const again = () => flex.open(flow, { target: OTHER_CUSTOMER, chatUniqueName: 'jane' });
    await expect(again()).rejects.toMatchObject({ code: 45208 });
    await flex.client.flexApi.v1.channel(first.sid).remove();
    expect((await flex.chat((await again()).sid).fetch()).uniqueName).toBe('jane');
  });

  it('makes no task before the customer writes where the flow waits for him, then one', async () => {
    const flow = await flex.flow({
      ...flex.toTasks(),
      enabled: false,
      'integration.creationOnMessage': true,
    });
    const channel = await flex.open(flow);
    expect(channel.taskSid).toBeNull();
    const { identity } = (await flex.chat(channel.sid).members.list())[0]!;
    await flex.chat(channel.sid).messages.create({ from: 'Anna', body: 'Your order is ready' });
    await flex.settled();
    expect(await flex.tasks().list()).toEqual([]);
    await flex.chat(channel.sid).messages.create({ from: identity, body: 'Thanks' });
    await flex.chat(channel.sid).messages.create({ from: identity, body: 'When?' });
    await flex.settled();
    expect(await flex.tasks().list()).toHaveLength(1);
  });

  it('is found by its customer under the address it was opened for', async () => {
    const flow = await flex.flow({ ...flex.toTasks(), enabled: false });
    const channel = await flex.open(flow, { identity: 'jane', chatUserFriendlyName: 'Jane Doe' });
    const [member] = await flex.chat(channel.sid).members.list();
    expect(member).toMatchObject({ identity: 'jane' });
    const user = await flex.client.chat.v2.services(flex.world.chatServiceSid).users('jane').fetch();
    expect([user.sid, user.friendlyName]).toEqual([channel.userSid, 'Jane Doe']);
    expect(await flex.taskAttributes(channel.taskSid)).toMatchObject({
      name: 'Jane Doe',
      customerName: 'Jane Doe',
      from: CUSTOMER,
    });
  });
});
