// Pictures and other files through a session, in both directions.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { type Receiver, startReceiver, status } from '../webhooks/receiver.ts';
import { ProxyServer } from './proxy-server.ts';
import { tellText } from './signed-texts.ts';

describe.each(databases())('files through Proxy on $name', (kind) => {
  let proxy: ProxyServer;
  let carrier: Receiver;
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
  beforeEach(async () => {
    carrier = await startReceiver();
    customer = proxy.freshNumber(212);
    channel = await proxy.flexChannel(number, 'sms_jane');
    const { sid } = await service.api.sessions.create({
      mode: 'message-only',
      uniqueName: channel.sid,
      participants: [
        { Identifier: customer, ProxyIdentifier: number },
        { Identifier: channel.sid, ProxyIdentifier: number },
      ] as never,
    });
    sessionSid = sid;
  });
  afterEach(() => carrier.close());

  const basic = () => ({
    authorization: `Basic ${btoa(`${proxy.accountSid}:${proxy.server.account.token}`)}`,
  });
  const messages = () =>
    proxy.client.chat.v2.services(channel.serviceSid).channels(channel.sid).messages.list();
  const upload = async (text: string) => {
    const answer = await fetch(`${proxy.server.url}/mcs/v1/Services/${channel.serviceSid}/Media`, {
      method: 'POST',
      headers: { ...basic(), 'content-type': 'image/png' },
      body: text,
    });
    return (await answer.json()) as { sid: string };
  };
  const mediaTo = async (address: string) =>
    (await proxy.textsTo(address)).map(({ sid, body, media_urls }) => ({
      sid,
      body,
      urls: media_urls === null ? [] : (JSON.parse(media_urls) as string[]),
    }));

  it('brings a customer’s picture into the channel, once the carrier has given it', async () => {
    carrier.answerNext(status(200, 'bytes of a picture', { 'content-type': 'image/png' }));
    await tellText(proxy, service.sid, [customer, number, ''], {
      more: { NumMedia: '1', MediaUrl0: carrier.url },
    });
    const [message] = await messages();
    expect(message).toMatchObject({ from: 'sms_jane', type: 'media' });
    expect(message!.media).toMatchObject({ size: 18, content_type: 'image/png' });
    const [interaction] = await service.api.sessions(sessionSid).interactions.list();
    expect(JSON.parse(interaction!.data)).toEqual({ body: '', media: [carrier.url] });
    expect(await mediaTo(customer)).toEqual([]);
  });

  it('sends the agent’s picture out as an MMS with a link anybody can follow, with and without words', async () => {
    const file = await upload('a picture of a cat');
    await proxy.client.chat.v2
      .services(channel.serviceSid)
      .channels(channel.sid)
      .messages.create({ from: 'agent', mediaSid: file.sid });
    await proxy.server.settled();
    const [sent] = await mediaTo(customer);
    expect(sent).toMatchObject({
      sid: expect.stringMatching(/^MM/),
      urls: [expect.stringContaining(file.sid)],
    });
    expect(await (await fetch(sent!.urls[0]!)).text()).toBe('a picture of a cat');
    const [interaction] = await service.api.sessions(sessionSid).interactions.list();
    expect(interaction).toMatchObject({ outboundResourceSid: sent!.sid });
    expect(JSON.parse(interaction!.data)).toMatchObject({ media: sent!.urls });
  });

  it('passes a picture from phone to phone under our number', async () => {
    const [one, other] = [proxy.freshNumber(212), proxy.freshNumber(212)];
    await service.api.sessions.create({
      participants: [{ Identifier: one }, { Identifier: other }] as never,
    });
    await tellText(proxy, service.sid, [one, number, 'look'], {
      more: { NumMedia: '1', MediaUrl0: carrier.url },
    });
    expect(await mediaTo(other)).toMatchObject([{ body: 'look', urls: [carrier.url] }]);
  });

  it('sends a message interaction with a file, and with a file alone', async () => {
    const [phone] = await service.api.sessions(sessionSid).participants.list();
    const interactions = service.api.sessions(sessionSid).participants(phone!.sid).messageInteractions;
    await interactions.create({ mediaUrl: [carrier.url] });
    await interactions.create({ body: 'and words', mediaUrl: [carrier.url] });
    await proxy.server.settled();
    expect(await mediaTo(customer)).toMatchObject([
      { body: null, urls: [carrier.url] },
      { body: 'and words', urls: [carrier.url] },
    ]);
    const listed = await interactions.list();
    expect(listed).toHaveLength(2);
    expect(await service.api.sessions(sessionSid).interactions(listed[0]!.sid).remove()).toBe(true);
    expect(await interactions.list()).toHaveLength(1);
  });

  it('carries nothing for a message that says nothing, and does not count it as use', async () => {
    await proxy.post(channel, 'agent', '');
    expect(await proxy.textsTo(customer)).toEqual([]);
    expect((await service.api.sessions(sessionSid).fetch()).status).toBe('open');
  });
});
