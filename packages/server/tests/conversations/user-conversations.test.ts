// The conversations of a user: what he has read, how much is new, and leaving.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';

describe.each(databases())('conversations of a user on $name', ({ create }) => {
  let server: TestServer;

  /** A user in a conversation of the default service, seen by both generations. */
  const scene = async () => {
    const client = sdkClient(server.url, await server.addAccount());
    const { v1 } = client.conversations;
    const { defaultChatServiceSid } = await v1.configuration().fetch();
    const chat = client.chat.v2.services(defaultChatServiceSid);
    const { sid } = await chat.channels.create({
      uniqueName: 'order',
      friendlyName: 'Order',
      createdBy: 'ben',
    });
    const channel = chat.channels(sid);
    const { sid: participantSid } = await channel.members.create({ identity: 'anna' });
    const post = async (amount: number) => {
      const messages = [];
      for (let at = 0; at < amount; at += 1) messages.push(await channel.messages.create({ body: `${at}` }));
      return messages;
    };
    const place = v1.users('anna').userConversations(sid);
    return { v1, chat, channel, sid, participantSid, post, place };
  };

  useServer(create, (started) => {
    server = started;
  });

  it('shows the conversation and the place of the user in it', async () => {
    const { v1, sid, participantSid, place } = await scene();
    const found = await place.fetch();
    const user = await v1.users('anna').fetch();
    expect(found).toMatchObject({
      conversationSid: sid,
      participantSid,
      userSid: user.sid,
      uniqueName: 'order',
      friendlyName: 'Order',
      createdBy: 'ben',
      conversationState: 'active',
      notificationLevel: 'default',
      lastReadMessageIndex: null,
      unreadMessagesCount: null,
      timers: {},
    });
    expect((await v1.users(user.sid).userConversations('order').fetch()).url).toBe(found.url);
  });

  it('counts what is behind the read horizon, without what was deleted', async () => {
    const { channel, post, place } = await scene();
    const messages = await post(5);
    expect((await place.update({ lastReadMessageIndex: 1 })).unreadMessagesCount).toBe(3);
    await channel.messages(messages[3]!.sid).remove();
    expect((await place.fetch()).unreadMessagesCount).toBe(2);
    await channel.messages(messages[0]!.sid).remove();
    expect((await place.fetch()).unreadMessagesCount).toBe(2);
    await post(1);
    expect((await place.fetch()).unreadMessagesCount).toBe(3);
    expect((await place.update({ lastReadMessageIndex: 5 })).unreadMessagesCount).toBe(0);
    expect((await place.update({ lastReadMessageIndex: 9 })).unreadMessagesCount).toBe(0);
  });

  it('is the same read horizon as that of the member in Programmable Chat', async () => {
    const { channel, post, place } = await scene();
    await post(3);
    await place.update({ lastReadMessageIndex: 2, lastReadTimestamp: new Date('2026-01-02T03:04:05Z') });
    const member = await channel.members('anna').fetch();
    expect(member.lastConsumedMessageIndex).toBe(2);
    expect(member.lastConsumptionTimestamp).toEqual(new Date('2026-01-02T03:04:05Z'));
    await channel.members('anna').update({ lastConsumedMessageIndex: 0 });
    expect((await place.fetch()).lastReadMessageIndex).toBe(0);
  });

  it('mutes a conversation for one user only', async () => {
    const { v1, channel, sid, place } = await scene();
    await channel.members.create({ identity: 'ben' });
    expect((await place.update({ notificationLevel: 'muted' })).notificationLevel).toBe('muted');
    expect((await place.update({ lastReadMessageIndex: 0 })).notificationLevel).toBe('muted');
    expect((await v1.users('ben').userConversations(sid).fetch()).notificationLevel).toBe('default');
  });

  it('leaves a conversation when the place is removed, and only once', async () => {
    const { v1, chat, channel, sid, place } = await scene();
    expect(await place.remove()).toBe(true);
    expect(await channel.members.list()).toEqual([]);
    expect((await chat.users('anna').fetch()).joinedChannelsCount).toBe(0);
    expect((await chat.channels(sid).fetch()).membersCount).toBe(0);
    await expect(place.remove()).rejects.toMatchObject({ status: 404, code: 20404 });
    expect(await v1.users('anna').userConversations.list()).toEqual([]);
  });

  it('lists the conversations of a user a page at a time, in the order he came to them', async () => {
    const { v1, chat, sid } = await scene();
    const sids = [sid];
    for (let at = 0; at < 6; at += 1) {
      const channel = await chat.channels.create({});
      await chat.channels(channel.sid).members.create({ identity: 'anna' });
      sids.push(channel.sid);
    }
    await chat.channels.create({ uniqueName: 'without anna' });
    const list = await v1.users('anna').userConversations.list({ pageSize: 3 });
    expect(list.map((found) => found.conversationSid)).toEqual(sids);
  });

  it('knows no place of somebody who is not in the conversation, is unknown, or is of another account', async () => {
    const { v1, sid } = await scene();
    const other = await scene();
    await v1.users.create({ identity: 'outsider' });
    const attempts = [
      v1.users('outsider').userConversations(sid),
      v1.users('nobody').userConversations(sid),
      v1.users('anna').userConversations(other.sid),
      v1.users('anna').userConversations('no such name'),
      other.v1.users('anna').userConversations(sid),
    ];
    for (const attempt of attempts) {
      await expect(attempt.fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
      await expect(attempt.update({ notificationLevel: 'muted' })).rejects.toMatchObject({ status: 404 });
      await expect(attempt.remove()).rejects.toMatchObject({ status: 404 });
    }
  });

  it('refuses levels and indexes that are none', async () => {
    const { place } = await scene();
    const before = await place.fetch();
    for (const change of [{ notificationLevel: 'loud' as 'muted' }, { lastReadMessageIndex: -1 }]) {
      await expect(place.update(change)).rejects.toMatchObject({ status: 400, code: 20001 });
    }
    expect(await place.fetch()).toEqual(before);
  });
});
