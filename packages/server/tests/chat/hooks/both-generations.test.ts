// One core, two generations: each webhook is told in the words it was configured in, by accounts and by services.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { expect, it, onTestFinished } from 'vitest';
import { json, type Receiver, startReceiver, status } from '../../webhooks/receiver.ts';
import { describeChatOnce } from '../chat-fixture.ts';
import { actingClient } from './acting-client.ts';

const HEARD = { xTwilioWebhookEnabled: 'true' } as const;

describeChatOnce('webhooks of both generations', (fixture) => {
  /** A service whose webhooks of each kind go to a receiver of their own. */
  const open = async () => {
    const [account, conversations, chat] = await Promise.all([
      startReceiver(),
      startReceiver(),
      startReceiver(),
    ]);
    const service = await fixture.newService();
    const { sid: serviceSid } = await service.fetch();
    const v1 = fixture.client().conversations.v1;
    onTestFinished(async () => {
      // The account is shared by the tests of this file.
      await v1.configuration.webhooks().update({ preWebhookUrl: '', postWebhookUrl: '' });
      await Promise.all([account.close(), conversations.close(), chat.close()]);
    });
    await v1.configuration.webhooks().update({
      preWebhookUrl: account.url,
      postWebhookUrl: account.url,
      filters: ['onMessageAdd', 'onMessageAdded', 'onParticipantAdded'],
    });
    await v1
      .services(serviceSid)
      .configuration.webhooks()
      .update({
        preWebhookUrl: conversations.url,
        postWebhookUrl: conversations.url,
        filters: ['onMessageAdd', 'onMessageAdded', 'onConversationUpdated'],
      });
    await service.update({
      preWebhookUrl: chat.url,
      postWebhookUrl: chat.url,
      webhookFilters: ['onMessageSend', 'onMessageSent', 'onMemberAdded', 'onChannelUpdated'],
    });
    const { sid } = await service.channels.create({});
    const events = (receiver: Receiver) => {
      const isSigned = receiver.requests.every(({ headers, url, form }) =>
        validateRequest(fixture.server.account.token, headers['x-twilio-signature'] as string, url, form),
      );
      expect(isSigned).toBe(true);
      return receiver.requests.map(({ form }) => form['EventType']);
    };
    return {
      service,
      serviceSid,
      sid,
      account,
      conversations,
      chat,
      events,
      anna: actingClient(fixture.server, serviceSid, 'anna'),
    };
  };

  it('each hear of the same in their own words', async () => {
    const scene = await open();
    const { service, sid, serviceSid, account, conversations, chat, events } = scene;
    await service.channels(sid).members.create({ identity: 'anna', ...HEARD });
    await service.channels(sid).messages.create({ from: 'anna', body: 'hello', ...HEARD });
    await service.channels(sid).update({ friendlyName: 'Order', ...HEARD });
    await fixture.server.settled();
    expect(events(account)).toEqual(['onParticipantAdded', 'onMessageAdded']);
    expect(events(conversations)).toEqual(['onMessageAdded', 'onConversationUpdated']);
    expect(events(chat)).toEqual(['onMemberAdded', 'onMessageSent', 'onChannelUpdated']);
    expect(account.requests[1]!.form).toMatchObject({
      ConversationSid: sid,
      ChatServiceSid: serviceSid,
      Author: 'anna',
      Body: 'hello',
    });
    expect(chat.requests[1]!.form).toMatchObject({ ChannelSid: sid, InstanceSid: serviceSid, From: 'anna' });
  });

  it('are asked one after the other, each with what the one before made of it', async () => {
    const scene = await open();
    const { service, sid, anna, account, conversations, chat, events } = scene;
    account.answerNext(json({ body: 'account' }));
    chat.answerNext(json({ body: 'account, service' }));
    conversations.answerNext(json({ attributes: '{"seen":true}' }));
    await anna.send(sid, 'hello');
    const inOrder = [account, chat, conversations];
    expect(inOrder.map((receiver) => receiver.requests[0]!.form['Body'])).toEqual([
      'hello',
      'account',
      'account, service',
    ]);
    expect(inOrder.map((receiver) => events(receiver)[0])).toEqual([
      'onMessageAdd',
      'onMessageSend',
      'onMessageAdd',
    ]);
    expect(await service.channels(sid).messages.list()).toMatchObject([
      { body: 'account, service', attributes: '{"seen":true}' },
    ]);
  });

  it('need nobody behind the first that refuses', async () => {
    const scene = await open();
    const { service, sid, anna, account, conversations, chat } = scene;
    account.answerNext(status(403));
    await expect(anna.send(sid, 'hello')).rejects.toMatchObject({ code: 50056 });
    expect([conversations.requests, chat.requests]).toEqual([[], []]);
    expect(await service.channels(sid).messages.list()).toEqual([]);
  });

  it('are not called where they are meant for Flex', async () => {
    const scene = await open();
    const { service, sid, account, chat } = scene;
    await fixture.client().conversations.v1.configuration.webhooks().update({ target: 'flex' });
    await service.channels(sid).messages.create({ body: 'hello', ...HEARD });
    await fixture.server.settled();
    await fixture.client().conversations.v1.configuration.webhooks().update({ target: 'webhook' });
    expect(account.requests).toEqual([]);
    expect(chat.requests).toHaveLength(1);
  });

  it('hear of every change of a conversation’s state, also by its timers', async () => {
    const scene = await open();
    const { sid, serviceSid, conversations } = scene;
    const v1 = fixture.client().conversations.v1.services(serviceSid);
    await v1.configuration.webhooks().update({ filters: ['onConversationStateUpdated'] });
    await v1.conversations(sid).update({ 'timers.inactive': 'PT1M' });
    await fixture.server.advance(61_000);
    await v1.conversations(sid).update({ state: 'active' });
    await v1.conversations(sid).update({ state: 'closed', ...HEARD });
    await fixture.server.settled();
    expect(conversations.requests.map(({ form }) => form)).toMatchObject([
      { EventType: 'onConversationStateUpdated', StateFrom: 'active', StateTo: 'inactive', Reason: 'TIMER' },
      { EventType: 'onConversationStateUpdated', StateFrom: 'active', StateTo: 'closed', Reason: 'API' },
    ]);
  });
});
