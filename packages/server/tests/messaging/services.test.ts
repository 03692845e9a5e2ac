// Messaging services: their settings, their pools, and the sender they choose for a message.
import { describe, expect, it } from 'vitest';
import { SDKS, sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import { checkAnswer } from '../support/openapi/answer-schema.ts';
import { findOperation } from '../support/openapi/documents.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { addNumber, api, refusal, request, textsOn } from './setup.ts';

let next = 0;

describe.each(databases())('messaging services on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  const client = () => sdkClient(server.url, server.account);
  const fresh = (area = '212') => {
    next += 1;
    return `+1${area}555${String(1_000 + next)}`;
  };
  const numberIn = async (area?: string) => addNumber(server, fresh(area));
  const serviceWith = async (numbers: readonly { sid: string }[], settings: Record<string, unknown> = {}) => {
    const { sid } = await client().messaging.v1.services.create({ friendlyName: 'Shop', ...settings });
    const one = client().messaging.v1.services(sid);
    for (const number of numbers) await one.phoneNumbers.create({ phoneNumberSid: number.sid });
    return one;
  };
  const send = async (service: { sid?: string }, to: string, more: Record<string, unknown> = {}) =>
    client().messages.create({
      to,
      body: 'Hello',
      messagingServiceSid: (service as { _solution: { sid: string } })._solution.sid,
      ...more,
    });

  it.each(SDKS.filter(({ module }) => module === 'twilio' || module === 'twilio3'))(
    'are made, changed, listed and removed through $name',
    async ({ module }) => {
      const { services } = sdkClient(server.url, server.account, module).messaging.v1;
      const made = await services.create({
        friendlyName: `By ${module}`,
        inboundRequestUrl: 'https://example.com/in',
        stickySender: false,
        validityPeriod: 600,
      });
      expect(made).toMatchObject({
        sid: expect.stringMatching(/^MG/),
        stickySender: false,
        smartEncoding: true,
        validityPeriod: 600,
        inboundMethod: 'POST',
      });
      const changed = await services(made.sid).update({ friendlyName: 'Renamed', inboundRequestUrl: '' });
      expect(changed).toMatchObject({ friendlyName: 'Renamed', validityPeriod: 600 });
      expect(changed.inboundRequestUrl).toBeFalsy();
      expect((await services.list()).map(({ sid }) => sid)).toContain(made.sid);
      expect(await services(made.sid).remove()).toBe(true);
      expect(await refusal(services(made.sid).fetch())).toBe('404/20404');
    },
  );

  it('refuse settings that cannot be', async () => {
    const refused = async (form: Record<string, string>) =>
      (await request(server, 'POST', 'messaging/v1/Services', form)).body.code;
    expect(await refused({})).toBe(20001);
    expect(await refused({ FriendlyName: 'x'.repeat(65) })).toBe(20001);
    expect(await refused({ FriendlyName: 'x', ValidityPeriod: '36001' })).toBe(20001);
    expect(await refused({ FriendlyName: 'x', InboundRequestUrl: 'ftp://x' })).toBe(20001);
    expect(await refused({ FriendlyName: 'x', Usecase: 'spam' })).toBe(20001);
  });

  it('answer in the documented form, links and all', async () => {
    const made = await request(server, 'POST', 'messaging/v1/Services', { FriendlyName: 'Form' });
    expect(checkAnswer(findOperation('messaging_v1', 'CreateService'), made.status, made.body)).toEqual([]);
    expect(made.body.links.phone_numbers).toBe(`${made.body.url}/PhoneNumbers`);
  });

  it('have a number once, and a number has one service, however many ask at once', async () => {
    const number = await numberIn();
    const [one, two] = [await serviceWith([]), await serviceWith([])];
    const outcomes = await Promise.all(
      [one, two, one, two].map((service) =>
        refusal(service.phoneNumbers.create({ phoneNumberSid: number.sid })),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === '409/21710')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === '409/21712')).toHaveLength(2);
    const holder = outcomes.indexOf('accepted') % 2 === 0 ? one : two;
    expect(await holder.phoneNumbers(number.sid).remove()).toBe(true);
    await (holder === one ? two : one).phoneNumbers.create({ phoneNumberSid: number.sid });
    expect(await refusal(holder.phoneNumbers(number.sid).fetch())).toBe('404/20404');
  });

  it('take no number of another account, and lose one that is released', async () => {
    const stranger = await server.addAccount();
    const foreign = await api(
      server,
      'POST',
      'IncomingPhoneNumbers.json',
      { PhoneNumber: fresh() },
      stranger,
    );
    const one = await serviceWith([]);
    expect(await refusal(one.phoneNumbers.create({ phoneNumberSid: foreign.body.sid }))).toBe('400/21421');
    const number = await numberIn();
    await one.phoneNumbers.create({ phoneNumberSid: number.sid });
    await client().incomingPhoneNumbers(number.sid).remove();
    expect(await one.phoneNumbers.list()).toEqual([]);
  });

  it('hold 400 senders and not one more', async () => {
    const one = await serviceWith([]);
    const { sid } = (one as unknown as { _solution: { sid: string } })._solution;
    await server.context.database.transaction(async (tx) => {
      await tx.db
        .insertInto('service_senders')
        .values(
          Array.from({ length: 399 }, (_, n) => ({
            sid: `AI${sid.slice(2, 26)}${String(n).padStart(8, '0')}`,
            account_sid: server.account.sid,
            service_sid: sid,
            kind: 'alpha' as const,
            address: `BRAND${n}`,
            country_code: '',
            date_created: tx.now,
            date_updated: tx.now,
          })),
        )
        .execute();
    });
    const outcomes = await Promise.all(
      ['ONE', 'TWO', 'THREE'].map((alphaSender) => refusal(one.alphaSenders.create({ alphaSender }))),
    );
    expect(outcomes.sort()).toEqual(['400/21714', '400/21714', 'accepted']);
  });

  it('take letters, with and without a country, once each', async () => {
    const one = await serviceWith([]);
    await one.alphaSenders.create({ alphaSender: 'My Brand' });
    expect(await refusal(one.alphaSenders.create({ alphaSender: 'My Brand' }))).toBe('409/21710');
    const german = await one.destinationAlphaSenders.create({
      alphaSender: 'My Brand',
      isoCountryCode: 'de',
    });
    expect(german.isoCountryCode).toBe('DE');
    expect(await one.destinationAlphaSenders.list({ isoCountryCode: 'DE' })).toHaveLength(1);
    for (const alphaSender of ['12345', 'much too long for one', 'Ümlaut', '']) {
      expect(await refusal(one.alphaSenders.create({ alphaSender }))).toBe('400/20001');
    }
    const message = await send(one as never, '+442071838750');
    expect(message).toMatchObject({ from: 'My Brand', status: 'accepted' });
  });

  it('send through one number of the area code, and keep to it when the pool changes', async () => {
    const [boston, york] = [await numberIn('617'), await numberIn('212')];
    const one = await serviceWith([york, boston]);
    const customer = '+16175559001';
    const first = await send(one as never, customer);
    expect(first).toMatchObject({
      from: boston.phone_number,
      status: 'accepted',
      messagingServiceSid: expect.stringMatching(/^MG/),
    });
    await server.settled();
    expect((await client().messages(first.sid).fetch()).status).toBe('delivered');
    expect(await textsOn(server, customer, boston.phone_number)).toEqual(['Hello']);
    await one.update({ areaCodeGeomatch: false });
    expect((await send(one as never, customer)).from).toBe(boston.phone_number);
    await one.phoneNumbers(boston.sid).remove();
    expect((await send(one as never, customer)).from).toBe(york.phone_number);
    await one.phoneNumbers.create({ phoneNumberSid: boston.sid });
    expect((await send(one as never, customer)).from).toBe(york.phone_number);
    await server.settled();
  });

  it('give one customer one number, however many first messages are sent at once', async () => {
    const one = await serviceWith([await numberIn(), await numberIn(), await numberIn()]);
    const sent = await Promise.all(Array.from({ length: 20 }, () => send(one as never, '+16175559002')));
    expect(new Set(sent.map(({ from }) => from)).size).toBe(1);
    await server.settled();
  });

  it('let numbers take turns when nobody is to know one', async () => {
    const one = await serviceWith([await numberIn(), await numberIn(), await numberIn()], {
      stickySender: false,
      areaCodeGeomatch: false,
    });
    const froms: string[] = [];
    for (let n = 0; n < 6; n += 1) froms.push((await send(one as never, '+16175559003')).from);
    expect(new Set(froms.slice(0, 3)).size).toBe(3);
    expect(froms.slice(3)).toEqual(froms.slice(0, 3));
    await server.settled();
  });

  it('prefer a short code of the country', async () => {
    const { body: code } = await api(server, 'POST', 'SMS/ShortCodes.json', {
      ShortCode: `8${next}000`.slice(0, 5),
    });
    const listedCodes = await api(server, 'GET', 'SMS/ShortCodes.json', { ShortCode: code.short_code });
    expect(
      checkAnswer(findOperation('api_v2010', 'ListShortCode'), listedCodes.status, listedCodes.body),
    ).toEqual([]);
    const fetched = await client().shortCodes(code.sid).update({ friendlyName: 'Our code' });
    expect(fetched).toMatchObject({ sid: code.sid, friendlyName: 'Our code' });
    const one = await serviceWith([await numberIn()]);
    const added = await one.shortCodes.create({ shortCodeSid: code.sid });
    expect(added.shortCode).toBe(code.short_code);
    expect((await send(one as never, '+16175559004')).from).toBe(code.short_code);
    expect((await send(one as never, '+442071838751')).from).not.toBe(code.short_code);
    const listed = await api(server, 'GET', 'IncomingPhoneNumbers.json', { PageSize: '1000' });
    expect(listed.body.incoming_phone_numbers.map(({ sid }: { sid: string }) => sid)).not.toContain(code.sid);
    await server.settled();
  });

  it('refuse a message without a service, without senders, or that no sender can send', async () => {
    const one = await serviceWith([]);
    expect(await refusal(send(one as never, '+16175559005'))).toBe('400/21704');
    await one.alphaSenders.create({ alphaSender: 'OnlyWords' });
    expect(await refusal(send(one as never, '+16175559005'))).toBe('400/21703');
    expect(
      await refusal(send(one as never, '+442071838752', { mediaUrl: ['https://example.com/a.png'] })),
    ).toBe('400/21703');
    expect(
      await refusal(
        client().messages.create({
          to: '+16175559005',
          body: 'x',
          messagingServiceSid: `MG${'0'.repeat(32)}`,
        }),
      ),
    ).toBe('404/21701');
    const number = await numberIn();
    expect(await refusal(send(one as never, '+16175559005', { from: number.phone_number }))).toBe(
      '400/21606',
    );
  });

  it('may be named in place of the sender, and beside one of its own', async () => {
    const number = await numberIn();
    const one = await serviceWith([number, await numberIn()]);
    const { sid } = (one as unknown as { _solution: { sid: string } })._solution;
    const asSender = await client().messages.create({ to: '+16175559006', body: 'x', from: sid });
    expect(asSender.messagingServiceSid).toBe(sid);
    const named = await send(one as never, '+16175559006', { from: number.phone_number });
    expect(named.from).toBe(number.phone_number);
    await server.settled();
  });

  it('encode smartly when they are to, and lend messages their status callback and validity', async () => {
    const one = await serviceWith([await numberIn()], {
      statusCallback: 'http://127.0.0.1:9/of-service',
      validityPeriod: 60,
    });
    const sent = await send(one as never, '+16175559007', {
      body: '\u201cHi\u201d \u2014 it\u2019s us\u2026',
    });
    expect(sent).toMatchObject({ body: '"Hi" - it\'s us...', numSegments: '1' });
    const plain = await send(one as never, '+16175559007', { body: '\u201cHi\u201d', smartEncoded: false });
    expect(plain.body).toBe('\u201cHi\u201d');
    await server.settled();
    const webhooks = await server.context.database.read
      .selectFrom('webhook_deliveries')
      .select(['url', 'parameters'])
      .where('subject_sid', '=', sent.sid)
      .orderBy('sid')
      .execute();
    expect(webhooks.map(({ url }) => url)).toEqual(Array(3).fill('http://127.0.0.1:9/of-service'));
    expect(JSON.parse(webhooks[0]!.parameters)).toMatchObject({
      MessageSid: sent.sid,
      MessagingServiceSid: sent.messagingServiceSid,
      From: sent.from,
    });
    const row = await server.context.database.read
      .selectFrom('carrier_messages')
      .select('validity_ms')
      .where('sid', '=', sent.sid)
      .executeTakeFirstOrThrow();
    expect(row.validity_ms).toBe(60_000);
  });

  it('are nobody else\u2019s', async () => {
    const one = await serviceWith([await numberIn()]);
    const { sid } = (one as unknown as { _solution: { sid: string } })._solution;
    const stranger = await server.addAccount();
    for (const path of [
      '',
      '/PhoneNumbers',
      '/ShortCodes',
      '/AlphaSenders',
      '/ChannelSenders',
      '/OptOutSettings',
    ]) {
      const answer = await request(server, 'GET', `messaging/v1/Services/${sid}${path}`, {}, stranger);
      expect([path, answer.status]).toEqual([path, 404]);
    }
    const sent = await api(
      server,
      'POST',
      'Messages.json',
      { To: '+16175559008', Body: 'x', MessagingServiceSid: sid },
      stranger,
    );
    expect(sent.body.code).toBe(21701);
  });
});
