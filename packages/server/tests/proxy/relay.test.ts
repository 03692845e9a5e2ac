// The bridge between chat channels and phones, in both directions, and what it records.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { ProxyServer, refusalOf } from './proxy-server.ts';

type Service = Awaited<ReturnType<ProxyServer['service']>>;
type Channel = Awaited<ReturnType<ProxyServer['channel']>>;

describe.each(databases())('Proxy relay on $name', (kind) => {
  let proxy: ProxyServer;
  let number: string;
  let service: Service;
  let api: Service['api'];
  let customer: string;
  let channel: Channel;
  let sessionSid: string;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
    number = proxy.freshNumber();
    service = await proxy.service([number]);
    api = service.api;
  });
  afterAll(() => proxy.stop());

  const session = () => api.sessions(sessionSid);
  const messagesIn = ({ serviceSid, sid }: Channel) =>
    proxy.client.chat.v2.services(serviceSid).channels(sid).messages.list();
  const bodies = (rows: readonly { body: string | null }[]) => rows.map(({ body }) => body);

  async function bridge(to: Channel): Promise<string> {
    const { sid } = await api.sessions.create({
      mode: 'message-only',
      uniqueName: to.sid,
      participants: [
        { Identifier: customer, ProxyIdentifier: number },
        { Identifier: to.sid, ProxyIdentifier: number },
      ] as never,
    });
    return sid;
  }

  beforeEach(async () => {
    customer = proxy.freshNumber(212);
    channel = await proxy.flexChannel(number, 'sms_jane');
    sessionSid = await bridge(channel);
  });

  it('sends what the agent writes to the customer, in order and once, from the session’s number', async () => {
    for (const body of ['one', 'two', 'three']) await proxy.post(channel, 'agent', body);
    const texts = await proxy.textsTo(customer);
    expect(bodies(texts)).toEqual(['one', 'two', 'three']);
    expect(new Set(texts.map((text) => text.from_address))).toEqual(new Set([number]));
    expect(await messagesIn(channel)).toHaveLength(3);
  });

  it('carries nothing that was said before both sides were there, however late it comes to it', async () => {
    const { dispatcher } = proxy.server.context;
    customer = proxy.freshNumber(212);
    channel = await proxy.flexChannel(number, 'sms_jim');
    const say = (body: string) =>
      proxy.client.chat.v2
        .services(channel.serviceSid)
        .channels(channel.sid)
        .messages.create({ from: 'agent', body });
    await proxy.server.settled();
    await dispatcher.stop();
    await say('before the session');
    const { sid } = await api.sessions.create({
      mode: 'message-only',
      uniqueName: channel.sid,
      participants: [{ Identifier: channel.sid, ProxyIdentifier: number }] as never,
    });
    await say('before the phone');
    await api.sessions(sid).participants.create({ identifier: customer, proxyIdentifier: number });
    await say('after that');
    await dispatcher.start();
    await proxy.server.settled();
    expect(bodies(await proxy.textsTo(customer))).toEqual(['after that']);
  });

  it('records an interaction with both sides, starts the session and follows the delivery', async () => {
    const posted = await proxy.post(channel, 'agent', 'hello');
    const [text] = await proxy.textsTo(customer);
    const participants = await session().participants.list();
    const sideOf = (identifier: string) => participants.find((row) => row.identifier === identifier)!.sid;
    const [interaction] = await session().interactions.list();
    expect(interaction).toMatchObject({
      type: 'message',
      inboundParticipantSid: sideOf(channel.sid),
      inboundResourceSid: posted,
      outboundParticipantSid: sideOf(customer),
      outboundResourceSid: text!.sid,
      outboundResourceStatus: 'delivered',
    });
    expect(JSON.parse(interaction!.data)).toEqual({ body: 'hello' });
    expect(interaction!.outboundResourceUrl).toBe(
      `${proxy.server.url}/api/2010-04-01/Accounts/${proxy.accountSid}/Messages/${text!.sid}.json`,
    );
    expect(await session().fetch()).toMatchObject({
      status: 'in-progress',
      dateStarted: new Date(proxy.server.clock.now()),
      dateLastInteraction: new Date(proxy.server.clock.now()),
    });
  });

  it('does not send back what the customer’s own user writes', async () => {
    await proxy.post(channel, 'sms_jane', 'written by the customer in another window');
    expect(await proxy.textsTo(customer)).toEqual([]);
    expect(await session().interactions.list()).toEqual([]);
  });

  it('knows the customer by address in a channel that is not of Flex', async () => {
    const plain = await proxy.channel();
    customer = proxy.freshNumber(212);
    sessionSid = await bridge(plain);
    await proxy.post(plain, customer, 'mine');
    await proxy.post(plain, 'agent', 'yours');
    expect(bodies(await proxy.textsTo(customer))).toEqual(['yours']);
    await proxy.receive(customer, number, 'back');
    expect((await messagesIn(plain)).map(({ from }) => from)).toEqual([customer, 'agent', customer]);
  });

  it('posts a customer’s text into the channel under the customer’s identity, and not back to the phone', async () => {
    const text = await proxy.receive(customer, number, 'hi there');
    expect(text.is_taken).toBe(1);
    expect((await messagesIn(channel)).map(({ from, body }) => [from, body])).toEqual([
      ['sms_jane', 'hi there'],
    ]);
    expect(await proxy.textsTo(customer)).toEqual([]);
    const interactions = await session().interactions.list();
    expect(interactions).toHaveLength(1);
    expect(interactions[0]).toMatchObject({
      inboundResourceSid: text.sid,
      inboundResourceStatus: 'received',
      outboundResourceSid: (await messagesIn(channel))[0]!.sid,
    });
    expect((await session().fetch()).status).toBe('in-progress');
  });

  it('connects two phones, each seeing only our number', async () => {
    const [one, other] = [proxy.freshNumber(212), proxy.freshNumber(212)];
    const { sid } = await api.sessions.create({
      participants: [{ Identifier: one }, { Identifier: other }] as never,
    });
    await proxy.receive(one, number, 'where are you?');
    const [text] = await proxy.textsTo(other);
    expect(text).toMatchObject({ from_address: number, body: 'where are you?' });
    await proxy.receive(other, number, 'at the door');
    expect(bodies(await proxy.textsTo(one))).toEqual(['at the door']);
    expect(await api.sessions(sid).interactions.list()).toHaveLength(2);
  });

  it('leaves to others what has no open session', async () => {
    expect((await proxy.receive(proxy.freshNumber(212), number, 'who?')).is_taken).toBe(0);
    await session().update({ status: 'closed' });
    expect((await proxy.receive(customer, number, 'too late')).is_taken).toBe(0);
    await proxy.post(channel, 'agent', 'anybody?');
    expect(await proxy.textsTo(customer)).toEqual([]);
    expect(await session().interactions.list()).toEqual([]);
  });

  it('posts into the channel the session is named after while that has not joined', async () => {
    const waiting = await proxy.flexChannel(number, 'sms_eve');
    const eve = proxy.freshNumber(212);
    await api.sessions.create({
      mode: 'message-only',
      uniqueName: waiting.sid,
      participants: [{ Identifier: eve }] as never,
    });
    expect((await proxy.receive(eve, number, 'already here')).is_taken).toBe(1);
    expect((await messagesIn(waiting)).map(({ from }) => from)).toEqual(['sms_eve']);
  });

  it('closes a session whose channel was removed, and leaves the text to others', async () => {
    const plain = await proxy.channel();
    customer = proxy.freshNumber(212);
    sessionSid = await bridge(plain);
    await proxy.client.chat.v2.services(plain.serviceSid).channels(plain.sid).remove();
    expect((await proxy.receive(customer, number, 'anybody there?')).is_taken).toBe(0);
    expect(await session().fetch()).toMatchObject({ status: 'closed', closedReason: 'channel-removed' });
  });

  it('restarts the time to live with every text, whichever side it is from', async () => {
    await session().update({ ttl: 100 });
    await proxy.server.advance(80_000);
    await proxy.receive(customer, number, 'one');
    await proxy.server.advance(80_000);
    await proxy.post(channel, 'agent', 'two');
    await proxy.server.advance(80_000);
    expect((await session().fetch()).status).toBe('in-progress');
    await proxy.server.advance(20_000);
    expect(await session().fetch()).toMatchObject({ status: 'closed', closedReason: 'ttl' });
  });

  it('shows in the interaction that a text did not leave because the customer has opted out', async () => {
    await proxy.receive(customer, number, 'STOP');
    expect(bodies(await messagesIn(channel))).not.toContain('STOP');
    await proxy.post(channel, 'agent', 'please come back');
    const [interaction] = await session().interactions.list();
    expect(interaction).toMatchObject({ outboundResourceStatus: 'failed' });
    expect((await proxy.textsTo(customer)).at(-1)).toMatchObject({ status: 'failed', error_code: 21610 });
  });

  it('handles a burst over many channels with every text once', async () => {
    const pairs = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const to = await proxy.flexChannel(number, 'sms_many');
        const address = proxy.freshNumber(212);
        await api.sessions.create({
          mode: 'message-only',
          uniqueName: to.sid,
          participants: [
            { Identifier: address, ProxyIdentifier: number },
            { Identifier: to.sid, ProxyIdentifier: number },
          ] as never,
        });
        return { to, address };
      }),
    );
    await Promise.all(
      pairs.flatMap(({ to }) =>
        Array.from({ length: 5 }, (_, position) =>
          proxy.client.chat.v2
            .services(to.serviceSid)
            .channels(to.sid)
            .messages.create({ from: 'agent', body: String(position) }),
        ),
      ),
    );
    await proxy.server.settled();
    for (const { to, address } of pairs) {
      expect(bodies(await proxy.textsTo(address))).toEqual(bodies(await messagesIn(to)));
    }
  });

  it('sends a message interaction to one participant only', async () => {
    const participants = await session().participants.list();
    const phone = participants.find((row) => row.identifier === customer)!;
    const interactions = session().participants(phone.sid).messageInteractions;
    const sent = await interactions.create({ body: 'only you' });
    await proxy.server.settled();
    expect(bodies(await proxy.textsTo(customer))).toEqual(['only you']);
    expect(await messagesIn(channel)).toEqual([]);
    expect(sent).toMatchObject({ participantSid: phone.sid, inboundResourceSid: null });
    expect((await interactions(sent.sid).fetch()).outboundResourceStatus).toBe('delivered');
    expect(await interactions.list()).toHaveLength(1);

    const chat = participants.find((row) => row.identifier === channel.sid)!;
    await session().participants(chat.sid).messageInteractions.create({ body: 'into the channel' });
    await proxy.server.settled();
    expect(bodies(await messagesIn(channel))).toEqual(['into the channel']);
    expect(await proxy.textsTo(customer)).toHaveLength(1);
  });

  it('refuses a message interaction without words (80613), when closed (80607) and for calls only (80910)', async () => {
    const [participant] = await session().participants.list();
    const interactions = session().participants(participant!.sid).messageInteractions;
    expect(await refusalOf(interactions.create())).toMatchObject({ status: 400, code: 80613 });
    await session().update({ status: 'closed' });
    expect(await refusalOf(interactions.create({ body: 'x' }))).toMatchObject({ status: 400, code: 80607 });
    const calls = await api.sessions.create({
      mode: 'voice-only',
      participants: [{ Identifier: proxy.freshNumber(212) }] as never,
    });
    const [caller] = await api.sessions(calls.sid).participants.list();
    expect(
      await refusalOf(
        api.sessions(calls.sid).participants(caller!.sid).messageInteractions.create({ body: 'x' }),
      ),
    ).toMatchObject({ status: 400, code: 80910 });
  });

  it('removes an interaction from the record', async () => {
    await proxy.post(channel, 'agent', 'forget this');
    const [interaction] = await session().interactions.list();
    expect(await session().interactions(interaction!.sid).remove()).toBe(true);
    expect(await refusalOf(session().interactions(interaction!.sid).fetch())).toMatchObject({ status: 404 });
    expect(await refusalOf(session().interactions(interaction!.sid).remove())).toMatchObject({ status: 404 });
  });

  it('calls the service’s CallbackUrl for an interaction and for its status', async () => {
    await proxy.client.proxy.v1.services(service.sid).update({ callbackUrl: 'http://127.0.0.1:9/proxy' });
    await proxy.post(channel, 'agent', 'tell everybody');
    await proxy.client.proxy.v1.services(service.sid).update({ callbackUrl: '' });
    const [interaction] = await session().interactions.list();
    const calls = await proxy.context.database.read
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('subject_sid', '=', interaction!.sid)
      .orderBy('sid')
      .execute();
    expect(calls.length).toBeGreaterThan(0);
    expect(JSON.parse(calls.at(-1)!.parameters)).toMatchObject({
      interactionSid: interaction!.sid,
      interactionSessionSid: sessionSid,
      interactionData: '{"body":"tell everybody"}',
      outboundResourceStatus: 'delivered',
    });
  });
});
