// InterceptCallbackUrl: the account's own server is asked about every message, and messages keep their order.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isSignedWith } from '#products/proxy/webhooks-host/signature.ts';
import { databases } from '../support/databases.ts';
import { type Receiver, silence, startReceiver, status } from '../webhooks/receiver.ts';
import { ProxyServer } from './proxy-server.ts';

describe.each(databases())('Proxy intercept callback on $name', (kind) => {
  let proxy: ProxyServer;
  let receiver: Receiver;
  let number: string;
  let service: Awaited<ReturnType<ProxyServer['service']>>;
  let customer: string;
  let channel: Awaited<ReturnType<ProxyServer['channel']>>;
  let sessionSid: string;

  beforeAll(async () => {
    proxy = await ProxyServer.start(kind);
    number = proxy.freshNumber();
    service = await proxy.service([number]);
  });
  afterAll(() => proxy.stop());

  const interceptAt = (interceptCallbackUrl: string) =>
    proxy.client.proxy.v1.services(service.sid).update({ interceptCallbackUrl });

  beforeEach(async () => {
    receiver = await startReceiver();
    await interceptAt(receiver.url);
    customer = proxy.freshNumber(212);
    channel = await proxy.flexChannel(number, 'sms_jane');
    const session = await service.api.sessions.create({
      mode: 'message-only',
      uniqueName: channel.sid,
      participants: [
        { Identifier: customer, ProxyIdentifier: number },
        { Identifier: channel.sid, ProxyIdentifier: number },
      ] as never,
    });
    sessionSid = session.sid;
  });
  afterEach(() => receiver.close());

  const session = () => service.api.sessions(sessionSid);
  const bodiesIn = async () =>
    (await proxy.client.chat.v2.services(channel.serviceSid).channels(channel.sid).messages.list()).map(
      ({ body }) => body,
    );
  const bodiesOut = async () => (await proxy.textsTo(customer)).map(({ body }) => body);
  const asked = () => receiver.requests.map(({ form }) => JSON.parse(form['interactionData']!).body);

  it('asks about both directions with a signed form, and lets pass what is not answered with 403', async () => {
    receiver.answerNext(status(200), status(500));
    await proxy.receive(customer, number, 'hi');
    await proxy.post(channel, 'agent', 'hello');
    expect(await bodiesIn()).toEqual(['hi', 'hello']);
    expect(await bodiesOut()).toEqual(['hello']);
    const [first] = receiver.requests;
    const interactions = await session().interactions.list();
    expect(first!.form).toMatchObject({
      interactionSid: interactions[0]!.sid,
      interactionSessionSid: sessionSid,
      interactionServiceSid: service.sid,
      interactionAccountSid: proxy.accountSid,
      interactionType: 'Message',
      interactionData: '{"body":"hi"}',
      inboundResourceType: 'message',
      inboundResourceStatus: 'received',
      inboundResourceSid: interactions[0]!.inboundResourceSid,
    });
    expect(first!.form['outboundResourceSid']).toBeUndefined();
    const signature = String(first!.headers['x-twilio-signature']);
    expect(isSignedWith(proxy.server.account.token, signature, first!.url, first!.form)).toBe(true);
    expect(await proxy.codesFrom(customer)).toEqual([]);
  });

  it('blocks what is answered with 403, shows it as failed and says so (80909)', async () => {
    receiver.answerNext(status(403));
    await proxy.receive(customer, number, 'rude');
    expect(await bodiesIn()).toEqual([]);
    const [interaction] = await session().interactions.list();
    expect(interaction).toMatchObject({ outboundResourceStatus: 'failed', outboundResourceSid: null });
    expect(await proxy.codesFrom(customer)).toEqual([80909]);
    receiver.answerNext(status(403));
    await proxy.post(channel, 'agent', 'rude too');
    expect(await bodiesOut()).toEqual([]);
  });

  it('lets a message pass when there is no answer in time, and warns (80908)', async () => {
    receiver.answerNext(silence);
    const received = proxy.receive(customer, number, 'anybody?');
    await receiver.arrived(1);
    proxy.server.clock.advance(5_000);
    await received;
    await proxy.server.settled();
    expect(await bodiesIn()).toEqual(['anybody?']);
    expect(await proxy.codesFrom(customer)).toEqual([80908]);
  });

  it('lets messages pass when nobody listens at the URL', async () => {
    await interceptAt('http://127.0.0.1:9/nobody');
    await proxy.receive(customer, number, 'hi');
    expect(await bodiesIn()).toEqual(['hi']);
    expect(await proxy.codesFrom(customer)).toEqual([80908]);
  });

  it('keeps the order of messages however long the first answer takes', async () => {
    let release = () => {};
    receiver.answerNext((response) => {
      release = () => response.writeHead(200).end();
    });
    const waiting = [proxy.receive(customer, number, 'one')];
    await receiver.arrived(1);
    waiting.push(proxy.receive(customer, number, 'two'), proxy.receive(customer, number, 'three'));
    await Promise.race([Promise.all(waiting), new Promise((resolve) => setImmediate(resolve))]);
    expect(receiver.requests).toHaveLength(1);
    release();
    await Promise.all(waiting);
    await proxy.server.settled();
    expect((await bodiesIn())[0]).toBe('one');
    expect((await bodiesIn()).toSorted()).toEqual(['one', 'three', 'two']);
    expect(asked()).toEqual(await bodiesIn());
  });

  it('loses and doubles nothing in a burst from both sides', async () => {
    const out = Array.from({ length: 5 }, (_, position) => `out ${position}`);
    const into = Array.from({ length: 5 }, (_, position) => `in ${position}`);
    const messages = proxy.client.chat.v2.services(channel.serviceSid).channels(channel.sid).messages;
    const writing = (async () => {
      for (const body of out) await messages.create({ from: 'agent', body });
    })();
    for (const body of into) await proxy.receive(customer, number, body);
    await writing;
    await proxy.server.settled();
    expect(await bodiesOut()).toEqual(out);
    expect((await bodiesIn()).filter((body) => body?.startsWith('in '))).toEqual(into);
    expect(asked().toSorted()).toEqual([...out, ...into].toSorted());
    expect(await session().interactions.list()).toHaveLength(10);
  });

  it('lets everything that waits pass when the URL is taken away', async () => {
    let release = () => {};
    receiver.answerNext((response) => {
      release = () => response.writeHead(200).end();
    });
    const first = proxy.receive(customer, number, 'one');
    await receiver.arrived(1);
    const second = proxy.receive(customer, number, 'two');
    await until(async () => (await waitingRows()) === 2);
    await interceptAt('');
    const third = proxy.receive(customer, number, 'three');
    await until(async () => (await waitingRows()) === 3);
    release();
    await Promise.all([first, second, third]);
    await proxy.server.settled();
    expect(await bodiesIn()).toEqual(['one', 'two', 'three']);
    expect(receiver.requests).toHaveLength(1);
    expect(await waitingRows()).toBe(0);
  });

  it('carries what came in before the session was closed, and nothing into one that was removed', async () => {
    for (const end of ['close', 'remove'] as const) {
      let release = () => {};
      receiver.answerNext((response) => {
        release = () => response.writeHead(200).end();
      });
      const before = receiver.requests.length;
      const received = proxy.receive(customer, number, end);
      await receiver.arrived(before + 1);
      if (end === 'close') await session().update({ status: 'closed' });
      else await session().remove();
      release();
      await received;
      await proxy.server.settled();
      if (end === 'close') await session().update({ status: 'in-progress' });
    }
    expect(await bodiesIn()).toEqual(['close']);
    expect(await waitingRows()).toBe(0);
  });

  it('does not ask about what the API sends to one participant', async () => {
    const participants = await session().participants.list();
    const phone = participants.find(({ identifier }) => identifier === customer)!;
    await session().participants(phone.sid).messageInteractions.create({ body: 'from us' });
    await proxy.server.settled();
    expect(await bodiesOut()).toEqual(['from us']);
    expect(receiver.requests).toEqual([]);
  });

  const waitingRows = async () =>
    (await proxy.context.database.read.selectFrom('proxy_waiting').select('sid').execute()).length;

  /** Waits for what another request is about to write. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    await expect.poll(isSo, { interval: 5, timeout: 5_000 }).toBe(true);
  }
});
