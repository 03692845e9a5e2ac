// Addresses of WhatsApp and Messenger: declared, sent from, answered at, and withdrawn.
import { describe, expect, it } from 'vitest';
import { SDKS, sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { checkAnswer } from '../support/openapi/answer-schema.ts';
import { findOperation, type Product } from '../support/openapi/documents.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { addNumber, refusal, request, textsOn, write } from './setup.ts';

let next = 0;

describe.each(databases())('senders of channels on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  const client = () => sdkClient(server.url, server.account);
  const fresh = (prefix: string) => {
    next += 1;
    return prefix === 'messenger:' ? `messenger:10${next}` : `${prefix}+1212555${3_000 + next}`;
  };
  const declare = async (address: string, body: Record<string, unknown> = {}) => {
    const answer = await fetch(`${server.url}/messaging/v2/Channels/Senders`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ sender_id: address, ...body }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  /** WhatsApp carries free words to those who have written. */
  const heardFrom = (customer: string, own: string) => write(server, 'Hi', customer, own);

  it('are declared, listed, changed and withdrawn through the SDK', async () => {
    const { channelsSenders } = client().messaging.v2;
    const address = fresh('whatsapp:');
    const made = await channelsSenders.create({
      sender_id: address,
      profile: { name: 'Shop' },
      webhook: { callback_url: 'https://example.com/in', callback_method: 'POST' },
    } as never);
    expect(made).toMatchObject({
      sid: expect.stringMatching(/^XE/),
      status: 'ONLINE',
      senderId: address,
      profile: expect.objectContaining({ name: 'Shop' }),
    });
    await channelsSenders(made.sid).update({ profile: { about: 'Open all day' } } as never);
    expect((await channelsSenders(made.sid).fetch()).profile).toMatchObject({
      name: 'Shop',
      about: 'Open all day',
    });
    expect((await channelsSenders.list({ channel: 'whatsapp' })).map(({ sid }) => sid)).toContain(made.sid);
    expect(await channelsSenders.list({ channel: 'rcs' })).toEqual([]);
    await channelsSenders(made.sid).remove();
    expect(await refusal(channelsSenders(made.sid).fetch())).toBe('404/20404');
  });

  it('answer in the documented form', async () => {
    const { status, body } = await declare(fresh('whatsapp:'), {
      profile: { emails: [{ email: 'a@example.com', label: 'Mail' }] },
    });
    const operation = (name: string) => findOperation('messaging_v2' as Product, name);
    expect(checkAnswer(operation('CreateChannelsSender'), status, body)).toEqual([]);
    const list = await request(server, 'GET', 'messaging/v2/Channels/Senders', { Channel: 'whatsapp' });
    expect(checkAnswer(operation('ListChannelsSender'), list.status, list.body)).toEqual([]);
    const one = await request(server, 'GET', `messaging/v2/Channels/Senders/${body.sid}`);
    expect(checkAnswer(operation('FetchChannelsSender'), one.status, one.body)).toEqual([]);
  });

  it('belong to one account', async () => {
    const address = fresh('whatsapp:');
    const outcomes = await Promise.all([declare(address), declare(address), declare(address)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual([202, 400, 400]);
    for (const wrong of ['+12125550100', 'whatsapp:123', 'pigeon:1', '']) {
      expect((await declare(wrong)).status).toBe(400);
    }
    const stranger = await server.addAccount();
    const { sid } = outcomes.find(({ status }) => status === 202)!.body;
    expect((await request(server, 'GET', `messaging/v2/Channels/Senders/${sid}`, {}, stranger)).status).toBe(
      404,
    );
  });

  it.each(SDKS.filter(({ module }) => module === 'twilio' || module === 'twilio3'))(
    'carry messages through $name, and nobody else\u2019s do',
    async ({ module }) => {
      const [whatsapp, page] = [fresh('whatsapp:'), fresh('messenger:')];
      await declare(whatsapp);
      await declare(page);
      const { messages } = sdkClient(server.url, server.account, module);
      const [onWhatsApp, onMessenger] = [fresh('whatsapp:'), fresh('messenger:')];
      await heardFrom(onWhatsApp, whatsapp);
      await heardFrom(onMessenger, page);
      await messages.create({ from: whatsapp, to: onWhatsApp, body: 'by WhatsApp' });
      await messages.create({ from: page, to: onMessenger, body: 'by Messenger' });
      await server.settled();
      expect(await textsOn(server, onWhatsApp, whatsapp)).toContain('by WhatsApp');
      expect(await textsOn(server, onMessenger, page)).toContain('by Messenger');
      const refused = (from: string, to: string) => refusal(messages.create({ from, to, body: 'x' }));
      expect(await refused('whatsapp:+12125559999', onWhatsApp)).toBe('400/63007');
      expect(await refused('messenger:999', onMessenger)).toBe('400/63007');
      expect(await refused(whatsapp, '+12125559999')).toBe('400/21910');
      expect(await refused(whatsapp, onMessenger)).toBe('400/21910');
      expect(await refused('whatsapp:nobody', onWhatsApp)).toBe('400/21212');
    },
  );

  it('that are offline send nothing', async () => {
    const address = fresh('whatsapp:');
    const { body } = await declare(address);
    const answer = await fetch(`${server.url}/messaging/v2/Channels/Senders/${body.sid}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ status: 'OFFLINE' }),
    });
    expect((await answer.json()).status).toBe('OFFLINE');
    const to = fresh('whatsapp:');
    expect(await refusal(client().messages.create({ from: address, to, body: 'x' }))).toBe('400/63007');
  });

  it('in a service carry what goes to their channel', async () => {
    const [whatsapp, page] = [fresh('whatsapp:'), fresh('messenger:')];
    const senders = [(await declare(whatsapp)).body, (await declare(page)).body];
    const { sid } = await client().messaging.v1.services.create({ friendlyName: 'All channels' });
    const service = client().messaging.v1.services(sid);
    await service.phoneNumbers.create({ phoneNumberSid: (await addNumber(server, fresh(''))).sid });
    for (const sender of senders) await service.channelSenders.create({ sid: sender.sid });
    expect(await refusal(service.channelSenders.create({ sid: senders[0].sid }))).toBe('409/21710');
    expect((await service.channelSenders.list()).map(({ senderType }) => senderType)).toEqual([
      'WhatsApp',
      'Messenger',
    ]);
    const to = fresh('whatsapp:');
    await heardFrom(to, whatsapp);
    const sent = await client().messages.create({ messagingServiceSid: sid, to, body: 'x' });
    expect(sent.from).toBe(whatsapp);
    await request(server, 'DELETE', `messaging/v2/Channels/Senders/${senders[0].sid}`);
    expect(await refusal(client().messages.create({ messagingServiceSid: sid, to, body: 'x' }))).toBe(
      '400/21703',
    );
    await server.settled();
  });

  it('tell their webhook of texts and statuses', async () => {
    const receiver = await startReceiver();
    try {
      const [address, customer] = [fresh('whatsapp:'), fresh('whatsapp:')];
      await declare(address, {
        webhook: { callback_url: `${receiver.url}/in`, status_callback_url: `${receiver.url}/status` },
      });
      await write(server, 'Is anybody there?', customer, address);
      expect(receiver.requests[0]!.form).toMatchObject({
        From: customer,
        To: address,
        Body: 'Is anybody there?',
        WaId: customer.slice('whatsapp:+'.length),
        NumMedia: '0',
      });
      await client().messages.create({ from: address, to: customer, body: 'Yes' });
      await server.settled();
      const statuses = receiver.requests
        .slice(1)
        .map(({ form }) => `${form['ChannelPrefix']} ${form['MessageStatus']}`);
      expect(statuses).toEqual(['whatsapp sending', 'whatsapp sent', 'whatsapp delivered']);
    } finally {
      await receiver.close();
    }
  });
});
