// One core, two faces: what is made through Programmable Chat is seen through Conversations, and the other way round.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { freshNumber, openDesk, refusalOf } from './conversation-fixture.ts';

describe.each(databases())('channels and conversations on $name', ({ create }) => {
  let server: TestServer;

  useServer(create, (started) => {
    server = started;
  });

  /** One service through both faces. */
  async function openBoth() {
    const desk = await openDesk(server);
    const { sid } = await desk.client.chat.v2.services.create({ friendlyName: 'Both' });
    return { desk, chat: desk.client.chat.v2.services(sid), conversations: desk.v1.services(sid), sid };
  }

  it('are the same services, listed by both', async () => {
    const { desk, sid } = await openBoth();
    const made = await desk.v1.services.create({ friendlyName: 'Made by the other' });
    const listed = async (list: Promise<{ sid: string }[]>) => (await list).map((service) => service.sid);
    expect(await listed(desk.v1.services.list())).toEqual(expect.arrayContaining([sid, made.sid]));
    expect(await listed(desk.client.chat.v2.services.list())).toEqual(
      expect.arrayContaining([sid, made.sid]),
    );
    expect((await desk.client.chat.v2.services(made.sid).fetch()).friendlyName).toBe('Made by the other');
  });

  it('show a channel as a conversation, by SID, by unique name and in the list', async () => {
    const { chat, conversations, sid } = await openBoth();
    const channel = await chat.channels.create({
      friendlyName: 'Order',
      uniqueName: 'order-1',
      attributes: '{"a":1}',
      createdBy: 'anna',
    });
    const seen = await conversations.conversations(channel.sid).fetch();
    expect(seen).toMatchObject({
      sid: channel.sid,
      chatServiceSid: sid,
      friendlyName: 'Order',
      uniqueName: 'order-1',
      attributes: '{"a":1}',
      state: 'active',
      timers: {},
      dateCreated: channel.dateCreated,
    });
    expect((await conversations.conversations('order-1').fetch()).sid).toBe(channel.sid);
    expect((await conversations.conversations.list()).map((one) => one.sid)).toEqual([channel.sid]);
  });

  it('show a conversation as a private channel with its counts', async () => {
    const { chat, conversations } = await openBoth();
    const made = await conversations.conversations.create({ friendlyName: 'Order', uniqueName: 'order-2' });
    const one = conversations.conversations(made.sid);
    await one.participants.create({ identity: 'anna' });
    await one.messages.create({ author: 'anna', body: 'Hello' });
    expect(await chat.channels('order-2').fetch()).toMatchObject({
      sid: made.sid,
      type: 'private',
      createdBy: 'system',
      friendlyName: 'Order',
      membersCount: 1,
      messagesCount: 1,
    });
    expect((await chat.channels.list()).map(({ sid }) => sid)).toEqual([made.sid]);
    expect(await chat.channels.list({ type: ['public'] })).toEqual([]);
  });

  it('change, and are removed, in both at once', async () => {
    const { chat, conversations } = await openBoth();
    const { sid } = await chat.channels.create({ friendlyName: 'Order' });
    await conversations.conversations(sid).update({ friendlyName: 'Return', attributes: '{"b":2}' });
    expect(await chat.channels(sid).fetch()).toMatchObject({
      friendlyName: 'Return',
      attributes: '{"b":2}',
    });
    await chat.channels(sid).update({ uniqueName: 'return-1' });
    expect((await conversations.conversations('return-1').fetch()).friendlyName).toBe('Return');
    await chat.channels(sid).remove();
    expect(await refusalOf(conversations.conversations(sid).fetch())).toMatchObject({ code: 20404 });
    const other = await conversations.conversations.create();
    await conversations.conversations(other.sid).remove();
    expect(await refusalOf(chat.channels(other.sid).fetch())).toMatchObject({ code: 20404 });
  });

  it('share their unique names: each face refuses in its own code', async () => {
    const { chat, conversations } = await openBoth();
    await chat.channels.create({ uniqueName: 'one' });
    await conversations.conversations.create({ uniqueName: 'two' });
    expect(await refusalOf(conversations.conversations.create({ uniqueName: 'one' }))).toMatchObject({
      code: 50353,
    });
    expect(await refusalOf(chat.channels.create({ uniqueName: 'two' }))).toMatchObject({ code: 50307 });
  });

  it('have the same people: a member is a participant, with its role, attributes and read horizon', async () => {
    const { desk, chat, conversations } = await openBoth();
    const { sid } = await chat.channels.create({});
    const one = conversations.conversations(sid);
    await one.messages.create({ body: 'Hello' });
    const anna = await chat.channels(sid).members.create({ identity: 'anna', attributes: '{"a":1}' });
    await chat.channels(sid).members(anna.sid).update({ lastConsumedMessageIndex: 0 });
    expect(await one.participants('anna').fetch()).toMatchObject({
      sid: anna.sid,
      roleSid: anna.roleSid,
      attributes: '{"a":1}',
      lastReadMessageIndex: 0,
    });
    const [customer, own] = [freshNumber(), await desk.number()];
    const person = await one.participants.create({
      'messagingBinding.address': customer,
      'messagingBinding.proxyAddress': own,
    });
    const ben = await one.participants.create({ identity: 'ben' });
    expect((await chat.channels(sid).members.list()).map((member) => [member.sid, member.identity])).toEqual([
      [anna.sid, 'anna'],
      [person.sid, null],
      [ben.sid, 'ben'],
    ]);
    await chat.channels(sid).members('ben').remove();
    expect((await one.participants.list()).map((participant) => participant.sid)).toEqual([
      anna.sid,
      person.sid,
    ]);
    expect(await refusalOf(one.participants.create({ identity: 'anna' }))).toMatchObject({ code: 50433 });
    expect(await refusalOf(chat.channels(sid).members.create({ identity: 'anna' }))).toMatchObject({
      code: 50404,
    });
  });

  it('have the same users and roles, in the words of each', async () => {
    const { chat, conversations } = await openBoth();
    const { sid } = await chat.channels.create({});
    await chat.channels(sid).members.create({ identity: 'anna' });
    const user = await conversations.users('anna').fetch();
    await conversations.users(user.sid).update({ friendlyName: 'Anna' });
    expect(await chat.users('anna').fetch()).toMatchObject({ sid: user.sid, friendlyName: 'Anna' });
    const role = await chat.roles.create({
      friendlyName: 'writer',
      type: 'channel',
      permission: ['sendMessage', 'leaveChannel'],
    });
    expect(await conversations.roles(role.sid).fetch()).toMatchObject({
      friendlyName: 'writer',
      type: 'conversation',
      permissions: ['sendMessage', 'leaveConversation'],
    });
    expect(
      (await conversations.users('anna').userConversations.list()).map((one) => one.conversationSid),
    ).toEqual([sid]);
  });

  it('end through Conversations, and Programmable Chat changes nothing in them any more', async () => {
    const { chat, conversations } = await openBoth();
    const { sid } = await chat.channels.create({ friendlyName: 'Order' });
    await chat.channels(sid).messages.create({ body: 'Hello' });
    await conversations.conversations(sid).update({ state: 'closed' });
    expect(await refusalOf(chat.channels(sid).messages.create({ body: 'More' }))).toMatchObject({
      code: 50377,
    });
    expect(await refusalOf(chat.channels(sid).update({ friendlyName: 'x' }))).toMatchObject({ code: 50377 });
    expect(await refusalOf(chat.channels(sid).members.create({ identity: 'anna' }))).toMatchObject({
      code: 50377,
    });
    expect((await chat.channels(sid).messages.list()).map(({ body }) => body)).toEqual(['Hello']);
  });

  it('number 100 parallel messages through both faces 0 to 99, in one order', async () => {
    const { chat, conversations } = await openBoth();
    const { sid } = await chat.channels.create({});
    const posted = await Promise.all(
      Array.from({ length: 100 }, (_, number) =>
        number % 2 === 0
          ? chat.channels(sid).messages.create({ body: `${number}` })
          : conversations.conversations(sid).messages.create({ body: `${number}` }),
      ),
    );
    const indexes = Array.from({ length: 100 }, (_, index) => index);
    expect(posted.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual(indexes);
    const order = posted.toSorted((a, b) => a.index - b.index).map((message) => message.sid);
    const inChat = await chat.channels(sid).messages.list();
    const inConversations = await conversations.conversations(sid).messages.list();
    expect(inChat.map((message) => message.sid)).toEqual(order);
    expect(inConversations.map((message) => message.sid)).toEqual(order);
    expect(inConversations.map(({ index }) => index)).toEqual(indexes);
  });
});
