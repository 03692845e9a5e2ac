// Sending, reading, changing and deleting messages through the 2010 API.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { checkAnswer } from '../support/openapi/answer-schema.ts';
import { findOperation } from '../support/openapi/documents.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { addNumber, api, CUSTOMER, handset, OWN, textsOn } from './setup.ts';

describe.each(databases())('messages on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  const send = (form: Record<string, string | string[]>) => api(server, 'POST', 'Messages.json', form);

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    await addNumber(server);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  it('accepts a text as queued and delivers it to the phone', async () => {
    const { status, body } = await send({ To: CUSTOMER, From: OWN, Body: 'Good morning' });
    expect(checkAnswer(findOperation('api_v2010', 'CreateMessage'), status, body)).toEqual([]);
    expect(body).toMatchObject({
      status: 'queued',
      direction: 'outbound-api',
      num_segments: '1',
      date_sent: null,
    });
    await server.settled();
    const after = await api(server, 'GET', `Messages/${body.sid}.json`);
    expect(checkAnswer(findOperation('api_v2010', 'FetchMessage'), after.status, after.body)).toEqual([]);
    expect(after.body).toMatchObject({ status: 'delivered', error_code: null });
    expect(after.body.date_sent).toMatch(/\+0000$/);
    expect(await textsOn(server, CUSTOMER)).toContain('Good morning');
  });

  it('gives a message with media an MM SID and counts its media', async () => {
    const { body } = await send({
      To: CUSTOMER,
      From: OWN,
      MediaUrl: ['https://example.com/a.png', 'https://example.com/b.png'],
    });
    expect(body.sid).toMatch(/^MM/);
    expect(body.num_media).toBe('2');
    const list = await api(server, 'GET', `Messages/${body.sid}/Media.json`);
    expect(checkAnswer(findOperation('api_v2010', 'ListMedia'), list.status, list.body)).toEqual([]);
    expect(list.body.media_list).toMatchObject([
      { parent_sid: body.sid, content_type: 'image/png' },
      { parent_sid: body.sid, content_type: 'image/png' },
    ]);
    await server.settled();
  });

  it('shows media one by one, and forgets one when it is removed', async () => {
    const { body } = await send({
      To: CUSTOMER,
      From: OWN,
      MediaUrl: ['https://example.com/a.png', 'https://example.com/b.pdf?x=1'],
    });
    const path = `Messages/${body.sid}/Media`;
    await server.settled();
    const { media_list: media } = (await api(server, 'GET', `${path}.json`)).body;
    expect(media.map(({ content_type: type }: { content_type: string }) => type)).toEqual([
      'image/png',
      'application/pdf',
    ]);
    const client = sdkClient(server.url, server.account);
    const one = client.messages(body.sid).media(media[0].sid);
    expect(await one.fetch()).toMatchObject({ parentSid: body.sid, contentType: 'image/png' });
    await one.remove();
    expect((await client.messages(body.sid).media.list()).map(({ sid }) => sid)).toEqual([media[1].sid]);
    expect((await client.messages(body.sid).fetch()).numMedia).toBe('2');
    expect((await api(server, 'DELETE', `${path}/${media[0].sid}.json`)).status).toBe(404);
    await client.messages(body.sid).remove();
    expect((await api(server, 'GET', `${path}.json`)).status).toBe(404);
  });

  it.each([
    [{ From: OWN, Body: 'x' }, 21604],
    [{ To: '12', From: OWN, Body: 'x' }, 21211],
    [{ To: '+1555', From: OWN, Body: 'x' }, 21211],
    [{ To: CUSTOMER, Body: 'x' }, 21603],
    [{ To: CUSTOMER, From: 'nobody', Body: 'x' }, 21212],
    [{ To: CUSTOMER, From: '+15550100999', Body: 'x' }, 21606],
    [{ To: OWN, From: OWN, Body: 'x' }, 21266],
    [{ To: `whatsapp:${CUSTOMER}`, From: OWN, Body: 'x' }, 21910],
    [{ To: CUSTOMER, From: OWN }, 21602],
    [{ To: CUSTOMER, From: OWN, Body: '' }, 21602],
    [{ To: CUSTOMER, From: OWN, Body: 'x'.repeat(1_601) }, 21617],
    [{ To: CUSTOMER, From: OWN, Body: 'x', MediaUrl: 'file:///etc/passwd' }, 21620],
    [{ To: CUSTOMER, From: OWN, Body: 'x', StatusCallback: 'not a url' }, 21609],
    [{ To: CUSTOMER, From: OWN, Body: 'x', ValidityPeriod: '0' }, 21624],
    [{ To: CUSTOMER, From: OWN, Body: 'x', SendAt: '2027-01-01T00:00:00Z' }, 35126],
    [{ To: [CUSTOMER, CUSTOMER], From: OWN, Body: 'x' }, 20001],
  ])('refuses wrong request %# with its own code and writes nothing', async (form, code) => {
    const before = (await api(server, 'GET', 'Messages.json', { PageSize: '1000' })).body.messages.length;
    const { status, body } = await send(form as Record<string, string | string[]>);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code, status: 400 });
    const after = (await api(server, 'GET', 'Messages.json', { PageSize: '1000' })).body.messages.length;
    expect(after).toBe(before);
  });

  it('takes a body of exactly 1600 characters and counts its segments', async () => {
    const { status, body } = await send({ To: CUSTOMER, From: OWN, Body: 'x'.repeat(1_600) });
    expect([status, body.num_segments]).toEqual([201, '11']);
    await server.settled();
  });

  it('lists newest first, filtered by addresses and by the day of sending', async () => {
    const other = '+15550100088';
    await send({ To: other, From: OWN, Body: 'day one' });
    await server.settled();
    await server.advance(24 * 3_600_000);
    await send({ To: other, From: OWN, Body: 'day two' });
    await server.settled();
    const bodies = async (form: Record<string, string>) => {
      const { status, body } = await api(server, 'GET', 'Messages.json', form);
      expect(checkAnswer(findOperation('api_v2010', 'ListMessage'), status, body)).toEqual([]);
      return body.messages.map((message: { body: string }) => message.body);
    };
    expect(await bodies({ To: other })).toEqual(['day two', 'day one']);
    expect(await bodies({ To: other, From: OWN, DateSent: '2026-06-01' })).toEqual(['day one']);
    expect(await bodies({ To: other, 'DateSent>': '2026-06-02' })).toEqual(['day two']);
    expect(await bodies({ To: other, 'DateSent<': '2026-06-01T23:59:59Z' })).toEqual(['day one']);
    expect(await bodies({ To: other, DateSent: '2026-06-03' })).toEqual([]);
  });

  it('pages through the list without a gap or a repetition', async () => {
    const client = sdkClient(server.url, server.account);
    const all = await client.messages.list();
    const paged: string[] = [];
    await client.messages.each({
      pageSize: 2,
      callback: (message) => paged.push(message.sid),
      done: () => {},
    });
    await expect.poll(() => paged.length).toBe(all.length);
    expect(paged).toEqual(all.map((message) => message.sid));
    expect(new Set(paged).size).toBe(all.length);
  });

  it('lists through the SDK by date', async () => {
    const client = sdkClient(server.url, server.account);
    const sent = await client.messages.list({ dateSentAfter: new Date('2026-06-02T00:00:00Z') });
    expect(sent.map((message) => message.body)).toEqual(['day two']);
  });

  it('redacts a text and keeps the message', async () => {
    const { body } = await send({ To: CUSTOMER, From: OWN, Body: 'my secret' });
    await server.settled();
    const refused = await api(server, 'POST', `Messages/${body.sid}.json`, { Body: 'another text' });
    expect(refused).toMatchObject({ status: 400, body: { code: 20001 } });
    const redacted = await api(server, 'POST', `Messages/${body.sid}.json`, { Body: '' });
    expect(checkAnswer(findOperation('api_v2010', 'UpdateMessage'), redacted.status, redacted.body)).toEqual(
      [],
    );
    expect(redacted.body).toMatchObject({ body: '', status: 'delivered' });
  });

  it('deletes a message, and only a finished one', async () => {
    const { body } = await send({ To: CUSTOMER, From: OWN, Body: 'forget me' });
    await server.settled();
    expect((await api(server, 'DELETE', `Messages/${body.sid}.json`)).status).toBe(204);
    expect(await api(server, 'GET', `Messages/${body.sid}.json`)).toMatchObject({
      status: 404,
      body: { code: 20404 },
    });
    expect((await api(server, 'DELETE', `Messages/${body.sid}.json`)).status).toBe(404);
  });

  it('takes feedback on a message', async () => {
    const { body } = await send({ To: CUSTOMER, From: OWN, Body: 'click here' });
    const given = await api(server, 'POST', `Messages/${body.sid}/Feedback.json`, { Outcome: 'confirmed' });
    expect(
      checkAnswer(findOperation('api_v2010', 'CreateMessageFeedback'), given.status, given.body),
    ).toEqual([]);
    expect(given.body).toMatchObject({ message_sid: body.sid, outcome: 'confirmed' });
    await server.settled();
  });

  it('shows nothing of one account to another', async () => {
    const { body } = await send({ To: CUSTOMER, From: OWN, Body: 'private' });
    await server.settled();
    const stranger = await server.addAccount();
    expect((await api(server, 'GET', `Messages/${body.sid}.json`, {}, stranger)).status).toBe(404);
    expect((await api(server, 'GET', 'Messages.json', {}, stranger)).body.messages).toEqual([]);
    const crossed = await fetch(`${server.url}/api/2010-04-01/Accounts/${server.account.sid}/Messages.json`, {
      headers: { authorization: `Basic ${btoa(`${stranger.sid}:${stranger.token}`)}` },
    });
    expect(crossed.status).toBe(404);
    expect(
      (await api(server, 'POST', 'Messages.json', { To: CUSTOMER, From: OWN, Body: 'x' }, stranger)).body
        .code,
    ).toBe(21606);
  });

  it('records every status as an event, in order', async () => {
    const { body } = await send({ To: CUSTOMER, From: OWN, Body: 'watched' });
    await server.settled();
    const events = await server.context.database.read
      .selectFrom('events')
      .select(['type', 'data'])
      .where('subject_sid', '=', body.sid)
      .orderBy('id')
      .execute();
    expect(events.map((event) => [event.type, JSON.parse(event.data).status])).toEqual([
      ['carrier-message.created', 'queued'],
      ['carrier-message.status', 'sending'],
      ['carrier-message.status', 'sent'],
      ['carrier-message.status', 'delivered'],
    ]);
  });

  it('tells the StatusCallback URL of every status', async () => {
    const { body } = await send({
      To: CUSTOMER,
      From: OWN,
      Body: 'call me back',
      StatusCallback: 'http://127.0.0.1:9/status?case=1',
    });
    await server.settled();
    const webhooks = await server.context.database.read
      .selectFrom('webhook_deliveries')
      .select(['url', 'parameters'])
      .where('subject_sid', '=', body.sid)
      .orderBy('sid')
      .execute();
    expect(webhooks.map((webhook) => JSON.parse(webhook.parameters).MessageStatus)).toEqual([
      'sending',
      'sent',
      'delivered',
    ]);
    expect(JSON.parse(webhooks[0]!.parameters)).toEqual({
      MessageSid: body.sid,
      SmsSid: body.sid,
      MessageStatus: 'sending',
      SmsStatus: 'sending',
      AccountSid: server.account.sid,
      From: OWN,
      To: CUSTOMER,
      ApiVersion: '2010-04-01',
    });
  });

  it('hands an inbound text to the SmsUrl of its number', async () => {
    const number = await addNumber(server, '+15550100002');
    await api(server, 'POST', `IncomingPhoneNumbers/${number.sid}.json`, {
      SmsUrl: 'http://127.0.0.1:9/sms',
    });
    await handset(server, 'messages', {
      account: server.account.sid,
      phone: CUSTOMER,
      contact: '+15550100002',
      body: 'Hello?',
    });
    const webhook = await server.context.database.read
      .selectFrom('webhook_deliveries')
      .select('parameters')
      .where('url', '=', 'http://127.0.0.1:9/sms')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(webhook.parameters)).toMatchObject({
      From: CUSTOMER,
      To: '+15550100002',
      Body: 'Hello?',
      SmsStatus: 'received',
    });
  });
});
