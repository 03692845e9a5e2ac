// What ends a conversation: every end of its task, but not a transfer, and what is left of it afterwards.
import { describe, expect, it, onTestFinished } from 'vitest';
import { followTasks } from '#products/flex/janitor.ts';
import { CENTRE, CUSTOMER, connectPhone } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { useFlex } from './flex-fixture.ts';

const DAY_MS = 86_400_000;

describe.each(databases())('the channel janitor on $name', ({ create }) => {
  const flex = useFlex(create);
  const flow = (given = {}) => flex.flow({ ...flex.toTasks(), enabled: false, ...given });
  /** A channel that is connected to the phone of its customer. */
  const connected = async (given = {}) => {
    const channel = await flex.open(await flow(given));
    return {
      ...channel,
      sid: channel.sid,
      taskSid: channel.taskSid,
      session: await connectPhone(flex.world, channel.sid),
    };
  };
  const state = async (channel: { sid: string; session: string }) => [
    (await flex.attributes(channel.sid))['status'],
    (await flex.proxy().sessions(channel.session).fetch()).status,
  ];
  const ENDED = ['INACTIVE', 'closed'];
  const GOES_ON = ['ACTIVE', 'open'];

  it('ends channel and session with a completed task', async () => {
    const channel = await connected();
    await flex.complete(channel.taskSid);
    expect(await state(channel)).toEqual(ENDED);
  });

  it('ends them with a task that was canceled', async () => {
    const channel = await connected();
    await flex.tasks()(channel.taskSid).update({ assignmentStatus: 'canceled', reason: 'not needed' });
    await flex.settled();
    expect(await state(channel)).toEqual(ENDED);
  });

  it('ends them with a task nobody took in time', async () => {
    const channel = await connected({ 'integration.timeout': 60 });
    await flex.server.advance(59_999);
    expect((await flex.attributes(channel.sid))['status']).toBe('ACTIVE');
    await flex.server.advance(1);
    expect(await state(channel)).toEqual(ENDED);
  });

  it('ends them with a task that was removed by API, and twice is once', async () => {
    const channel = await connected();
    await flex.tasks()(channel.taskSid).remove();
    await flex.settled();
    expect(await state(channel)).toEqual(ENDED);
    const { dateUpdated } = await flex.chat(channel.sid).fetch();
    await expect(flex.tasks()(channel.taskSid).remove()).rejects.toMatchObject({ status: 404 });
    await flex.server.advance(600_000);
    expect((await flex.chat(channel.sid).fetch()).dateUpdated).toEqual(dateUpdated);
  });

  it('ends them with a task the system removes after a day of work', async () => {
    const channel = await connected();
    await flex.accept(channel.taskSid);
    await flex.server.advance(DAY_MS - 1);
    expect((await flex.attributes(channel.sid))['status']).toBe('ACTIVE');
    await flex.server.advance(1);
    expect(await state(channel)).toEqual(ENDED);
  });

  it('leaves them while the agent wraps up', async () => {
    const channel = await connected();
    await flex.accept(channel.taskSid);
    await flex.tasks()(channel.taskSid).update({ assignmentStatus: 'wrapping', reason: 'bye' });
    await flex.settled();
    expect(await state(channel)).toEqual(GOES_ON);
  });

  it('keeps what was said, and the next contact gets another channel', async () => {
    const channel = await connected();
    await flex.chat(channel.sid).messages.create({ from: 'Anna', body: 'Bye' });
    await flex.complete(channel.taskSid);
    expect(await flex.texts(channel.sid)).toEqual(['Bye']);
    const [row] = await flex.channels();
    expect((await flex.open(row!.flexFlowSid)).sid).not.toBe(channel.sid);
  });

  it('leaves a long-lived channel and its session, and the next message gets a new task in it', async () => {
    const channel = await connected({ longLived: true });
    await flex.complete(channel.taskSid);
    expect(await state(channel)).toEqual(GOES_ON);
    await flex.says('Hello again');
    expect(await flex.texts(channel.sid)).toEqual(['Hello again']);
    const [row] = await flex.channels();
    expect(row!.taskSid).not.toBe(channel.taskSid);
    expect((await flex.tasks()(row!.taskSid).fetch()).assignmentStatus).not.toBe('completed');
  });

  it('ends a long-lived channel whose attributes say it is none any more', async () => {
    const channel = await connected({ longLived: true });
    await flex.setAttributes(channel.sid, { long_lived: false });
    await flex.complete(channel.taskSid);
    expect(await state(channel)).toEqual(ENDED);
  });

  it('lets a long-lived channel be ended by hand', async () => {
    const channel = await connected({ longLived: true });
    await flex.complete(channel.taskSid);
    await flex.setAttributes(channel.sid, { long_lived: false, status: 'INACTIVE' });
    expect(await state(channel)).toEqual(ENDED);
    const [row] = await flex.channels();
    expect((await flex.open(row!.flexFlowSid)).sid).not.toBe(channel.sid);
  });

  it('does nothing for a flow without janitor', async () => {
    const channel = await connected({ janitorEnabled: false });
    await flex.complete(channel.taskSid);
    expect(await state(channel)).toEqual(GOES_ON);
  });

  it('ends channels of a flow that was removed', async () => {
    const channel = await connected();
    const [row] = await flex.channels();
    await flex.client.flexApi.v1.flexFlow(row!.flexFlowSid).remove();
    await flex.complete(channel.taskSid);
    expect(await state(channel)).toEqual(ENDED);
  });

  it('ends the channel a task names in its attributes, whoever made the task', async () => {
    const sid = await flow({ integrationType: 'external', 'integration.url': 'http://127.0.0.1:1' });
    const channel = await flex.open(sid);
    const task = await flex.tasks().create({
      workflowSid: flex.world.workflowSid,
      attributes: JSON.stringify({ channelSid: channel.sid }),
    });
    await flex.settled();
    await flex.tasks()(task.sid).remove();
    await flex.settled();
    expect((await flex.attributes(channel.sid))['status']).toBe('INACTIVE');
  });

  it('has nothing to do with tasks that name no channel, or one of another account', async () => {
    const channel = await connected();
    const other = await flex.server.addAccount();
    const foreign = (await import('../support/clients.ts')).sdkClient(flex.server.url, other);
    const workspace = await foreign.taskrouter.v1.workspaces.create({ friendlyName: 'x', template: 'FIFO' });
    const tasks = foreign.taskrouter.v1.workspaces(workspace.sid).tasks;
    const task = await tasks.create({ attributes: JSON.stringify({ channelSid: channel.sid }) });
    await flex.settled();
    await tasks(task.sid).remove();
    await flex.settled();
    expect(await state(channel)).toEqual(GOES_ON);
  });

  it('tells programs behind the channel of its end', async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    const channel = await connected();
    await flex.chat(channel.sid).webhooks.create({
      type: 'webhook',
      'configuration.url': receiver.url,
      'configuration.filters': ['onChannelUpdated'],
    } as never);
    await flex.tasks()(channel.taskSid).remove();
    await flex.settled();
    expect(receiver.requests).toHaveLength(1);
    expect(JSON.parse(receiver.requests[0]!.form['Attributes']!)).toMatchObject({ status: 'INACTIVE' });
  });

  it('leaves a channel in which the customer wrote after the end, before it was heard of', async () => {
    const channel = await connected();
    const event = {
      type: 'task.completed',
      accountSid: flex.server.account.sid,
      subjectSid: channel.taskSid,
      at: flex.server.clock.now(),
      data: { attributes: JSON.stringify({ channelSid: channel.sid }) },
    };
    await flex.server.advance(1);
    await flex.says('One more thing');
    await flex.server.context.database.transaction((tx) => followTasks(tx, [event as never]));
    expect(await state(channel)).toEqual(['ACTIVE', 'in-progress']);
    const [row] = await flex.channels();
    expect(row!.taskSid).not.toBe(channel.taskSid);
  });

  it('takes session and open task along when a channel is removed', async () => {
    const channel = await connected();
    await flex.client.flexApi.v1.channel(channel.sid).remove();
    await flex.settled();
    await expect(flex.chat(channel.sid).fetch()).rejects.toMatchObject({ status: 404 });
    await expect(flex.tasks()(channel.taskSid).fetch()).rejects.toMatchObject({ status: 404 });
    expect((await flex.proxy().sessions(channel.session).fetch()).status).toBe('closed');
    await expect(flex.client.flexApi.v1.channel(channel.sid).remove()).rejects.toMatchObject({ status: 404 });
  });

  it('leaves nothing behind: after it a text of the customer is a new contact', async () => {
    const inbound = await flex.flow({ ...flex.toTasks(), friendlyName: 'Inbound' });
    await flex.says('First', { from: CUSTOMER, to: CENTRE });
    const [first] = await flex.channels();
    await flex.complete(first!.taskSid);
    await flex.says('Second', { from: CUSTOMER, to: CENTRE });
    const channels = await flex.channels();
    expect(channels.map(({ flexFlowSid }) => flexFlowSid)).toEqual([inbound, inbound]);
    expect(await flex.texts(channels[1]!.sid)).toEqual(['Second']);
  });
});
