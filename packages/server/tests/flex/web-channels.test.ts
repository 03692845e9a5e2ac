// Web chats of the older generation: opened for a widget, spoken in through the browser SDK, ended by the widget.
import { describe, expect, it, onTestFinished } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { GENERATIONS } from '../thread-clients/generations.ts';
import { openDesk } from '../thread-clients/sdk-fixture.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { useFlex } from './flex-fixture.ts';

describe.each(databases())('web channels on $name', ({ create }) => {
  const flex = useFlex(create);
  const web = () => flex.client.flexApi.v1.webChannel;
  const webFlow = (given = {}) =>
    flex.flow({
      ...flex.toTasks(),
      'integration.channel': 'chat',
      channelType: 'web',
      contactIdentity: 'shop',
      ...given,
    });
  const open = (flexFlowSid: string, given = {}) =>
    web().create({
      flexFlowSid,
      identity: 'visitor',
      customerFriendlyName: 'Anonymous',
      chatFriendlyName: 'Flex WebChat',
      ...given,
    });

  it('open a chat channel, its task, and show who the visitor says he is', async () => {
    const chat = await open(await webFlow(), {
      preEngagementData: '{"friendlyName":"Jane","question":"Where is it?"}',
      chatUniqueName: 'chat 1',
    });
    expect(await flex.attributes(chat.sid)).toMatchObject({
      from: 'Jane',
      channel_type: 'web',
      status: 'ACTIVE',
      pre_engagement_data: { friendlyName: 'Jane', question: 'Where is it?' },
    });
    const [task, ...others] = await flex.tasks().list();
    expect(others).toEqual([]);
    expect(JSON.parse(task!.attributes)).toMatchObject({ channelSid: chat.sid, channelType: 'web' });
    expect(task!.taskChannelUniqueName).toBe('chat');
    expect((await flex.chat(chat.sid).members.list()).map(({ identity }) => identity)).toEqual(['visitor']);
    expect((await web()(chat.sid).fetch()).sid).toBe(chat.sid);
    expect((await web().list()).map(({ sid }) => sid)).toEqual([chat.sid]);
  });

  it('are told from other channels, whose SIDs they do not answer for', async () => {
    const channel = await flex.open(await flex.flow(flex.toTasks()));
    const chat = await open(await webFlow());
    expect((await web().list()).map(({ sid }) => sid)).toEqual([chat.sid]);
    const foreign = web()(channel.sid);
    await expect(foreign.fetch()).rejects.toMatchObject({ status: 404 });
    await expect(foreign.update({ chatStatus: 'inactive' })).rejects.toMatchObject({ status: 404 });
    await expect(foreign.remove()).rejects.toMatchObject({ status: 404 });
    expect((await flex.attributes(channel.sid))['status']).toBe('ACTIVE');
  });

  it('belong to one widget each, but to the visitor where the flow is long-lived', async () => {
    const flow = await webFlow();
    expect((await open(flow)).sid).not.toBe((await open(flow)).sid);
    const lasting = await webFlow({ contactIdentity: 'club', longLived: true });
    const chat = await open(lasting);
    expect((await open(lasting)).sid).toBe(chat.sid);
    expect((await open(lasting, { identity: 'another' })).sid).not.toBe(chat.sid);
  });

  it('end when the widget says so; the agent keeps the task, and what was said after it is kept', async () => {
    const chat = await open(await webFlow());
    const [task] = await flex.tasks().list();
    await web()(chat.sid).update({ chatStatus: 'inactive', postEngagementData: '{"stars":5}' });
    await flex.settled();
    expect(await flex.attributes(chat.sid)).toMatchObject({
      status: 'INACTIVE',
      post_engagement_data: { stars: 5 },
    });
    expect(['pending', 'reserved']).toContain((await flex.tasks()(task!.sid).fetch()).assignmentStatus);
    await web()(chat.sid).update({ chatStatus: 'inactive' });
    await web()(chat.sid).update({ postEngagementData: 'thanks' });
    expect(await flex.attributes(chat.sid)).toMatchObject({ post_engagement_data: 'thanks' });
  });

  it('are refused for flows of another type, unknown ones, and statuses that are none', async () => {
    await expect(open(await flex.flow(flex.toTasks()))).rejects.toMatchObject({ code: 20001 });
    await expect(open(newSid('FO'))).rejects.toMatchObject({ code: 45205 });
    const flow = await webFlow();
    await expect(open(flow, { identity: 'system' })).rejects.toMatchObject({ code: 45211 });
    const chat = await open(flow, { chatUniqueName: 'one' });
    await expect(open(flow, { chatUniqueName: 'one' })).rejects.toMatchObject({ code: 45208 });
    await expect(web()(chat.sid).update({ chatStatus: 'active' as never })).rejects.toMatchObject({
      code: 20001,
    });
    expect(await web().list()).toHaveLength(1);
  });

  it('go with everything they had when they are removed', async () => {
    const chat = await open(await webFlow());
    expect(await web()(chat.sid).remove()).toBe(true);
    await expect(flex.chat(chat.sid).fetch()).rejects.toMatchObject({ status: 404 });
    expect(await flex.tasks().list()).toEqual([]);
  });

  it('of an external flow are heard by its program, and wait for the visitor where the flow says so', async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    const chat = await open(await webFlow({ integrationType: 'external', 'integration.url': receiver.url }));
    await flex.chat(chat.sid).messages.create({ from: 'visitor', body: 'Hi', xTwilioWebhookEnabled: 'true' });
    await flex.settled();
    expect(receiver.requests.map(({ form }) => form['Body'])).toEqual(['Hi']);
    const waiting = await open(
      await webFlow({ contactIdentity: 'later', 'integration.creationOnMessage': true }),
    );
    expect(await flex.tasks().list()).toEqual([]);
    await flex.chat(waiting.sid).messages.create({ from: 'visitor', body: 'Hello' });
    await flex.settled();
    expect(await flex.tasks().list()).toHaveLength(1);
  });
});

const OLDEST_AND_NEWEST = [GENERATIONS[0]!, GENERATIONS.at(-1)!];
const MATRIX = databases().flatMap((database) =>
  OLDEST_AND_NEWEST.map((generation) => ({ database, generation })),
);

describe.each(MATRIX)('a visitor on $generation.name and $database.name', ({ database, generation }) => {
  it('speaks in his web channel with a token of his own', async () => {
    const desk = await openDesk(database.create);
    onTestFinished(() => desk.close());
    const client = sdkClient(desk.server.url, desk.server.account);
    const flow = await client.flexApi.v1.flexFlow.create({
      friendlyName: 'Web',
      chatServiceSid: desk.serviceSid,
      channelType: 'web',
      contactIdentity: 'shop',
      integrationType: 'external',
      'integration.url': 'http://127.0.0.1:1/',
    } as never);
    const { sid } = await client.flexApi.v1.webChannel.create({
      flexFlowSid: flow.sid,
      identity: 'visitor',
      customerFriendlyName: 'Jane',
      chatFriendlyName: 'Flex WebChat',
    });
    const visitor = await desk.connect('visitor', { generation });
    const thread = await visitor.thread(sid);
    await thread.send('Hello');
    await desk.service.channels(sid).messages.create({ from: 'Anna', body: 'Hi Jane' });
    await expect
      .poll(async () => (await thread.messages()).map(({ body }) => body), { timeout: 20_000 })
      .toEqual(['Hello', 'Hi Jane']);
  });
});
