// The relay between chat and phones is no webhook: it carries every message, whoever is told of it.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ProxyServer } from '../../proxy/proxy-server.ts';
import { databases } from '../../support/databases.ts';
import { type Receiver, startReceiver, status } from '../../webhooks/receiver.ts';

describe.each(databases())('the relay beside webhooks, on $name', (kind) => {
  let proxy: ProxyServer;
  let receiver: Receiver;
  let channel: { sid: string; serviceSid: string };
  let customer: string;
  let number: string;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
  });
  afterAll(() => proxy.stop());

  beforeEach(async () => {
    receiver = await startReceiver();
    number = proxy.freshNumber();
    customer = proxy.freshNumber(212);
    channel = await proxy.flexChannel(number, 'sms_jane');
    const { api } = await proxy.service([number]);
    await api.sessions.create({
      mode: 'message-only',
      uniqueName: channel.sid,
      participants: [
        { Identifier: customer, ProxyIdentifier: number },
        { Identifier: channel.sid, ProxyIdentifier: number },
      ] as never,
    });
    return () => receiver.close();
  });

  const configure = () =>
    proxy.client.chat.v2.services(channel.serviceSid).update({
      preWebhookUrl: receiver.url,
      postWebhookUrl: receiver.url,
      webhookFilters: ['onMessageSend', 'onMessageSent'],
    });
  const post = async (body: string, xTwilioWebhookEnabled?: 'true') => {
    const { messages } = proxy.client.chat.v2.services(channel.serviceSid).channels(channel.sid);
    await messages.create({
      from: 'agent',
      body,
      ...(xTwilioWebhookEnabled === undefined ? {} : { xTwilioWebhookEnabled }),
    });
    await proxy.server.settled();
  };
  const texts = async () => (await proxy.textsTo(customer)).map(({ body }) => body);

  it('carries a message of a request without the header, of which no webhook hears', async () => {
    await configure();
    await post('hello');
    expect(await texts()).toEqual(['hello']);
    expect(receiver.requests).toEqual([]);
  });

  it('carries a message of a request with the header once, and a webhook hears of it once', async () => {
    await configure();
    await post('hello', 'true');
    expect(await texts()).toEqual(['hello']);
    expect(receiver.requests.map(({ form }) => [form['EventType'], form['Body']])).toEqual([
      ['onMessageSent', 'hello'],
    ]);
  });

  it('carries messages without any webhook, and with one that fails', async () => {
    await post('before');
    await configure();
    receiver.answerNext(status(500));
    await post('after', 'true');
    expect(await texts()).toEqual(['before', 'after']);
  });

  it('webhooks hear of what comes in through a carrier, without being asked before', async () => {
    await configure();
    await proxy.receive(customer, number, 'hi');
    expect(receiver.requests.map(({ form }) => form)).toMatchObject([
      { EventType: 'onMessageSent', Source: 'SMS', Body: 'hi', From: 'sms_jane', ChannelSid: channel.sid },
    ]);
    const [{ headers, url, form }] = receiver.requests as [(typeof receiver.requests)[number]];
    const signature = headers['x-twilio-signature'] as string;
    expect(validateRequest(proxy.server.account.token, signature, url, form)).toBe(true);
  });
});
