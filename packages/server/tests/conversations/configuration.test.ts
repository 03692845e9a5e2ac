// What an account and a service set up for Conversations, through the official SDK.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { openDesk } from './conversation-fixture.ts';

describe.each(databases())('configuration of conversations on $name', ({ create }) => {
  let server: TestServer;
  const newAccount = async () => {
    const account = await server.addAccount();
    return sdkClient(server.url, account).conversations.v1;
  };

  useServer(create, (started) => {
    server = started;
  });

  it('makes one default service, however many ask for it first', async () => {
    const conversations = await newAccount();
    const asked = await Promise.all([
      ...Array.from({ length: 10 }, () => conversations.configuration().fetch()),
      ...Array.from({ length: 10 }, () => conversations.configuration().update({})),
    ]);
    expect(new Set(asked.map((found) => found.defaultChatServiceSid)).size).toBe(1);
    await conversations.roles.list();
    const services = await conversations.services.list();
    expect(services.map((service) => service.sid)).toEqual([asked[0]!.defaultChatServiceSid]);
  });

  it('gives a new account the default roles before anything else was asked for', async () => {
    const roles = await (await newAccount()).roles.list();
    expect(roles.map((role) => [role.friendlyName, role.type])).toEqual([
      ['service user', 'service'],
      ['channel user', 'conversation'],
      ['channel admin', 'conversation'],
      ['service admin', 'service'],
    ]);
  });

  it('takes another service of the account for the default, and the short paths are about it', async () => {
    const conversations = await newAccount();
    const { sid } = await conversations.services.create({ friendlyName: 'Second' });
    await conversations.users.create({ identity: 'of the first' });
    await conversations.configuration().update({ defaultChatServiceSid: sid });
    const user = await conversations.users.create({ identity: 'of the second' });
    expect(user.chatServiceSid).toBe(sid);
    expect((await conversations.users.list()).map(({ identity }) => identity)).toEqual(['of the second']);
    const seen = await conversations.services(sid).users('of the second').fetch();
    expect(seen.sid).toBe(user.sid);
  });

  it('refuses a default service of somebody else and keeps the one it has', async () => {
    const [conversations, other] = [await newAccount(), await newAccount()];
    const { defaultChatServiceSid } = await conversations.configuration().fetch();
    const foreign = await other.services.create({ friendlyName: 'Not yours' });
    const update = conversations.configuration().update({ defaultChatServiceSid: foreign.sid });
    await expect(update).rejects.toMatchObject({ status: 400, code: 20001 });
    expect((await conversations.configuration().fetch()).defaultChatServiceSid).toBe(defaultChatServiceSid);
  });

  it.each([
    ['defaultInactiveTimer', 'one hour', 50379],
    ['defaultInactiveTimer', 'PT59S', 50375],
    ['defaultClosedTimer', '10M', 50380],
    ['defaultClosedTimer', 'PT9M59S', 50376],
  ])('refuses %s = %s with %i', async (name, value, code) => {
    const conversations = await newAccount();
    await expect(conversations.configuration().update({ [name]: value })).rejects.toMatchObject({
      status: 400,
      code,
    });
  });

  it('keeps the timers as they were written and clears them with an empty value', async () => {
    const conversations = await newAccount();
    const set = await conversations
      .configuration()
      .update({ defaultInactiveTimer: 'PT1M', defaultClosedTimer: 'P1DT12H' });
    expect(set).toMatchObject({ defaultInactiveTimer: 'PT1M', defaultClosedTimer: 'P1DT12H' });
    const kept = await conversations.configuration().update({ defaultInactiveTimer: '' });
    expect(kept.defaultInactiveTimer).toBeNull();
    expect(kept.defaultClosedTimer).toBe('P1DT12H');
  });

  it('keeps the webhooks of the account, of a service, and those of Programmable Chat apart', async () => {
    const account = await server.addAccount();
    const client = sdkClient(server.url, account);
    const conversations = client.conversations.v1;
    const service = await conversations.services.create({ friendlyName: 'Hooked' });
    await client.chat.v2.services(service.sid).update({
      postWebhookUrl: 'https://example.com/chat',
      webhookFilters: ['onMessageSent'],
    });
    await conversations.configuration.webhooks().update({
      postWebhookUrl: 'https://example.com/account',
      filters: ['onUserAdded'],
      method: 'get',
    });
    const own = await conversations
      .services(service.sid)
      .configuration.webhooks()
      .update({
        preWebhookUrl: 'https://example.com/service',
        filters: ['onMessageAdd', 'onConversationStateUpdated'],
        method: 'POST',
      });
    expect(own).toMatchObject({
      preWebhookUrl: 'https://example.com/service',
      postWebhookUrl: null,
      filters: ['onMessageAdd', 'onConversationStateUpdated'],
      method: 'POST',
    });
    expect(await conversations.configuration.webhooks().fetch()).toMatchObject({
      preWebhookUrl: null,
      postWebhookUrl: 'https://example.com/account',
      filters: ['onUserAdded'],
      method: 'GET',
      target: 'webhook',
    });
    expect(await client.chat.v2.services(service.sid).fetch()).toMatchObject({
      preWebhookUrl: null,
      postWebhookUrl: 'https://example.com/chat',
      webhookFilters: ['onMessageSent'],
    });
  });

  it('refuses webhook URLs by the one at fault, and events it does not know', async () => {
    const webhooks = (await newAccount()).configuration.webhooks();
    await expect(webhooks.update({ preWebhookUrl: 'ftp://example.com' })).rejects.toMatchObject({
      code: 50077,
    });
    await expect(webhooks.update({ postWebhookUrl: 'example' })).rejects.toMatchObject({ code: 50078 });
    await expect(webhooks.update({ filters: ['onMessageSent'] })).rejects.toMatchObject({ code: 20001 });
    expect(await webhooks.fetch()).toMatchObject({ preWebhookUrl: null, postWebhookUrl: null, filters: [] });
  });

  it('shares default roles, reachability and notifications of a service with Programmable Chat', async () => {
    const client = sdkClient(server.url, await server.addAccount());
    const { sid } = await client.chat.v2.services.create({ friendlyName: 'Shared' });
    const service = client.conversations.v1.services(sid);
    const role = await service.roles.create({
      friendlyName: 'guest',
      type: 'conversation',
      permission: ['sendMessage'],
    });
    await service.configuration().update({ defaultConversationRoleSid: role.sid, reachabilityEnabled: true });
    await service.configuration.notifications().update({
      'addedToConversation.enabled': true,
      'addedToConversation.template': 'Welcome',
      'newMessage.withMedia.enabled': true,
    });
    const seen = await client.chat.v2.services(sid).fetch();
    expect(seen.defaultChannelRoleSid).toBe(role.sid);
    expect(seen.reachabilityEnabled).toBe(true);
    expect(seen.notifications.added_to_channel).toMatchObject({ enabled: true, template: 'Welcome' });
    expect(seen.notifications.new_message).not.toHaveProperty('with_media');
    expect((await service.configuration.notifications().fetch()).newMessage).toMatchObject({
      enabled: false,
      with_media: { enabled: true, template: null },
    });
  });

  it('keeps every one of many changes of one service that come together, through both faces', async () => {
    const desk = await openDesk(server);
    const { sid } = await desk.v1.services.create({ friendlyName: 'Busy' });
    const chat = desk.client.chat.v2.services(sid);
    const { configuration } = desk.v1.services(sid);
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([
        chat.update({ friendlyName: `Busy ${round}` }),
        chat.update({ typingIndicatorTimeout: 10 + round }),
        chat.update({ 'limits.channelMembers': 20 + round }),
        chat.update({ 'notifications.newMessage.template': `said ${round}` }),
        chat.update({ postWebhookUrl: `https://example.com/chat/${round}` }),
        configuration().update({ reachabilityEnabled: round % 2 === 0 }),
        configuration.notifications().update({ 'addedToConversation.template': `added ${round}` }),
        configuration.webhooks().update({ postWebhookUrl: `https://example.com/conversations/${round}` }),
      ]);
      expect(await chat.fetch()).toMatchObject({
        friendlyName: `Busy ${round}`,
        typingIndicatorTimeout: 10 + round,
        limits: { channel_members: 20 + round },
        notifications: {
          new_message: { template: `said ${round}` },
          added_to_channel: { template: `added ${round}` },
        },
        postWebhookUrl: `https://example.com/chat/${round}`,
        reachabilityEnabled: round % 2 === 0,
      });
      expect((await configuration.webhooks().fetch()).postWebhookUrl).toBe(
        `https://example.com/conversations/${round}`,
      );
    }
  });

  it('refuses default roles of the wrong type or of another service with 50100', async () => {
    const conversations = await newAccount();
    const first = await conversations.services.create({ friendlyName: 'First' });
    const second = await conversations.services.create({ friendlyName: 'Second' });
    const before = await conversations.services(first.sid).configuration().fetch();
    const foreign = await conversations.services(second.sid).configuration().fetch();
    const wrong = [
      { defaultConversationRoleSid: before.defaultChatServiceRoleSid },
      { defaultChatServiceRoleSid: before.defaultConversationRoleSid },
      { defaultConversationCreatorRoleSid: foreign.defaultConversationCreatorRoleSid },
    ];
    for (const change of wrong) {
      const update = conversations.services(first.sid).configuration().update(change);
      await expect(update).rejects.toMatchObject({ status: 404, code: 50100 });
    }
    expect(await conversations.services(first.sid).configuration().fetch()).toEqual(before);
  });

  it('does not remove the default service', async () => {
    const conversations = await newAccount();
    const { defaultChatServiceSid } = await conversations.configuration().fetch();
    await expect(conversations.services(defaultChatServiceSid).remove()).rejects.toMatchObject({
      status: 400,
    });
    const other = await conversations.services.create({ friendlyName: 'Next' });
    await conversations.configuration().update({ defaultChatServiceSid: other.sid });
    expect(await conversations.services(defaultChatServiceSid).remove()).toBe(true);
  });
});
