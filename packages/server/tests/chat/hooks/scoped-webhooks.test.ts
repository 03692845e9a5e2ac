// Webhooks of one thread: by event, by word, replayed, and gone with their thread, in the words of both generations.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { expect, it, onTestFinished } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { createScopedWebhook, findThreadBySid, type NewScopedWebhook } from '#threads/threads.ts';
import { startReceiver, status } from '../../webhooks/receiver.ts';
import { describeChatOnce } from '../chat-fixture.ts';
import { actingClient } from './acting-client.ts';

const HEARD = { xTwilioWebhookEnabled: 'true' } as const;

describeChatOnce('webhooks of one thread', (fixture) => {
  const open = async () => {
    const receiver = await startReceiver();
    onTestFinished(() => receiver.close());
    const service = await fixture.newService();
    const { sid, serviceSid } = await service.channels.create({ friendlyName: 'Order' });
    const channel = service.channels(sid);
    const { server } = fixture;
    return {
      receiver,
      service,
      sid,
      channel,
      anna: actingClient(server, serviceSid, 'anna'),
      /** A webhook in the words of Conversations, which has replays. */
      hook: (given: Partial<NewScopedWebhook>) =>
        server.context.database.transaction(async (tx) => {
          const thread = (await findThreadBySid(tx.db, server.account.sid, sid))!;
          return createScopedWebhook(tx, thread, {
            face: 'conversations',
            target: 'webhook',
            url: receiver.url,
            filters: ['onMessageAdded'],
            ...given,
          });
        }),
      told() {
        const { token } = server.account;
        const isSigned = receiver.requests.every(({ headers, url, form }) =>
          validateRequest(token, headers['x-twilio-signature'] as string, url, form),
        );
        expect(isSigned).toBe(true);
        return receiver.requests.map(({ form }) => form);
      },
    };
  };

  it('are told only of the events they name, by the rule of the header', async () => {
    const scene = await open();
    const { channel, receiver, anna, sid, told } = scene;
    const { sid: webhookSid } = await channel.webhooks.create({
      type: 'webhook',
      'configuration.url': receiver.url,
      'configuration.filters': ['onMessageSent', 'onMemberAdded'],
    });
    await channel.messages.create({ body: 'silent' });
    await channel.update({ friendlyName: 'not named', ...HEARD });
    await channel.members.create({ identity: 'anna', ...HEARD });
    await anna.send(sid, 'from a client');
    await fixture.server.settled();
    expect(told()).toMatchObject([
      { EventType: 'onMemberAdded', Source: 'API', Identity: 'anna', ChannelSid: sid },
      {
        EventType: 'onMessageSent',
        Source: 'SDK',
        ClientIdentity: 'anna',
        Body: 'from a client',
        Index: '1',
        WebhookType: 'webhook',
        WebhookSid: webhookSid,
        RetryCount: '0',
      },
    ]);
  });

  it('of type trigger are told of messages with one of their words', async () => {
    const scene = await open();
    const { channel, receiver, told } = scene;
    await channel.webhooks.create({
      type: 'trigger',
      'configuration.url': receiver.url,
      'configuration.triggers': ['help', 'human being'],
    });
    for (const body of ['Help!', 'helpful', 'a HUMAN BEING please', '']) {
      await channel.messages.create({ body, ...HEARD });
    }
    await channel.messages.create({ body: 'help, silently' });
    const [first] = await channel.messages.list();
    await channel.messages(first!.sid).update({ body: 'help again', ...HEARD });
    await fixture.server.settled();
    expect(told().map(({ EventType, Body, WebhookType }) => [EventType, Body, WebhookType])).toEqual([
      ['onMessageSent', 'Help!', 'trigger'],
      ['onMessageSent', 'a HUMAN BEING please', 'trigger'],
    ]);
  });

  it('of type studio show in the log that flows are not run here', async () => {
    const scene = await open();
    const { channel, sid } = scene;
    await channel.webhooks.create({ type: 'studio', 'configuration.flowSid': newSid('FW') });
    await channel.messages.create({ body: 'hello', ...HEARD });
    await fixture.server.settled();
    const rows = await fixture.server.context.database.read
      .selectFrom('webhook_deliveries')
      .select(['status', 'event_type', 'attempts'])
      .where('subject_sid', '=', sid)
      .execute();
    expect(rows).toEqual([{ status: 'failed', event_type: 'onMessageSent', attempts: 0 }]);
  });

  it('are retried as often as they say', async () => {
    const scene = await open();
    const { channel, receiver, told } = scene;
    receiver.answerNext(status(503), status(503));
    await channel.webhooks.create({
      type: 'webhook',
      'configuration.url': receiver.url,
      'configuration.filters': ['onMessageSent'],
      'configuration.retryCount': 1,
    });
    await channel.messages.create({ body: 'hello', ...HEARD });
    await fixture.server.settled();
    await fixture.server.advance(3_600_000);
    expect(told().map(({ RetryCount }) => RetryCount)).toEqual(['0', '1']);
  });

  it('hear of the end of their thread, and then no more', async () => {
    const scene = await open();
    const { channel, receiver, told, sid } = scene;
    await channel.webhooks.create({
      type: 'webhook',
      'configuration.url': receiver.url,
      'configuration.filters': ['onChannelDestroyed'],
    });
    await channel.remove(HEARD);
    await fixture.server.settled();
    expect(told()).toMatchObject([
      { EventType: 'onChannelDestroyed', ChannelSid: sid, FriendlyName: 'Order' },
    ]);
    const left = await fixture.server.context.database.read
      .selectFrom('scoped_webhooks')
      .select('sid')
      .where('thread_sid', '=', sid)
      .execute();
    expect(left).toEqual([]);
  });

  it('are not told of messages that were there before them', async () => {
    const scene = await open();
    const { channel, hook, told } = scene;
    await channel.messages.create({ body: 'before', ...HEARD });
    await hook({});
    await channel.messages.create({ body: 'after', ...HEARD });
    await fixture.server.settled();
    expect(told().map(({ Body }) => Body)).toEqual(['after']);
  });

  it('are told again of the messages from the index they name, oldest first, each once', async () => {
    const scene = await open();
    const { channel, hook, told } = scene;
    for (let number = 0; number < 230; number += 1) await channel.messages.create({ body: `${number}` });
    const { sid } = await hook({ replayAfter: 5 });
    await fixture.server.settled();
    await channel.messages.create({ body: '230', ...HEARD });
    await fixture.server.settled();
    expect(told().map(({ Body }) => Number(Body))).toEqual(Array.from({ length: 226 }, (_, at) => at + 5));
    expect(told()[0]).toMatchObject({
      EventType: 'onMessageAdded',
      Author: 'system',
      Index: '5',
      WebhookSid: sid,
    });
  });

  it('are replayed nothing where there is nothing, or where their filters name no messages', async () => {
    const scene = await open();
    const { channel, hook, told } = scene;
    await channel.messages.create({ body: 'one' });
    await hook({ replayAfter: 7 });
    await hook({ replayAfter: 0, filters: ['onParticipantAdded'] });
    await hook({ replayAfter: 0, target: 'trigger', triggers: ['two'] });
    await fixture.server.settled();
    expect(told()).toEqual([]);
  });

  it('speak the words of Conversations where they were made there', async () => {
    const scene = await open();
    const { hook, anna, sid, channel, told } = scene;
    await hook({
      filters: ['onMessageAdded', 'onParticipantAdded', 'onConversationUpdated', 'onMessageRemoved'],
    });
    await anna.add(sid, 'anna');
    const message = await anna.send(sid, 'hello');
    await anna.rename(sid, 'Renamed');
    await channel.messages(message.sid).remove(HEARD);
    await fixture.server.settled();
    expect(told()).toMatchObject([
      {
        EventType: 'onParticipantAdded',
        ConversationSid: sid,
        Identity: 'anna',
        'MessagingBinding.Type': 'CHAT',
      },
      {
        EventType: 'onMessageAdded',
        ConversationSid: sid,
        Author: 'anna',
        Body: 'hello',
        MessageSid: message.sid,
      },
      { EventType: 'onConversationUpdated', FriendlyName: 'Renamed', State: 'active' },
      { EventType: 'onMessageRemoved', MessageSid: message.sid, Source: 'API' },
    ]);
    expect(told()[1]).toHaveProperty('ParticipantSid');
    expect(told()[1]).toHaveProperty('ChatServiceSid');
  });
});
