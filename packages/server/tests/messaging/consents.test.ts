// Who refuses texts: by word, by service, by the API; confirmed once, never relayed, and shown to agents.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { startReceiver } from '../webhooks/receiver.ts';
import { addNumber, api, handset, refusal, request, textsOn, write } from './setup.ts';

let next = 0;

describe.each(databases())('consent on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  const client = () => sdkClient(server.url, server.account);
  const fresh = () => {
    next += 1;
    return `+1212555${4_000 + next}`;
  };
  const ownNumber = () => addNumber(server, fresh());
  const serviceOf = async (...numbers: { sid: string }[]) => {
    const { sid } = await client().messaging.v1.services.create({ friendlyName: 'Service' });
    for (const number of numbers) {
      await client().messaging.v1.services(sid).phoneNumbers.create({ phoneNumberSid: number.sid });
    }
    return sid;
  };
  const send = (from: string, to: string) => refusal(client().messages.create({ from, to, body: 'Hello' }));
  const consents = async (form: Record<string, string>) =>
    (await request(server, 'GET', 'messaging/v1/Consents', form)).body.consents;
  const messagesTo = async (to: string) =>
    (await api(server, 'GET', 'Messages.json', { To: to })).body.messages;

  it('is confirmed once however many STOPs come at once, and blocks before anything is written', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    await Promise.all(
      Array.from({ length: 100 }, () =>
        handset(server, 'messages', {
          account: server.account.sid,
          phone: customer,
          contact: own.phone_number,
          body: 'Stop!',
        }),
      ),
    );
    await server.settled();
    expect(await messagesTo(customer)).toHaveLength(1);
    expect(await send(own.phone_number, customer)).toBe('400/21610');
    expect(await messagesTo(customer)).toHaveLength(1);
    await write(server, 'START', customer, own.phone_number);
    await write(server, 'START', customer, own.phone_number);
    expect(await messagesTo(customer)).toHaveLength(2);
    expect(await send(own.phone_number, customer)).toBe('accepted');
    await server.settled();
  });

  it('is on record with its time, its source and the word, and every change of it', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    await write(server, ' unsubscribe. ', customer, own.phone_number);
    const [consent] = await consents({ Contact: customer });
    const [inbound] = (await api(server, 'GET', 'Messages.json', { From: customer })).body.messages;
    expect(consent).toMatchObject({
      sid: expect.stringMatching(/^CN/),
      contact: customer,
      sender: own.phone_number,
      status: 'opt-out',
      source: 'keyword',
      word: 'UNSUBSCRIBE',
      message_sid: inbound.sid,
      date_of_consent: new Date(server.clock.now()).toISOString().replace(/\.\d+/, ''),
    });
    await write(server, 'yes', customer, own.phone_number);
    const { body } = await request(server, 'GET', `messaging/v1/Consents/${consent.sid}/Changes`);
    expect(
      body.changes.map(({ status, word }: { status: string; word: string }) => `${status} ${word}`),
    ).toEqual(['opt-out UNSUBSCRIBE', 'opt-in YES']);
  });

  it('to one number of a service counts for all of them, and outlives the service', async () => {
    const [one, two, alone] = [await ownNumber(), await ownNumber(), await ownNumber()];
    const service = await serviceOf(one, two);
    const customer = fresh();
    await write(server, 'STOP', customer, one.phone_number);
    expect(await send(two.phone_number, customer)).toBe('400/21610');
    expect(
      await refusal(client().messages.create({ messagingServiceSid: service, to: customer, body: 'x' })),
    ).toBe('400/21610');
    expect(await send(alone.phone_number, customer)).toBe('accepted');
    await write(server, 'STOP', customer, two.phone_number);
    expect(await messagesTo(customer)).toHaveLength(2);
    await client().messaging.v1.services(service).remove();
    expect(await send(one.phone_number, customer)).toBe('400/21610');
  });

  it('of a service ends for all of its numbers at once', async () => {
    const [one, two] = [await ownNumber(), await ownNumber()];
    await serviceOf(one, two);
    const customer = fresh();
    await write(server, 'STOP', customer, one.phone_number);
    await write(server, 'STOP', customer, two.phone_number);
    await write(server, 'START', customer, two.phone_number);
    expect(await send(one.phone_number, customer)).toBe('accepted');
    expect(await send(two.phone_number, customer)).toBe('accepted');
    await server.settled();
  });

  it('can be read and set through the API, which sends the customer nothing', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    const set = (form: Record<string, string>) => request(server, 'POST', 'messaging/v1/Consents', form);
    const made = await set({
      Contact: customer,
      Sender: own.phone_number,
      Status: 'opt-out',
      Source: 'import',
      DateOfConsent: '2026-01-15T10:00:00Z',
    });
    expect([made.status, made.body]).toMatchObject([
      201,
      { status: 'opt-out', source: 'import', word: null, date_of_consent: '2026-01-15T10:00:00Z' },
    ]);
    expect(await send(own.phone_number, customer)).toBe('400/21610');
    expect(await messagesTo(customer)).toEqual([]);
    const again = await set({ Contact: customer, Sender: own.phone_number, Status: 'opt-in' });
    expect(again.body).toMatchObject({ sid: made.body.sid, status: 'opt-in', source: 'api' });
    expect(await send(own.phone_number, customer)).toBe('accepted');
    expect(await consents({ Contact: customer, Status: 'opt-out' })).toEqual([]);
    const refused = async (form: Record<string, string>) => (await set(form)).body.code;
    const given = { Contact: customer, Sender: own.phone_number, Status: 'opt-out' };
    expect(await refused({ ...given, Contact: 'nobody' })).toBe(21211);
    expect(await refused({ ...given, Sender: '+12125559999' })).toBe(21606);
    expect(await refused({ ...given, Sender: `MG${'0'.repeat(32)}` })).toBe(21701);
    expect(await refused({ ...given, Status: 'maybe' })).toBe(20001);
    expect(await refused({ ...given, DateOfConsent: '2030-01-01' })).toBe(20001);
    const stranger = await server.addAccount();
    const foreign = await request(server, 'GET', `messaging/v1/Consents/${made.body.sid}`, {}, stranger);
    expect(foreign.status).toBe(404);
    await server.settled();
  });

  it('follows the own words and answers of a service', async () => {
    const own = await ownNumber();
    const service = await serviceOf(own);
    const path = `messaging/v1/Services/${service}/OptOutSettings`;
    const set = await request(server, 'POST', path, {
      StopWords: ['arrêt', 'Ne plus'],
      StopMessage: 'Vous ne recevrez plus de messages.',
    });
    expect(set.body).toMatchObject({ stop_words: ['ARRÊT', 'NE PLUS'], help_message: null });
    const customer = fresh();
    await write(server, 'Arrêt !', customer, own.phone_number);
    expect(await textsOn(server, customer, own.phone_number)).toEqual([
      'Arrêt !',
      'Vous ne recevrez plus de messages.',
    ]);
    expect(await send(own.phone_number, customer)).toBe('400/21610');
    expect((await request(server, 'POST', path, { StopWords: 'fini.' })).status).toBe(400);
    expect((await request(server, 'GET', path)).body.stop_words).toEqual(['ARRÊT', 'NE PLUS']);
  });

  it('answers HELP every time and changes nothing by it', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    await write(server, 'help', customer, own.phone_number);
    await write(server, 'INFO', customer, own.phone_number);
    expect(await messagesTo(customer)).toHaveLength(2);
    expect(await consents({ Contact: customer })).toEqual([]);
  });

  it('is told to the URL of the number with OptOutType', async () => {
    const receiver = await startReceiver();
    try {
      const [own, customer] = [await ownNumber(), fresh()];
      await client().incomingPhoneNumbers(own.sid).update({ smsUrl: receiver.url });
      for (const word of ['STOP', 'START', 'HELP', 'hello']) {
        await write(server, word, customer, own.phone_number);
      }
      expect(receiver.requests.map(({ form }) => form['OptOutType'])).toEqual([
        'STOP',
        'START',
        'HELP',
        undefined,
      ]);
    } finally {
      await receiver.close();
    }
  });

  it('is shown in the conversation as a notice of the system, and the word is not', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    const conversation = await client().conversations.v1.conversations.create({});
    const one = client().conversations.v1.conversations(conversation.sid);
    await one.participants.create({
      'messagingBinding.address': customer,
      'messagingBinding.proxyAddress': own.phone_number,
    });
    await write(server, 'Hello', customer, own.phone_number);
    await write(server, 'STOP', customer, own.phone_number);
    const said = await one.messages.list();
    expect(said.map(({ author }) => author)).toEqual([customer, 'system']);
    expect(JSON.parse(said[1]!.attributes)).toMatchObject({
      notice: 'consent',
      consent: { status: 'opt-out', source: 'keyword', word: 'STOP' },
    });
    await request(server, 'POST', 'messaging/v1/Consents', {
      Contact: customer,
      Sender: own.phone_number,
      Status: 'opt-in',
    });
    await server.settled();
    expect((await one.messages.list()).map(({ author }) => author)).toEqual([customer, 'system', 'system']);
    // The phone has the confirmation, and none of the notices.
    expect(await textsOn(server, customer, own.phone_number)).toHaveLength(3);
  });

  it('is told to no other phone of the conversation, which hears all else the system says', async () => {
    const own = await ownNumber();
    const [customer, other] = [fresh(), fresh()];
    const { sid } = await client().conversations.v1.conversations.create({});
    const one = client().conversations.v1.conversations(sid);
    for (const address of [customer, other]) {
      await one.participants.create({
        'messagingBinding.address': address,
        'messagingBinding.proxyAddress': own.phone_number,
      });
    }
    await write(server, 'Hello', customer, own.phone_number);
    await write(server, 'STOP', customer, own.phone_number);
    const attributes = (await one.messages.list()).at(-1)!.attributes;
    expect(JSON.parse(attributes)).toMatchObject({ notice: 'consent' });
    // Who claims to be the system and writes the attributes of a notice makes none.
    await one.messages.create({ author: 'system', body: 'Closing soon', attributes });
    await server.settled();
    expect(await textsOn(server, other, own.phone_number)).toEqual(['Hello', 'Closing soon']);
  });

  it('is told to no other phone of the chat channel, which hears all else the system says', async () => {
    const [customer, other] = [fresh(), fresh()];
    const [own, second] = [await ownNumber(), await ownNumber()];
    const chat = await client().chat.v2.services.create({ friendlyName: 'Chat' });
    const channel = await client().chat.v2.services(chat.sid).channels.create({});
    const proxy = await client().proxy.v1.services.create({
      uniqueName: `S${customer}`,
      chatInstanceSid: chat.sid,
    });
    const service = client().proxy.v1.services(proxy.sid);
    for (const [phone, number] of [
      [customer, own],
      [other, second],
    ] as const) {
      await service.phoneNumbers.create({ sid: number.sid });
      const session = await service.sessions.create({ mode: 'message-only' });
      for (const identifier of [phone, channel.sid]) {
        await service
          .sessions(session.sid)
          .participants.create({ identifier, proxyIdentifier: number.phone_number, friendlyName: phone });
      }
    }
    await write(server, 'STOP', customer, own.phone_number);
    const { messages } = client().chat.v2.services(chat.sid).channels(channel.sid);
    const [notice] = await messages.list();
    expect(notice).toMatchObject({ from: 'system' });
    await messages.create({ from: 'system', body: 'Closing soon', attributes: notice!.attributes });
    await server.settled();
    expect(await textsOn(server, other, second.phone_number)).toEqual(['Closing soon']);
  });

  it('is shown in the chat channel of an open session', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    const chat = await client().chat.v2.services.create({ friendlyName: 'Chat' });
    const channel = await client().chat.v2.services(chat.sid).channels.create({});
    const proxy = await client().proxy.v1.services.create({
      uniqueName: `S${next}`,
      chatInstanceSid: chat.sid,
    });
    const service = client().proxy.v1.services(proxy.sid);
    await service.phoneNumbers.create({ sid: own.sid });
    const session = await service.sessions.create({ mode: 'message-only' });
    for (const identifier of [customer, channel.sid]) {
      await service
        .sessions(session.sid)
        .participants.create({ identifier, proxyIdentifier: own.phone_number, friendlyName: customer });
    }
    await write(server, 'Hello', customer, own.phone_number);
    await write(server, 'STOP', customer, own.phone_number);
    const said = await client().chat.v2.services(chat.sid).channels(channel.sid).messages.list();
    expect(said.map(({ from }) => from)).toEqual([customer, 'system']);
    expect(await textsOn(server, customer, own.phone_number)).toHaveLength(3);
  });
});
