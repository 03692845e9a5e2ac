// Texts without a session: the account's own server says what becomes of them, and what went nowhere is told.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isSignedWith } from '#products/proxy/webhooks-host/signature.ts';
import { databases } from '../support/databases.ts';
import { answerFrom } from '../support/handset.ts';
import { type Answer, json, type Receiver, startReceiver, status } from '../webhooks/receiver.ts';
import { ProxyServer } from './proxy-server.ts';
import { tellText } from './signed-texts.ts';

const twiml = (inner: string, type = 'application/xml'): Answer =>
  status(200, `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${inner}</Response>`, {
    'content-type': type,
  });

describe.each(databases())('Proxy out-of-session callback on $name', (kind) => {
  let proxy: ProxyServer;
  let receiver: Receiver;
  let number: string;
  let spare: string;
  let service: Awaited<ReturnType<ProxyServer['service']>>;
  let customer: string;
  let agent: string;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
    [number, spare] = [proxy.freshNumber(), proxy.freshNumber()];
    service = await proxy.service([spare, number]);
  });
  afterAll(() => proxy.stop());

  const tellAt = (outOfSessionCallbackUrl: string) =>
    proxy.client.proxy.v1.services(service.sid).update({ outOfSessionCallbackUrl });

  beforeEach(async () => {
    receiver = await startReceiver();
    await tellAt(receiver.url);
    [customer, agent] = [proxy.freshNumber(212), proxy.freshNumber(213)];
  });
  afterEach(() => receiver.close());

  const say = (body: string) => tellText(proxy, service.sid, [customer, number, body]);
  const textsTo = async (address: string) => (await proxy.textsTo(address)).map(({ body }) => body);
  const left = async () =>
    (await proxy.context.database.read.selectFrom('proxy_waiting').select('sid').execute()).length +
    (await proxy.context.database.read.selectFrom('proxy_strangers').select('queue').execute()).length;

  it('tells of the text with a signed form, and replies what the TwiML says', async () => {
    receiver.answerNext(
      twiml('<Message><Body>We are closed &amp; away &#x263a;</Body></Message><Message>Bye</Message>'),
    );
    await say('anybody?');
    const [request] = receiver.requests;
    expect(request!.form).toMatchObject({
      AccountSid: proxy.accountSid,
      From: customer,
      To: number,
      Body: 'anybody?',
      NumMedia: '0',
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
    });
    const signature = String(request!.headers['x-twilio-signature']);
    expect(isSignedWith(proxy.server.account.token, signature, request!.url, request!.form)).toBe(true);
    const replies = await proxy.textsTo(customer);
    expect(replies.map(({ body, from_address }) => [body, from_address])).toEqual([
      ['We are closed & away ☺', number],
      ['Bye', number],
    ]);
    expect(await left()).toBe(0);
  });

  it('tells which session the two addresses had last', async () => {
    const { sid } = await service.api.sessions.create({
      uniqueName: `order ${customer}`,
      participants: [{ Identifier: customer, ProxyIdentifier: number }, { Identifier: agent }] as never,
    });
    await service.api.sessions(sid).update({ status: 'closed' });
    await say('one more thing');
    expect(receiver.requests[0]!.form).toMatchObject({
      sessionSid: sid,
      sessionUniqueName: `order ${customer}`,
      sessionStatus: 'closed',
      sessionClosedReason: 'api',
      inboundParticipantIdentifier: customer,
      inboundParticipantProxyIdentifier: number,
      outboundParticipantIdentifier: agent,
    });
  });

  it('makes the session JSON asks for, on the very number the customer wrote to (complaint 13), and passes the text', async () => {
    receiver.answerNext(
      json({ uniqueName: `auto ${customer}`, ttl: 3360, mode: 'message-only', participantIdentifier: agent }),
    );
    await say('I need a courier');
    const [text] = await proxy.textsTo(agent);
    expect(text).toMatchObject({ body: 'I need a courier', from_address: number });
    const session = await service.api.sessions(`auto ${customer}`).fetch();
    expect(session).toMatchObject({ status: 'in-progress', ttl: 3360, mode: 'message-only' });
    const participants = await service.api.sessions(session.sid).participants.list();
    expect(participants.map(({ identifier, proxyIdentifier }) => [identifier, proxyIdentifier])).toEqual([
      [customer, number],
      [agent, number],
    ]);
    await say('are you there?');
    expect(receiver.requests).toHaveLength(1);
    expect(await textsTo(agent)).toEqual(['I need a courier', 'are you there?']);
  });

  it('takes keys in any case, the second participant’s number and an end, and chooses the mode by the participants', async () => {
    const channel = await proxy.channel();
    receiver.answerNext(
      json({
        UniqueName: `any ${customer}`,
        ParticipantIdentifier: channel.sid,
        participantProxyIdentifier: spare,
        dateExpiry: '2031-01-01T00:00:00Z',
      }),
    );
    await say('hello chat');
    const session = await service.api.sessions(`any ${customer}`).fetch();
    expect(session).toMatchObject({ mode: 'message-only', dateExpiry: new Date('2031-01-01T00:00:00Z') });
    const [, second] = await service.api.sessions(session.sid).participants.list();
    expect(second).toMatchObject({ identifier: channel.sid, proxyIdentifier: spare });
    const messages = await proxy.client.chat.v2
      .services(channel.serviceSid)
      .channels(channel.sid)
      .messages.list();
    expect(messages.map(({ body }) => body)).toEqual(['hello chat']);
  });

  it('makes one session of several first messages at once and passes all of them (complaint 12)', async () => {
    let answer = () => {};
    receiver.answerNext((response) => {
      answer = () =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ participantIdentifier: agent }));
    });
    const words = ['one', 'two', 'three', 'four', 'five'];
    const telling = Promise.all(words.map(say));
    await receiver.arrived(1);
    await expect
      .poll(
        async () =>
          (await proxy.context.database.read.selectFrom('proxy_waiting').select('sid').execute()).length,
        { interval: 5, timeout: 10_000 },
      )
      .toBe(words.length);
    answer();
    await telling;
    await proxy.server.settled();
    expect(receiver.requests).toHaveLength(1);
    expect((await textsTo(agent)).toSorted()).toEqual(words.toSorted());
    const sides = await proxy.context.database.read
      .selectFrom('proxy_participants')
      .select('session_sid')
      .where('identifier', '=', customer)
      .execute();
    expect(sides).toHaveLength(1);
    expect(await left()).toBe(0);
  });

  it('asks about each text of its own while no session comes of it, one after the other', async () => {
    receiver.answerNext(
      twiml('<Message>first</Message>'),
      twiml(''),
      status(200, 'third', { 'content-type': 'text/plain' }),
    );
    for (const word of ['a', 'b', 'c']) await say(word);
    expect(receiver.requests.map(({ form }) => form['Body'])).toEqual(['a', 'b', 'c']);
    expect(await textsTo(customer)).toEqual(['first', 'third']);
    expect(await left()).toBe(0);
  });

  it('follows an answer although the session was made meanwhile, and makes no second one', async () => {
    let answer = () => {};
    receiver.answerNext((response) => {
      answer = () =>
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ participantIdentifier: proxy.freshNumber(213) }));
    });
    const first = say('first');
    await receiver.arrived(1);
    await service.api.sessions.create({
      participants: [{ Identifier: customer, ProxyIdentifier: number }, { Identifier: agent }] as never,
    });
    const second = say('second');
    await expect
      .poll(
        async () =>
          (await proxy.context.database.read.selectFrom('proxy_waiting').select('sid').execute()).length,
        { interval: 5, timeout: 10_000 },
      )
      .toBe(2);
    answer();
    await Promise.all([first, second]);
    await proxy.server.settled();
    expect(await textsTo(agent)).toEqual(['first', 'second']);
    expect(await left()).toBe(0);
  });

  it.each<[string, Answer]>([
    ['an error', status(404)],
    ['JSON that is none', status(200, '{"participantIdentifier"', { 'content-type': 'application/json' })],
    ['JSON without a participant', json({ uniqueName: 'x' })],
    ['JSON of another shape', json([1, 2])],
    ['a participant that cannot be reached', json({ participantIdentifier: 'nobody' })],
    ['a mode there is not', json({ participantIdentifier: '+12135550001', mode: 'loud' })],
    ['XML that is not closed', status(200, '<Response><Message>hi', { 'content-type': 'text/xml' })],
    ['TwiML for calls', status(200, '<Response><Say>hi</Say></Response>', { 'content-type': 'text/xml' })],
    [
      'an entity bomb',
      status(200, '<!DOCTYPE x [<!ENTITY a "aa">]><Response>&a;</Response>', { 'content-type': 'text/xml' }),
    ],
    [
      'eleven replies',
      status(200, `<Response>${'<Message>x</Message>'.repeat(11)}</Response>`, {
        'content-type': 'text/xml',
      }),
    ],
    ['a picture', status(200, 'GIF89a', { 'content-type': 'image/gif' })],
    ['the taken name of a session', json({ participantIdentifier: '+12135550002', uniqueName: 'taken' })],
  ])(
    'tells of an answer that cannot be followed: %s (80913); nothing half-made remains',
    async (what, answer) => {
      if (what.startsWith('the taken')) await service.api.sessions.create({ uniqueName: 'taken' });
      receiver.answerNext(answer);
      const before = (await service.api.sessions.list()).length;
      expect(await say('hello?')).toMatchObject({ status: 200 });
      expect(await proxy.codesFrom(customer)).toEqual([80913]);
      expect(await textsTo(customer)).toEqual([]);
      expect(await service.api.sessions.list()).toHaveLength(before);
      expect(await left()).toBe(0);
    },
  );

  it('asks a receiver again that is away for a moment, and tells when it stays away (80913)', async () => {
    const lost: Answer = (response) => response.destroy();
    receiver.answerNext(lost, lost, twiml('<Message>back</Message>'));
    await say('hello?');
    expect(await textsTo(customer)).toEqual(['back']);
    await tellAt('http://127.0.0.1:9/away');
    await say('hello again?');
    expect(await proxy.codesFrom(customer)).toEqual([80913]);
  });

  describe('without an OutOfSessionCallbackUrl', () => {
    beforeEach(() => tellAt(''));

    it('tells an unknown sender (80903), a closed (80902) and an expired session (80904) from each other', async () => {
      await say('who?');
      expect(await proxy.codesFrom(customer)).toEqual([80903]);
      const make = (more: Record<string, unknown> = {}) =>
        service.api.sessions.create({
          participants: [{ Identifier: customer, ProxyIdentifier: number }, { Identifier: agent }] as never,
          ...more,
        });
      const closed = await make();
      await service.api.sessions(closed.sid).update({ status: 'closed' });
      await say('closed?');
      expect(await proxy.codesFrom(customer)).toEqual([80903, 80902]);
      await make({ ttl: 60 });
      await proxy.server.advance(60_000);
      await say('expired?');
      expect(await proxy.codesFrom(customer)).toEqual([80903, 80902, 80904]);
      const calls = await make({ mode: 'voice-only' });
      await say('calls only?');
      expect(await proxy.codesFrom(customer)).toEqual([80903, 80902, 80904, 80910]);
      await service.api.sessions(calls.sid).update({ status: 'closed' });
      expect((await proxy.warnings()).at(-1)).toMatchObject({ to: number, sessionSid: calls.sid });
    });

    it('says nothing of texts to numbers that are in no pool', async () => {
      const { phoneNumber } = await proxy.ownNumber();
      await tellText(proxy, service.sid, [customer, phoneNumber, 'hello?']);
      expect(await proxy.codesFrom(customer)).toEqual([]);
    });
  });

  it('leaves a number in force what it had before: its SmsUrl, in the pool and after it (complaint 21)', async () => {
    await tellAt('');
    const own = await proxy.ownNumber();
    const numbers = proxy.client.incomingPhoneNumbers(own.sid);
    await numbers.update({ smsUrl: receiver.url, smsMethod: 'POST', smsFallbackUrl: 'http://127.0.0.1:9/f' });
    await service.api.phoneNumbers.create({ sid: own.sid });
    expect(await numbers.fetch()).toMatchObject({
      smsUrl: receiver.url,
      smsFallbackUrl: 'http://127.0.0.1:9/f',
    });
    await service.api.phoneNumbers(own.sid).remove();
    expect(await numbers.fetch()).toMatchObject({
      smsUrl: receiver.url,
      smsMethod: 'POST',
      smsFallbackUrl: 'http://127.0.0.1:9/f',
    });
    await answerFrom(proxy.server, customer, own.phoneNumber, 'to the number itself');
    await proxy.server.settled();
    expect(receiver.requests.map(({ form }) => form['Body'])).toEqual(['to the number itself']);
  });
});
