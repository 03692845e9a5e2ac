// Studio flows run by a program of the operator, and Send to Flex, with which they give the conversation to agents.
import { describe, expect, it, onTestFinished } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { CENTRE, CUSTOMER } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { useFlex } from './flex-fixture.ts';

describe.each(databases())('send to flex on $name', ({ create }) => {
  const flex = useFlex(create);

  const sendToFlex = async (channelSid: string, form: Record<string, string>) => {
    const { sid, token } = flex.server.account;
    const answer = await fetch(`${flex.server.url}/flex-api/v1/Channels/${channelSid}/SendToFlex`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}` },
      body: new URLSearchParams(form),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, never> };
  };
  /** A conversation a Studio flow has, run by the receiver. */
  const withStudio = async (given = {}) => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    await flex.flow({ 'integration.flowSid': newSid('FW'), 'integration.url': receiver.url, ...given });
    await flex.says('I have a question');
    const [channel] = await flex.channels();
    return { receiver, sid: channel!.sid };
  };
  const handOver = () => ({ WorkflowSid: flex.world.workflowSid });

  it('makes the task of the conversation and takes Studio out of it', async () => {
    const { receiver, sid } = await withStudio();
    expect(receiver.requests.map(({ form }) => [form['WebhookType'], form['Body']])).toEqual([
      ['studio', 'I have a question'],
    ]);
    const { status, body } = await sendToFlex(sid, {
      ...handOver(),
      Attributes: '{"topic":"order","name":"Jane"}',
      Priority: '7',
      Timeout: '600',
    });
    expect([status, body['sid']]).toEqual([201, sid]);
    const task = await flex.tasks()(body['task_sid']!).fetch();
    expect(task).toMatchObject({ priority: 7, timeout: 600, taskChannelUniqueName: 'sms' });
    expect(JSON.parse(task.attributes)).toMatchObject({
      channelSid: sid,
      channelType: 'sms',
      from: CUSTOMER,
      topic: 'order',
      name: 'Jane',
    });
    expect(await flex.webhooks(sid)).toEqual([]);
    await flex.says('Are you a person?');
    expect(receiver.requests).toHaveLength(1);
    expect(await flex.tasks().list()).toHaveLength(1);
  });

  it('chooses Programmable Chat for every channel but texts, unless told otherwise', async () => {
    const to = `whatsapp:${CENTRE}`;
    await flex.flow({ 'integration.flowSid': newSid('FW'), channelType: 'whatsapp', contactIdentity: to });
    await flex.says('Hi', { from: `whatsapp:${CUSTOMER}`, to });
    const [channel] = await flex.channels();
    const { body } = await sendToFlex(channel!.sid, handOver());
    expect((await flex.tasks()(body['task_sid']!).fetch()).taskChannelUniqueName).toBe('chat');
  });

  it('sent twice, or by several at once, makes one task', async () => {
    const { sid } = await withStudio();
    const answers = await Promise.all(Array.from({ length: 5 }, () => sendToFlex(sid, handOver())));
    expect(new Set(answers.map(({ body }) => body['task_sid'])).size).toBe(1);
    expect(await flex.tasks().list()).toHaveLength(1);
  });

  it('leads to the end of the channel as every task does', async () => {
    const { sid } = await withStudio();
    const { body } = await sendToFlex(sid, { ...handOver(), TaskChannel: 'default' });
    await flex.complete(body['task_sid']!);
    expect((await flex.attributes(sid))['status']).toBe('INACTIVE');
  });

  it('is refused for ended and unknown channels, and without a workflow of the account', async () => {
    const { sid } = await withStudio();
    expect(await sendToFlex(newSid('CH'), handOver())).toMatchObject({ status: 404, body: { code: 20404 } });
    expect(await sendToFlex(sid, {})).toMatchObject({ status: 400, body: { code: 20001 } });
    expect(await sendToFlex(sid, { WorkflowSid: newSid('WW') })).toMatchObject({ body: { code: 20001 } });
    expect(await sendToFlex(sid, { ...handOver(), TaskChannel: 'smoke' })).toMatchObject({
      body: { code: 20001 },
    });
    expect(await sendToFlex(sid, { ...handOver(), Attributes: '[]' })).toMatchObject({
      body: { code: 20001 },
    });
    expect(await flex.webhooks(sid)).toHaveLength(1);
    await flex.setAttributes(sid, { status: 'INACTIVE' });
    expect(await sendToFlex(sid, handOver())).toMatchObject({ status: 400, body: { code: 45001 } });
    expect(await flex.tasks().list()).toEqual([]);
  });
});
