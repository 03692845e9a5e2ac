// Customers who write first, by channel type and by what the flow of the address leads to.
import { describe, expect, it, onTestFinished } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { CENTRE, CUSTOMER } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { messagesOnPhone } from '../support/handset.ts';
import { startReceiver, status } from '../webhooks/receiver.ts';
import { useFlex } from './flex-fixture.ts';

const ADDRESSES = [
  { channelType: 'sms', from: CUSTOMER, to: CENTRE },
  { channelType: 'whatsapp', from: `whatsapp:${CUSTOMER}`, to: `whatsapp:${CENTRE}` },
  { channelType: 'facebook', from: 'messenger:4711', to: 'messenger:0815' },
  { channelType: 'line', from: 'line:Ujane', to: 'line:Cshop' },
  { channelType: 'custom', from: 'custom:jane', to: 'custom:shop' },
];

describe.each(databases())('inbound by flow on $name', ({ create }) => {
  const flex = useFlex(create);
  const receive = async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    return receiver;
  };

  it.each(ADDRESSES)(
    '$channelType: opens channel, session and task, both ways',
    async ({ channelType, from, to }) => {
      await flex.flow({ ...flex.toTasks(), channelType, contactIdentity: to });
      await flex.says('Are you open?', { from, to });
      await flex.says('Hello?', { from, to });
      const [channel, ...others] = await flex.channels();
      expect(others).toEqual([]);
      expect(await flex.texts(channel!.sid)).toEqual(['Are you open?', 'Hello?']);
      const [session, ...more] = await flex.sessions();
      expect(more).toEqual([]);
      expect(session!.uniqueName.startsWith(channel!.sid)).toBe(true);
      expect(await flex.attributes(channel!.sid)).toMatchObject({
        from,
        channel_type: channelType,
        status: 'ACTIVE',
        long_lived: false,
        proxySession: session!.sid,
        task_sid: channel!.taskSid,
      });
      expect(await flex.taskAttributes(channel!.taskSid)).toMatchObject({
        channelSid: channel!.sid,
        channelType,
        from,
        customerAddress: from,
      });
      expect((await flex.sessions())[0]!.status).toBe('in-progress');
      await flex.chat(channel!.sid).messages.create({ from: 'Anna', body: 'Until seven.' });
      await flex.settled();
      expect((await messagesOnPhone(flex.server, from, to)).map(({ body }) => body)).toContain(
        'Until seven.',
      );
    },
  );

  it('come into being in one transaction with the text', async () => {
    await flex.flow(flex.toTasks());
    await flex.says('Hi');
    const events = await flex.server.context.database.read
      .selectFrom('events')
      .select(['type', 'transaction_id', 'ordinal'])
      .where('type', 'in', [
        'carrier-message.received',
        'flex-channel.created',
        'thread.added',
        'participant.added',
        'session.created',
        'task.created',
        'message.added',
      ])
      .execute();
    expect(events.map(({ type }) => type).sort()).toEqual([
      'carrier-message.received',
      'flex-channel.created',
      'message.added',
      'participant.added',
      'session.created',
      'task.created',
      'thread.added',
    ]);
    expect(new Set(events.map((event) => event.transaction_id)).size).toBe(1);
    // Each event has its own number within the transaction.
    expect(new Set(events.map(({ ordinal }) => ordinal)).size).toBe(events.length);
  });

  it('external: the URL hears every message of the conversation, the first one too', async () => {
    const receiver = await receive();
    await flex.flow({ integrationType: 'external', 'integration.url': receiver.url });
    await flex.says('Hi');
    await flex.says('Anybody?');
    const [channel] = await flex.channels();
    expect(channel!.taskSid).toBeNull();
    expect(await flex.sessions()).toHaveLength(1);
    expect(
      receiver.requests.map(({ form }) => [form['EventType'], form['Body'], form['ChannelSid']]),
    ).toEqual([
      ['onMessageSent', 'Hi', channel!.sid],
      ['onMessageSent', 'Anybody?', channel!.sid],
    ]);
    expect(receiver.requests[0]!.form).toMatchObject({
      WebhookType: 'webhook',
      From: CUSTOMER,
      Source: 'SMS',
    });
    expect(await flex.tasks().list()).toEqual([]);
  });

  it('external: a busy program is asked again as often as the flow says', async () => {
    const receiver = await receive();
    receiver.answerNext(status(503), status(503));
    await flex.flow({
      integrationType: 'external',
      'integration.url': receiver.url,
      'integration.retryCount': 2,
    });
    await flex.says('Hi');
    await flex.server.advance(60_000);
    await flex.server.advance(60_000);
    expect(receiver.requests.map(({ form }) => form['Body'])).toEqual(['Hi', 'Hi', 'Hi']);
    const [channel] = await flex.channels();
    const [webhook] = await flex.webhooks(channel!.sid);
    expect(webhook!.configuration).toMatchObject({ url: receiver.url, retry_count: 2 });
  });

  it('studio: the channel has a webhook of type studio for the flow, and no task', async () => {
    const flowSid = newSid('FW');
    await flex.flow({
      integrationType: 'studio',
      'integration.flowSid': flowSid,
      'integration.retryCount': 1,
    });
    await flex.says('Hi');
    const [channel] = await flex.channels();
    expect(channel!.taskSid).toBeNull();
    const [webhook, ...others] = await flex.webhooks(channel!.sid);
    expect(others).toEqual([]);
    expect(webhook).toMatchObject({ type: 'studio', configuration: { flow_sid: flowSid, retry_count: 1 } });
    expect(await flex.texts(channel!.sid)).toEqual(['Hi']);
  });

  it('studio: a flow nobody has named still keeps the conversation', async () => {
    await flex.flow();
    await flex.says('Hi');
    const [channel] = await flex.channels();
    expect(await flex.webhooks(channel!.sid)).toEqual([]);
    expect(await flex.texts(channel!.sid)).toEqual(['Hi']);
  });

  it.each(['sms', 'whatsapp'])('%s: a flow of another channel type does not answer', async (channelType) => {
    const other = channelType === 'sms' ? `whatsapp:${CENTRE}` : CENTRE;
    await flex.flow({
      ...flex.toTasks(),
      channelType: channelType === 'sms' ? 'whatsapp' : 'sms',
      contactIdentity: other,
    });
    const [from, to] =
      channelType === 'sms' ? [CUSTOMER, CENTRE] : [`whatsapp:${CUSTOMER}`, `whatsapp:${CENTRE}`];
    await flex.says('Hi', { from: from!, to: to! });
    expect(await flex.channels()).toEqual([]);
  });

  it('task: an outbound flow of the same number is never taken for inbound', async () => {
    await flex.flow({ ...flex.toTasks(), enabled: false });
    await flex.says('Hi');
    expect(await flex.channels()).toEqual([]);
    const inbound = await flex.flow({ ...flex.toTasks(), friendlyName: 'Inbound' });
    await flex.says('Hi again');
    expect((await flex.channels()).map(({ flexFlowSid }) => flexFlowSid)).toEqual([inbound]);
  });

  it('a text is kept when what the flow leads to is gone', async () => {
    await flex.flow(flex.toTasks());
    const { client, world } = flex;
    const workspace = client.taskrouter.v1.workspaces(world.workspaceSid);
    await workspace.workflows(world.workflowSid).remove();
    await flex.says('Hi');
    expect(await flex.channels()).toEqual([]);
    const kept = await client.api.v2010.account.messages.list({ from: CUSTOMER });
    expect(kept.map(({ body, status: state }) => [body, state])).toEqual([['Hi', 'received']]);
  });

  it('are shown with the settings of their own integration, whatever they were before', async () => {
    const sid = await flex.flow({
      integrationType: 'external',
      'integration.url': 'https://example.com/one',
      'integration.retryCount': 2,
    });
    const { flexFlow } = flex.client.flexApi.v1;
    expect((await flexFlow(sid).fetch()).integration).toEqual({
      url: 'https://example.com/one',
      retry_count: 2,
    });
    const flowSid = newSid('FW');
    const studio = await flexFlow(sid).update({
      integrationType: 'studio',
      'integration.flowSid': flowSid,
    } as never);
    expect(studio.integration).toEqual({ flow_sid: flowSid, retry_count: 2 });
    const task = await flexFlow(sid).update({ ...flex.toTasks(), 'integration.priority': 7 } as never);
    expect(task.integration).toEqual({
      workspace_sid: flex.world.workspaceSid,
      workflow_sid: flex.world.workflowSid,
      channel: 'sms',
      timeout: 86_400,
      priority: 7,
      creation_on_message: false,
    });
  });
});
