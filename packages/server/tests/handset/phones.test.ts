// Phones as people have them: one phone over several channels, failing, switched off, read, and answered by buttons.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json } from '../content/content-fixture.ts';
import { addNumber, api, handset, OWN, textsOn } from '../messaging/setup.ts';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const WHATSAPP = `whatsapp:${OWN}`;
let phones = 0;
const newPhone = () => `+1555016${String(1_000 + phones++)}`;

describe.each(databases())('phones of customers on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;

  const send = async (to: string, body: string, from = to.startsWith('whatsapp:') ? WHATSAPP : OWN) => {
    const answer = await api(server, 'POST', 'Messages.json', { To: to, From: from, Body: body });
    await server.settled();
    return answer.body.sid as string;
  };
  const statusOf = async (sid: string) => {
    const { body } = await api(server, 'GET', `Messages/${sid}.json`);
    return [body.status, body.error_code];
  };
  const says = async (phone: string, contact: string, body: string) => {
    expect((await handset(server, 'messages', { phone, contact, body })).status).toBe(201);
    await server.settled();
  };
  const readPhone = async (address: string) => {
    const { body } = await handset(server, 'phones');
    return body.phones.find((phone: { address: string }) => phone.address === address);
  };
  const threadsOf = async (phone: string) =>
    (await handset(server, `threads?phone=${encodeURIComponent(phone)}`)).body.threads;
  /** A phone that has written on WhatsApp, where one may answer it freely for a day. */
  const onWhatsApp = async () => {
    const phone = newPhone();
    await says(`whatsapp:${phone}`, WHATSAPP, 'Hello');
    return { phone, address: `whatsapp:${phone}` };
  };

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    await addNumber(server);
    const office = { server, account: server.account, client: sdkClient(server.url, server.account) };
    await json(office, 'POST', '/messaging/v2/Channels/Senders', { sender_id: WHATSAPP });
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it('has the threads of all channels on one phone', async () => {
    const { phone, address } = await onWhatsApp();
    await send(phone, 'by text');
    await says(`messenger:${phone.slice(1)}`, 'messenger:42', 'by Messenger');
    expect((await threadsOf(address)).map((thread: { channel: string }) => thread.channel)).toEqual([
      'messenger',
      'sms',
      'whatsapp',
    ]);
    expect(await readPhone(phone)).toMatchObject({
      addresses: expect.arrayContaining([
        { address: phone, channel: 'sms' },
        { address, channel: 'whatsapp' },
        { address: `messenger:${phone.slice(1)}`, channel: 'messenger' },
      ]),
      last: { body: 'by Messenger' },
    });
  });

  it('lets the next texts fail and no more, over all channels of the phone', async () => {
    const { phone, address } = await onWhatsApp();
    await send(phone, 'before');
    await handset(server, 'behaviour', {
      address: phone,
      failNext: 2,
      errorCode: 30006,
      channelErrorCode: 63016,
    });
    expect(await statusOf(await send(phone, 'one'))).toEqual(['undelivered', 30006]);
    expect((await readPhone(phone)).failNext).toBe(1);
    expect(await statusOf(await send(address, 'two'))).toEqual(['undelivered', 63016]);
    expect(await statusOf(await send(address, 'three'))).toEqual(['delivered', null]);
    expect(await textsOn(server, phone)).toEqual(['before']);
  });

  it('keeps what a phone gets that is switched off, on a channel it is first reached by as well', async () => {
    const phone = newPhone();
    await handset(server, 'phones', { address: phone });
    await handset(server, 'behaviour', { address: phone, behaviour: 'off' });
    const text = await send(phone, 'wake up');
    await says(`whatsapp:${phone}`, WHATSAPP, 'from my laptop');
    const message = await send(`whatsapp:${phone}`, 'good morning');
    await server.advance(3 * 86_400_000);
    expect([await statusOf(text), await statusOf(message)]).toEqual([
      ['sent', null],
      ['sent', null],
    ]);
    expect(await textsOn(server, phone)).toEqual([]);
    await handset(server, 'behaviour', { address: phone, behaviour: 'slow', delaySeconds: 5 });
    await server.advance(5_000);
    expect([await statusOf(text), await statusOf(message)]).toEqual([
      ['delivered', null],
      ['delivered', null],
    ]);
    expect(await textsOn(server, phone)).toEqual(['wake up']);
  });

  it('counts what nobody has looked at, and tells WhatsApp alone that it was read', async () => {
    const { phone, address } = await onWhatsApp();
    const [text, message] = [await send(phone, 'a text'), await send(address, 'a message')];
    expect(await readPhone(phone)).toMatchObject({ unread: 2 });
    expect((await handset(server, 'look', { phone, contact: OWN })).body).toEqual({ read: 1 });
    expect((await handset(server, 'look', { phone: address, contact: WHATSAPP })).body).toEqual({ read: 1 });
    expect(await statusOf(text)).toEqual(['delivered', null]);
    expect(await statusOf(message)).toEqual(['read', null]);
    expect(await readPhone(phone)).toMatchObject({ unread: 0 });
    expect((await handset(server, 'look', { phone: address, contact: WHATSAPP })).body).toEqual({ read: 0 });
  });

  it('gets whatever was under way to it while it was switched on', async () => {
    const sids = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const phone = newPhone();
        await handset(server, 'phones', { address: phone });
        await handset(server, 'behaviour', { address: phone, behaviour: 'off' });
        const { body } = await api(server, 'POST', 'Messages.json', { To: phone, From: OWN, Body: 'Hello' });
        await handset(server, 'behaviour', { address: phone, behaviour: 'normal' });
        return body.sid as string;
      }),
    );
    await server.settled();
    for (const sid of sids) expect(await statusOf(sid)).toEqual(['delivered', null]);
  });

  it('keeps to itself what was read when receipts are off', async () => {
    const { phone, address } = await onWhatsApp();
    await handset(server, 'behaviour', { address: phone, sendsRead: false });
    const message = await send(address, 'seen?');
    expect((await handset(server, 'look', { phone: address, contact: WHATSAPP })).body).toEqual({ read: 1 });
    expect(await statusOf(message)).toEqual(['delivered', null]);
  });

  it('shows the buttons of a template on WhatsApp, filled in, and none under a text', async () => {
    const office = { server, account: server.account, client: sdkClient(server.url, server.account) };
    const made = await json(office, 'POST', '/content/v1/Content', {
      friendly_name: 'Appointment',
      language: 'en',
      variables: { 1: 'Monday' },
      types: {
        'twilio/quick-reply': {
          body: 'Does {{1}} suit you?',
          actions: [
            { title: 'Yes, {{1}}', id: 'yes' },
            { title: 'No', id: 'no' },
          ],
        },
        'twilio/text': { body: 'Does {{1}} suit you? Answer YES or NO.' },
      },
    });
    expect(made.status).toBe(201);
    const { phone, address } = await onWhatsApp();
    const fromTemplate = { ContentSid: made.body.sid, ContentVariables: '{"1":"Friday"}' };
    for (const [To, From] of [
      [address, WHATSAPP],
      [phone, OWN],
    ] as const) {
      expect((await api(server, 'POST', 'Messages.json', { To, From, ...fromTemplate })).status).toBe(201);
    }
    await server.settled();
    const shown = async (on: string, contact: string) => {
      const query = new URLSearchParams({ phone: on, contact });
      const { body } = await handset(server, `messages?${query}`);
      const { body: words, buttons, segments } = body.messages.at(-1);
      return { words, buttons, segments };
    };
    expect(await shown(address, WHATSAPP)).toEqual({
      words: 'Does Friday suit you?',
      buttons: [
        { kind: 'reply', title: 'Yes, Friday', target: null },
        { kind: 'reply', title: 'No', target: null },
      ],
      segments: null,
    });
    expect(await shown(phone, OWN)).toMatchObject({ buttons: [], segments: 1 });
  });

  it('makes customers up whom nobody can know', async () => {
    const made = await handset(server, 'customers', {});
    expect(made).toMatchObject({ status: 201, body: { name: expect.stringMatching(/^\p{L}+ \p{L}+$/u) } });
    expect(made.body.address).toMatch(/^(\+1\d{3}55501\d{2}|\+447700900\d{3})$/);
    expect(await readPhone(made.body.address)).toMatchObject({ name: made.body.name });
  });
});
