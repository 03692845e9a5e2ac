// What the server of a number answers to a text is carried out, and what is wrong with it is on record.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { type Receiver, startReceiver, status } from '../webhooks/receiver.ts';
import { addNumber, api, request, textsOn, write } from './setup.ts';

let next = 0;
const xml = (inner: string, type = 'text/xml') => status(200, inner, { 'content-type': type });
const twiml = (inner: string) => xml(`<?xml version="1.0" encoding="UTF-8"?><Response>${inner}</Response>`);

describe.each(databases())('answers to texts on $name', ({ create }) => {
  let server: TestServer;
  let receiver: Receiver;
  let own: string;
  let customer: string;
  useServer(create, (started) => {
    server = started;
  });
  const client = () => sdkClient(server.url, server.account);
  const fresh = () => {
    next += 1;
    return `+1212555${7_000 + next}`;
  };
  const numberWith = async (settings: Record<string, string>) => {
    const number = await addNumber(server, fresh());
    await client().incomingPhoneNumbers(number.sid).update(settings);
    return number;
  };
  const warnings = async () => {
    const events = await server.context.database.read
      .selectFrom('events')
      .select('data')
      .where('type', '=', 'messaging.warning')
      .orderBy('id')
      .execute();
    return events.map(({ data }) => JSON.parse(data).code as number);
  };
  const newWarnings = async (work: () => Promise<void>) => {
    const before = (await warnings()).length;
    await work();
    return (await warnings()).slice(before);
  };
  /** The texts on the customer's phone but those typed on it. */
  const replies = async () =>
    (await api(server, 'GET', 'Messages.json', { To: customer, From: own })).body.messages
      .map(({ body }: { body: string }) => body)
      .reverse() as string[];

  beforeEach(async () => {
    receiver = await startReceiver();
    own = (await numberWith({ smsUrl: receiver.url })).phone_number;
    customer = fresh();
  });
  afterEach(() => receiver.close());

  it('send replies and media, to whom they name, and tell their statuses', async () => {
    const third = fresh();
    receiver.answerNext(
      twiml(
        `<Message statusCallback="/status">Thank you</Message><Message to="${third}"><Body>News</Body><Media>https://example.com/a.png</Media></Message>`,
      ),
    );
    await write(server, 'Hello', customer, own);
    expect(await replies()).toEqual(['Thank you']);
    expect(await textsOn(server, third, own)).toEqual(['News']);
    const [news] = (await api(server, 'GET', 'Messages.json', { To: third })).body.messages;
    expect(news).toMatchObject({ direction: 'outbound-reply', num_media: '1' });
    const statuses = receiver.requests.filter(({ url }) => url.endsWith('/status'));
    expect(statuses.map(({ form }) => form['MessageStatus'])).toEqual(['sending', 'sent', 'delivered']);
    expect(await newWarnings(async () => {})).toEqual([]);
  });

  it('that are empty, or nothing at all, send nothing', async () => {
    receiver.answerNext(twiml(''), xml('', 'text/html'), status(204));
    const found = await newWarnings(async () => {
      for (const body of ['one', 'two', 'three']) await write(server, body, customer, own);
    });
    expect([await replies(), found]).toEqual([[], []]);
  });

  it('in plain text are the reply', async () => {
    receiver.answerNext(xml('Plainly yes\n', 'text/plain; charset=utf-8'));
    await write(server, 'Really?', customer, own);
    expect(await replies()).toEqual(['Plainly yes']);
  });

  it('go on with other documents, by redirect and by action', async () => {
    receiver.answerNext(
      twiml('<Message action="/after" method="POST">first</Message><Message>never</Message>'),
      twiml('<Redirect method="GET">/last?step=3</Redirect><Message>never</Message>'),
      twiml('<Message>last</Message>'),
    );
    await write(server, 'Go', customer, own);
    expect(await replies()).toEqual(['first', 'last']);
    const [, after, last] = receiver.requests;
    expect(after!.form).toMatchObject({ MessageStatus: 'queued', From: customer, Body: 'Go' });
    expect(after!.form['MessageSid']).toMatch(/^SM/);
    expect([last!.method, new URL(last!.url).pathname, new URL(last!.url).searchParams.get('step')]).toEqual([
      'GET',
      '/last',
      '3',
    ]);
  });

  it('that redirect for ever end after fifty documents', async () => {
    receiver.answerNext(...Array.from({ length: 60 }, () => twiml('<Redirect/>')));
    const found = await newWarnings(() => write(server, 'Round', customer, own));
    expect(found).toEqual([14106]);
    expect(receiver.requests).toHaveLength(50);
  });

  it.each([
    ['no XML', xml('<Response><Message>'), [12100]],
    ['another document', xml('<html><body>Hello</body></html>'), [12200]],
    ['an unknown verb', twiml('<Say>Hello</Say>'), [14110]],
    ['an empty message', twiml('<Message/>'), [14103]],
    ['a message to nobody', twiml('<Message to="nobody">x</Message>'), [14101]],
    ['a message from somebody else', twiml('<Message from="+12125559999">x</Message>'), [14102]],
    ['another type', xml('{}', 'application/json'), [12300]],
    ['an error', status(500, 'oops'), [11200]],
  ])('with %s are on record and send nothing', async (_, answer, codes) => {
    receiver.answerNext(answer);
    expect(await newWarnings(() => write(server, 'Hi', customer, own))).toEqual(codes);
    expect(await replies()).toEqual([]);
    const log = await request(server, 'GET', 'webhooks/v1/Deliveries', { PageSize: '50' });
    if (log.status === 200) expect(JSON.stringify(log.body)).toContain(receiver.url);
  });

  it('send ten replies at most', async () => {
    receiver.answerNext(twiml('<Message>x</Message>'.repeat(12)));
    expect(await newWarnings(() => write(server, 'Many', customer, own))).toEqual([14109, 14109]);
    expect(await replies()).toHaveLength(10);
  });

  it('that run in a circle stop at thirty replies in thirty seconds, and go on after that', async () => {
    receiver.answerNext(...Array.from({ length: 5 }, () => twiml('<Message>again</Message>'.repeat(10))));
    const first = await newWarnings(async () => {
      for (const body of ['a', 'b', 'c']) await write(server, body, customer, own);
    });
    expect(first).toEqual([]);
    expect(await newWarnings(() => write(server, 'd', customer, own))).toEqual(Array(10).fill(14107));
    const failed = (await api(server, 'GET', 'Messages.json', { To: customer, From: own })).body.messages;
    expect(failed.slice(0, 10).map(({ error_code: code }: { error_code: number }) => code)).toEqual(
      Array(10).fill(14107),
    );
    await server.advance(30_000);
    expect(await newWarnings(() => write(server, 'e', customer, own))).toEqual([]);
  });

  it('come from the fallback when the first URL gives none, which is told why', async () => {
    const number = await numberWith({
      smsUrl: `${receiver.url}/first`,
      smsFallbackUrl: `${receiver.url}/second`,
      smsFallbackMethod: 'GET',
    });
    own = number.phone_number;
    receiver.answerNext(status(500), twiml('<Message>From the fallback</Message>'));
    await write(server, 'Hi', customer, own);
    expect(await replies()).toEqual(['From the fallback']);
    const asked = new URL(receiver.requests[1]!.url);
    expect(asked.pathname).toBe('/hook/second');
    expect(asked.searchParams.get('ErrorCode')).toBe('11200');
    expect(asked.searchParams.get('ErrorUrl')).toBe(`${receiver.url}/first`);
  });

  it('of a messaging service are its own, unless the number\u2019s are to be used', async () => {
    const number = await numberWith({ smsUrl: `${receiver.url}/number` });
    own = number.phone_number;
    const { sid } = await client().messaging.v1.services.create({
      friendlyName: 'Answers',
      inboundRequestUrl: `${receiver.url}/service`,
    });
    await client().messaging.v1.services(sid).phoneNumbers.create({ phoneNumberSid: number.sid });
    receiver.answerNext(twiml('<Message>By the service</Message>'));
    await write(server, 'Hi', customer, own);
    expect(await replies()).toEqual(['By the service']);
    expect(receiver.requests[0]!.form).toMatchObject({ MessagingServiceSid: sid, To: own });
    const [reply] = (await api(server, 'GET', 'Messages.json', { To: customer })).body.messages;
    expect(reply.messaging_service_sid).toBe(sid);
    await client().messaging.v1.services(sid).update({ useInboundWebhookOnNumber: true });
    await write(server, 'Again', customer, own);
    expect(new URL(receiver.requests[1]!.url).pathname).toBe('/hook/number');
    await client()
      .messaging.v1.services(sid)
      .update({ useInboundWebhookOnNumber: false, inboundRequestUrl: '' });
    await write(server, 'And again', customer, own);
    expect(receiver.requests).toHaveLength(2);
  });

  it('to a customer who has unsubscribed fail with 21610', async () => {
    receiver.answerNext(twiml('<Message>Sad to see you go</Message>'));
    expect(await newWarnings(() => write(server, 'STOP', customer, own))).toEqual([21610]);
    expect(await textsOn(server, customer, own)).toHaveLength(2);
  });
});
