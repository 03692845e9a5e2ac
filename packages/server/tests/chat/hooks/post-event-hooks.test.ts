// Webhooks that are told what happened: what clients do always, what programs do when they ask for it.
import { expect, it } from 'vitest';
import { json, silence, status } from '../../webhooks/receiver.ts';
import { describeChatOnce } from '../chat-fixture.ts';
import { hookedService } from './hooked-service.ts';

const POST = [
  'onMessageSent',
  'onMessageUpdated',
  'onMessageRemoved',
  'onChannelAdded',
  'onChannelUpdated',
  'onChannelDestroyed',
  'onMemberAdded',
  'onMemberUpdated',
  'onMemberRemoved',
  'onUserAdded',
  'onUserUpdated',
];
const HEARD = { xTwilioWebhookEnabled: 'true' } as const;

describeChatOnce('post-event webhooks', (fixture) => {
  const open = (setup: Partial<Parameters<typeof hookedService>[1]> = {}) =>
    hookedService(fixture, { filters: POST, ...setup });

  it('hear of requests with the header and of no others', async () => {
    const hooked = await open();
    const { service, told } = hooked;
    const silent = await service.channels.create({});
    await service.channels(silent.sid).members.create({ identity: 'anna' });
    await service.channels(silent.sid).messages.create({ body: 'silent' });
    await fixture.server.settled();
    expect(told('post')).toEqual([]);
    const { sid } = await service.channels.create({ friendlyName: 'Order', ...HEARD });
    await service
      .channels(sid)
      .messages.create({ body: 'heard', from: 'anna', attributes: '{"a":1}', ...HEARD });
    await service.channels(sid).messages.create({ body: 'unheard', xTwilioWebhookEnabled: 'false' });
    await fixture.server.settled();
    expect(told('post')).toEqual([
      {
        AccountSid: fixture.server.account.sid,
        InstanceSid: hooked.serviceSid,
        EventType: 'onChannelAdded',
        Source: 'API',
        ChannelSid: sid,
        ChannelType: 'public',
        FriendlyName: 'Order',
        Attributes: '{}',
        CreatedBy: 'system',
        DateCreated: expect.stringMatching(/^2026-06-01T\d\d:\d\d:\d\d\.\d{3}Z$/),
        DateUpdated: expect.any(String),
        RetryCount: '0',
      },
      {
        AccountSid: fixture.server.account.sid,
        InstanceSid: hooked.serviceSid,
        EventType: 'onMessageSent',
        Source: 'API',
        ChannelSid: sid,
        MessageSid: expect.stringMatching(/^IM[0-9a-f]{32}$/),
        Index: '0',
        From: 'anna',
        Body: 'heard',
        Attributes: '{"a":1}',
        DateCreated: expect.any(String),
        DateUpdated: expect.any(String),
        RetryCount: '0',
      },
    ]);
  });

  it('hear of everything clients do', async () => {
    const hooked = await open();
    const { service, told, client } = hooked;
    const anna = client('anna');
    const channel = await anna.createChannel('Order');
    await anna.add(channel.sid, 'anna');
    const message = await anna.send(channel.sid, 'one');
    await anna.edit(channel.sid, message.sid, 'two');
    await anna.remove(channel.sid, message.sid);
    await anna.rename(channel.sid, 'Order 2');
    await anna.renameSelf('Anna');
    await anna.kick(channel.sid, 'anna');
    await anna.destroy(channel.sid);
    await fixture.server.settled();
    const heard = told('post');
    expect(new Set(heard.map(({ EventType }) => EventType))).toEqual(
      new Set(POST.filter((name) => name !== 'onMemberUpdated')),
    );
    expect(heard.every(({ Source, ClientIdentity }) => Source === 'SDK' && ClientIdentity === 'anna')).toBe(
      true,
    );
    const of = (name: string) => heard.find(({ EventType }) => EventType === name);
    expect(of('onMessageRemoved')).toMatchObject({ MessageSid: message.sid, Body: 'two' });
    expect(of('onMessageRemoved')).toHaveProperty('DateRemoved');
    expect(of('onMemberRemoved')).toMatchObject({ Identity: 'anna', ChannelSid: channel.sid });
    expect(of('onChannelDestroyed')).toMatchObject({ ChannelSid: channel.sid, FriendlyName: 'Order 2' });
    expect(of('onUserUpdated')).toMatchObject({ Identity: 'anna', FriendlyName: 'Anna' });
    expect(await service.channels.list()).toEqual([]);
  });

  it('tell what a request changed, one by one', async () => {
    const hooked = await open();
    const { service, told } = hooked;
    const { sid } = await service.channels.create({ uniqueName: 'order' });
    const channel = service.channels(sid);
    const { sid: memberSid } = await channel.members.create({ identity: 'anna', ...HEARD });
    await channel.members('anna').update({ lastConsumedMessageIndex: 4, ...HEARD });
    await channel.members('anna').update({ attributes: '{"seat":1}', ...HEARD });
    await channel.update({ friendlyName: 'Order', ...HEARD });
    await service.users('anna').update({ friendlyName: 'Anna', ...HEARD });
    await service.users('anna').userChannels(sid).remove(HEARD);
    await channel.remove(HEARD);
    await fixture.server.settled();
    const heard = told('post').map(({ EventType, ...rest }) => [EventType, rest] as const);
    // Of one thread they come in order; users are told of beside.
    expect(heard.filter(([, { ChannelSid }]) => ChannelSid === sid).map(([name]) => name)).toEqual([
      'onMemberAdded',
      'onMemberUpdated',
      'onMemberUpdated',
      'onChannelUpdated',
      'onMemberRemoved',
      'onChannelDestroyed',
    ]);
    expect(heard.filter(([, { ChannelSid }]) => ChannelSid === undefined).map(([name]) => name)).toEqual([
      'onUserAdded',
      'onUserUpdated',
    ]);
    const read = heard.find(([, { LastConsumedMessageIndex }]) => LastConsumedMessageIndex !== undefined);
    expect(read?.[1]).toMatchObject({
      MemberSid: memberSid,
      Identity: 'anna',
      LastConsumedMessageIndex: '4',
    });
  });

  it('come in the order things happened in a channel', async () => {
    const hooked = await open();
    const { service, told } = hooked;
    const { sid } = await service.channels.create({});
    for (let number = 0; number < 12; number += 1) {
      await service.channels(sid).messages.create({ body: `${number}`, ...HEARD });
    }
    await fixture.server.settled();
    expect(told('post').map(({ Index }) => Number(Index))).toEqual(Array.from({ length: 12 }, (_, n) => n));
  });

  it('that fail once are not tried again unless the service says so', async () => {
    const hooked = await open();
    const { service, receiver, log } = hooked;
    receiver.answerNext(status(503));
    const { sid } = await service.channels.create(HEARD);
    await fixture.server.settled();
    await fixture.server.advance(3_600_000);
    expect(receiver.requests).toHaveLength(1);
    expect(await log(sid)).toMatchObject([{ status: 'failed', attempts: 1, response_status: 503 }]);
  });

  it('that fail and recover hear of it in the end', async () => {
    const hooked = await open({ retries: 3 });
    const { service, receiver, told, log } = hooked;
    receiver.answerNext(status(503), status(429), silence, json({}));
    const { sid } = await service.channels.create(HEARD);
    await service.channels(sid).messages.create({ body: 'behind it', ...HEARD });
    await receiver.arrived(1);
    await fixture.server.settled();
    await fixture.server.advance(3_000);
    fixture.server.clock.advance(15_000);
    await receiver.arrived(3);
    fixture.server.clock.advance(5_000);
    await fixture.server.settled();
    await fixture.server.advance(60_000);
    expect(told('post').map(({ EventType, RetryCount }) => [EventType, RetryCount])).toEqual([
      ['onChannelAdded', '0'],
      ['onChannelAdded', '1'],
      ['onChannelAdded', '2'],
      ['onChannelAdded', '3'],
      ['onMessageSent', '0'],
    ]);
    expect((await log(sid)).map(({ status: state, attempts }) => [state, attempts])).toEqual([
      ['delivered', 1],
      ['delivered', 4],
    ]);
  });

  it('that answer 500 are not tried again: only a busy or silent receiver is', async () => {
    const hooked = await open({ retries: 3 });
    const { service, receiver } = hooked;
    receiver.answerNext(status(500));
    await service.channels.create(HEARD);
    await fixture.server.settled();
    await fixture.server.advance(3_600_000);
    expect(receiver.requests).toHaveLength(1);
  });

  it('are silent without filters', async () => {
    const hooked = await open({ filters: [] });
    const { service, receiver } = hooked;
    await service.channels.create(HEARD);
    await fixture.server.settled();
    expect(receiver.requests).toEqual([]);
  });

  it('do not hold up what happened when nobody listens', async () => {
    const hooked = await open();
    await hooked.receiver.close();
    const { sid } = await hooked.service.channels.create(HEARD);
    await fixture.server.settled();
    expect((await hooked.service.channels(sid).fetch()).sid).toBe(sid);
    expect(await hooked.log(sid)).toMatchObject([{ status: 'failed', error: 'The connection was refused' }]);
  });
});
