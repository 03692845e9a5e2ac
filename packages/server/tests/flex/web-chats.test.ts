// Web chats of the current generation: a conversation at an address of type chat, and the visitor who speaks in it.
import { describe, expect, it, onTestFinished } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { GENERATIONS } from '../thread-clients/generations.ts';
import { openDesk } from '../thread-clients/sdk-fixture.ts';
import { startReceiver } from '../webhooks/receiver.ts';

describe.each(databases())('web chats on $name', ({ create }) => {
  const open = async (given: Record<string, unknown> = {}) => {
    const desk = await openDesk(create);
    onTestFinished(() => desk.close());
    const client = sdkClient(desk.server.url, desk.server.account);
    const address = await client.conversations.v1.addressConfigurations.create({
      type: 'chat',
      address: 'shop.example.com',
      'autoCreation.enabled': true,
      'autoCreation.type': 'default',
      'autoCreation.conversationServiceSid': desk.serviceSid,
      ...given,
    } as never);
    const chats = client.flexApi.v2.webChannels;
    const conversation = (sid: string) =>
      client.conversations.v1.services(desk.serviceSid).conversations(sid);
    return { desk, client, address, chats, conversation };
  };

  it('make a conversation whose only participant is the visitor', async () => {
    const { address, chats, conversation } = await open();
    const chat = await chats.create({
      addressSid: address.sid,
      chatFriendlyName: 'Webchat widget',
      customerFriendlyName: 'Jane',
      preEngagementData: '{"question":"Where?"}',
    });
    expect(chat.identity).toMatch(/^[0-9a-f-]{36}$/);
    const made = await conversation(chat.conversationSid).fetch();
    expect(made.friendlyName).toBe('Webchat widget');
    expect(JSON.parse(made.attributes)).toMatchObject({
      from: 'Jane',
      pre_engagement_data: { question: 'Where?' },
    });
    const participants = await conversation(chat.conversationSid).participants.list();
    expect(participants.map(({ identity }) => identity)).toEqual([chat.identity]);
  });

  it.each([GENERATIONS[0]!, GENERATIONS[2]!])(
    'let the visitor speak with a token: $name',
    async (generation) => {
      const { desk, address, chats, conversation } = await open();
      const chat = await chats.create({ addressSid: address.sid });
      const visitor = await desk.connect(chat.identity, { generation });
      const thread = await visitor.thread(chat.conversationSid);
      await thread.send('Hello');
      await conversation(chat.conversationSid).messages.create({ author: 'Anna', body: 'Hi' });
      await expect
        .poll(async () => (await thread.messages()).map(({ body }) => body), { timeout: 20_000 })
        .toEqual(['Hello', 'Hi']);
    },
  );

  it('give the conversation the webhook of the address', async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    const { desk, address, chats, conversation } = await open({
      'autoCreation.type': 'webhook',
      'autoCreation.webhookUrl': receiver.url,
      'autoCreation.webhookMethod': 'POST',
      'autoCreation.webhookFilters': ['onMessageAdded'],
    });
    const chat = await chats.create({ addressSid: address.sid, identity: 'jane' });
    expect(chat.identity).toBe('jane');
    await conversation(chat.conversationSid).messages.create({
      author: 'jane',
      body: 'Hi',
      xTwilioWebhookEnabled: 'true',
    });
    await desk.server.settled();
    expect(receiver.requests.map(({ form }) => form['Body'])).toEqual(['Hi']);
  });

  it('are refused at addresses that are none, of other types, or that open nothing', async () => {
    const { client, address, chats } = await open();
    await expect(chats.create({ addressSid: newSid('IG') })).rejects.toMatchObject({ status: 404 });
    const texts = await client.conversations.v1.addressConfigurations.create({
      type: 'email',
      address: 'shop@example.com',
      'autoCreation.enabled': true,
      'autoCreation.type': 'default',
    } as never);
    await expect(chats.create({ addressSid: texts.sid })).rejects.toMatchObject({ code: 20001 });
    await client.conversations.v1
      .addressConfigurations(address.sid)
      .update({ 'autoCreation.enabled': false } as never);
    await expect(chats.create({ addressSid: address.sid })).rejects.toMatchObject({ code: 45761 });
    await expect(chats.create({ addressSid: address.sid, identity: 'system' })).rejects.toMatchObject({
      code: 45211,
    });
  });
});
