// Webhooks that are asked before something happens: they may agree, change, refuse, hang or be dead.
import { expect, it } from 'vitest';
import { json, silence, status } from '../../webhooks/receiver.ts';
import { describeChatOnce } from '../chat-fixture.ts';
import { hookedService } from './hooked-service.ts';
import { PRE } from './pre-events.ts';

describeChatOnce('pre-event webhooks', (fixture) => {
  const open = async (setup: Partial<Parameters<typeof hookedService>[1]> = {}) => {
    const hooked = await hookedService(fixture, { filters: PRE, ...setup });
    const channel = await hooked.service.channels.create({
      friendlyName: 'before',
      uniqueName: null,
    } as never);
    await hooked.service.channels(channel.sid).members.create({ identity: 'anna' });
    const messages = () => hooked.service.channels(channel.sid).messages.list();
    return { ...hooked, channel, messages, anna: hooked.client('anna') };
  };

  it('are asked with what is about to be, and without a SID for what does not exist yet', async () => {
    const { channel, serviceSid, told, anna, messages } = await open();
    await anna.send(channel.sid, 'hello & Grüße 👋', '{"a":1}');
    expect(told('pre')).toEqual([
      {
        AccountSid: fixture.server.account.sid,
        InstanceSid: serviceSid,
        ChannelSid: channel.sid,
        EventType: 'onMessageSend',
        Source: 'SDK',
        ClientIdentity: 'anna',
        From: 'anna',
        Body: 'hello & Grüße 👋',
        Attributes: '{"a":1}',
        RetryCount: '0',
      },
    ]);
    expect((await messages()).map(({ body }) => body)).toEqual(['hello & Grüße 👋']);
  });

  it('see each kind of action', async () => {
    const { channel, told, anna, messages } = await open();
    await anna.send(channel.sid, 'one');
    const [message] = await messages();
    await anna.edit(channel.sid, message!.sid, 'two');
    await anna.remove(channel.sid, message!.sid);
    await anna.rename(channel.sid, 'after');
    await anna.add(channel.sid, 'ben');
    await anna.kick(channel.sid, 'ben');
    await anna.renameSelf('Anna');
    const made = await anna.createChannel('new');
    await anna.destroy(made.sid);
    const asked = told('pre');
    expect(asked.map(({ EventType }) => EventType)).toEqual([
      'onMessageSend',
      'onMessageUpdate',
      'onMessageRemove',
      'onChannelUpdate',
      'onMemberAdd',
      'onMemberRemove',
      'onUserUpdate',
      'onChannelAdd',
      'onChannelDestroy',
    ]);
    expect(asked[1]).toMatchObject({ MessageSid: message!.sid, Body: 'two', Index: '0' });
    expect(asked[3]).toMatchObject({ ChannelSid: channel.sid, FriendlyName: 'after' });
    expect(asked[4]).toMatchObject({ ChannelSid: channel.sid, Identity: 'ben' });
    expect(asked[4]).not.toHaveProperty('MemberSid');
    expect(asked[6]).toMatchObject({ Identity: 'anna', FriendlyName: 'Anna' });
    expect(asked[7]).toMatchObject({ FriendlyName: 'new' });
    expect(asked[7]).not.toHaveProperty('ChannelSid');
  });

  it('change what they may change', async () => {
    const { channel, service, anna, messages, receiver } = await open();
    receiver.answerNext(json({ body: '***', author: 'moderated', attributes: '{"was":"rude"}' }));
    await anna.send(channel.sid, 'rude words');
    expect(await messages()).toMatchObject([
      { body: '***', from: 'moderated', attributes: '{"was":"rude"}' },
    ]);
    receiver.answerNext(json({ friendly_name: 'nicer' }));
    await anna.rename(channel.sid, 'ugly');
    expect((await service.channels(channel.sid).fetch()).friendlyName).toBe('nicer');
    receiver.answerNext(json({ body: 'edited twice' }));
    await anna.edit(channel.sid, (await messages())[0]!.sid, 'edited');
    expect((await messages())[0]!.body).toBe('edited twice');
  });

  it.each([
    [403, 50056],
    [400, 50056],
    [500, 50057],
    [503, 50057],
  ])('that answer %i refuse with %i, and nothing happens', async (code, refusal) => {
    const { channel, service, anna, messages, receiver, told } = await open({
      filters: [...PRE, 'onMessageSent', 'onChannelUpdated'],
    });
    receiver.answerNext(status(code), status(code));
    await expect(anna.send(channel.sid, 'no')).rejects.toMatchObject({ code: refusal });
    await expect(anna.rename(channel.sid, 'no')).rejects.toMatchObject({ code: refusal });
    await fixture.server.settled();
    expect(await messages()).toEqual([]);
    expect((await service.channels(channel.sid).fetch()).friendlyName).toBe('before');
    expect(told('post')).toEqual([]);
  });

  it('that hang for five seconds are passed over, and the log tells of it under 50076', async () => {
    const { channel, anna, messages, receiver, log } = await open();
    receiver.answerNext(silence);
    const sent = anna.send(channel.sid, 'patience');
    await receiver.arrived(1);
    fixture.server.clock.advance(4_999);
    expect(await messages()).toEqual([]);
    fixture.server.clock.advance(1);
    expect((await sent).body).toBe('patience');
    expect(await messages()).toHaveLength(1);
    expect(await log(channel.sid)).toEqual([
      {
        event_type: 'onMessageSend',
        status: 'failed',
        attempts: 1,
        error: '50076: No answer within 5 seconds',
        response_status: null,
      },
    ]);
  });

  it('that are dead or break off are passed over', async () => {
    const { channel, anna, messages, receiver, log } = await open();
    receiver.answerNext((response) => response.socket!.destroy());
    await anna.send(channel.sid, 'one');
    await receiver.close();
    await anna.send(channel.sid, 'two');
    expect((await messages()).map(({ body }) => body)).toEqual(['one', 'two']);
    expect((await log(channel.sid)).map(({ error }) => error)).toEqual([
      '50076: The connection was refused',
      '50076: The connection was closed before the answer was complete',
    ]);
  });

  it.each([429, 503, 504])('that answer %i are asked again as often as the service says', async (code) => {
    const { channel, anna, messages, receiver, told, log } = await open({ retries: 2 });
    receiver.answerNext(status(code), status(code), json({ body: 'third time' }));
    await anna.send(channel.sid, 'busy');
    expect((await messages()).map(({ body }) => body)).toEqual(['third time']);
    expect(told('pre').map(({ RetryCount }) => RetryCount)).toEqual(['0', '1', '2']);
    expect(await log(channel.sid)).toMatchObject([{ status: 'delivered', attempts: 3 }]);
  });

  it('that answer 500 are not asked again', async () => {
    const { channel, anna, receiver } = await open({ retries: 3 });
    receiver.answerNext(status(500));
    await expect(anna.send(channel.sid, 'broken')).rejects.toMatchObject({ code: 50057 });
    expect(receiver.requests).toHaveLength(1);
  });

  it('are asked with GET where the service says so', async () => {
    const { channel, anna, receiver, told } = await open({ method: 'GET' });
    await anna.send(channel.sid, 'a=b&c');
    expect(told('pre')).toMatchObject([{ EventType: 'onMessageSend', Body: 'a=b&c' }]);
    expect(receiver.requests[0]!.method).toBe('GET');
  });

  it.each([[['onMessageRemove', 'onMessageSent']], [[]]])(
    'are not asked about what the filters %j leave out',
    async (filters) => {
      const { channel, anna, receiver, told } = await open({ filters });
      await anna.send(channel.sid, 'one');
      await fixture.server.settled();
      expect(told('pre')).toEqual([]);
      expect(told('post')).toHaveLength(filters.length === 0 ? 0 : 1);
      await receiver.close();
    },
  );

  it('are never asked about requests with the credentials of the account', async () => {
    const { channel, service, receiver } = await open();
    const { messages } = service.channels(channel.sid);
    const { sid } = await messages.create({ body: 'rest', xTwilioWebhookEnabled: 'true' });
    await messages(sid).update({ body: 'rest again', xTwilioWebhookEnabled: 'true' });
    await messages(sid).remove({ xTwilioWebhookEnabled: 'true' });
    await service.channels(channel.sid).remove({ xTwilioWebhookEnabled: 'true' });
    await fixture.server.settled();
    expect(receiver.requests).toEqual([]);
  });
});
