// Rules of sending: off until set, refused at once, kept when messages wait, and exact at their edges.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { addNumber, api, request, textsOn, write } from './setup.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
let next = 0;

describe.each(databases())('rules of sending on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  const client = () => sdkClient(server.url, server.account);
  const fresh = () => {
    next += 1;
    return `+1212555${6_000 + next}`;
  };
  const ownNumber = async () => (await addNumber(server, fresh())).phone_number as string;
  const rule = (form: Record<string, string>) => request(server, 'POST', 'messaging/v1/SendingRules', form);
  const send = async (from: string, to: string, more: Record<string, string> = {}) => {
    const { status, body } = await api(server, 'POST', 'Messages.json', {
      To: to,
      Body: 'x',
      From: from,
      ...more,
    });
    await server.settled();
    return { status, body, code: (body.code ?? null) as number | null };
  };
  /** Moves the clock to a time of day in UTC, on the next day. */
  const goTo = async (hours: number, ms = 0) => {
    const midnight = Math.ceil((server.clock.now() + 1) / DAY) * DAY;
    await server.advance(midnight + hours * HOUR + ms - server.clock.now());
  };
  const countOf = async (to: string) =>
    (await api(server, 'GET', 'Messages.json', { To: to })).body.messages.length as number;

  it('are set, changed, listed and removed, once a subject', async () => {
    const own = await ownNumber();
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => rule({ Subject: own, QuietStart: '21:00', QuietEnd: '08:00' })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { body } = outcomes.find(({ status }) => status === 201)!;
    expect(body).toMatchObject({
      quiet_start: '21:00',
      quiet_end: '08:00',
      time_zone: 'UTC',
      daily_cap: null,
    });
    const path = `messaging/v1/SendingRules/${body.sid}`;
    const changed = await request(server, 'POST', path, { QuietStart: '', QuietEnd: '', DailyCap: '3' });
    expect(changed.body).toMatchObject({ quiet_start: null, quiet_end: null, daily_cap: 3 });
    const refused = async (form: Record<string, string>) => (await rule(form)).body.code;
    expect(await refused({ Subject: 'nobody' })).toBe(20001);
    const other = await ownNumber();
    expect(await refused({ Subject: other, QuietStart: '21:00' })).toBe(20001);
    expect(await refused({ Subject: other, QuietStart: '24:00', QuietEnd: '08:00' })).toBe(20001);
    expect(await refused({ Subject: other, QuietStart: '08:00', QuietEnd: '08:00' })).toBe(20001);
    expect(await refused({ Subject: other, TimeZone: 'Mars' })).toBe(20001);
    expect(await refused({ Subject: other, DailyCap: '0' })).toBe(20001);
    expect((await request(server, 'DELETE', path)).status).toBe(204);
    expect((await request(server, 'GET', path)).status).toBe(404);
  });

  it('refuse in the recipient\u2019s night, say until when, and write nothing', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    const { body } = await rule({ Subject: own, QuietStart: '21:00', QuietEnd: '08:00' });
    // 08:00 in New York is 12:00 UTC in summer.
    await goTo(12, -1);
    const refused = await send(own, customer);
    expect([refused.status, refused.code]).toEqual([400, 99101]);
    expect(refused.body.details).toMatchObject({ rule_sid: body.sid, to: customer });
    expect(Date.parse(refused.body.details.until)).toBe(server.clock.now() + 1);
    expect(await countOf(customer)).toBe(0);
    await server.advance(1);
    expect((await send(own, customer)).status).toBe(201);
    await goTo(1, -1);
    expect((await send(own, customer)).status).toBe(201);
    await server.advance(1);
    expect((await send(own, customer)).code).toBe(99101);
    expect((await send(await ownNumber(), customer)).status).toBe(201);
  });

  it('take the strictest of the zones a number can be in', async () => {
    const own = await ownNumber();
    await rule({ Subject: own, QuietStart: '21:00', QuietEnd: '08:00' });
    const somewhere = '+15550106001';
    // Noon UTC is morning in New York and night in Honolulu, where an unknown area code could be.
    await goTo(13);
    expect((await send(own, somewhere)).code).toBe(99101);
    await goTo(19);
    expect((await send(own, somewhere)).status).toBe(201);
  });

  it('never hold back the answers to STOP and HELP, nor replies of the number\u2019s own server', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    await rule({ Subject: own, QuietStart: '21:00', QuietEnd: '08:00', DailyCap: '1' });
    await goTo(5);
    await write(server, 'HELP', customer, own);
    await write(server, 'STOP', customer, own);
    expect(await countOf(customer)).toBe(2);
    expect(await textsOn(server, customer, own)).toHaveLength(4);
  });

  it('cap what one recipient gets in a day, until midnight, however many are sent at once', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    await rule({ Subject: own, DailyCap: '3', TimeZone: 'America/New_York' });
    await goTo(14);
    const sent = await Promise.all(Array.from({ length: 12 }, () => send(own, customer)));
    expect(sent.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(sent.filter(({ code }) => code === 99102)).toHaveLength(9);
    expect(await countOf(customer)).toBe(3);
    expect((await send(own, fresh())).status).toBe(201);
    // Midnight in New York is four o'clock in UTC.
    await goTo(4, -1);
    expect((await send(own, customer)).code).toBe(99102);
    await server.advance(1);
    expect((await send(own, customer)).status).toBe(201);
    const counted = () =>
      server.context.database.read
        .selectFrom('daily_counts')
        .selectAll()
        .where('recipient', '=', customer)
        .execute();
    expect((await counted()).map(({ count }) => count)).toEqual([3, 1]);
    await server.advance(4 * DAY);
    expect(await counted()).toEqual([]);
  });

  it('of a messaging service count for whichever number it chooses', async () => {
    const number = await addNumber(server, fresh());
    const { sid } = await client().messaging.v1.services.create({ friendlyName: 'Capped' });
    await client().messaging.v1.services(sid).phoneNumbers.create({ phoneNumberSid: number.sid });
    await rule({ Subject: sid, DailyCap: '1' });
    const customer = fresh();
    const by = { MessagingServiceSid: sid, From: number.phone_number };
    expect((await send(number.phone_number, customer, by)).status).toBe(201);
    expect((await send(number.phone_number, customer, by)).code).toBe(99102);
    expect((await send(number.phone_number, customer)).status).toBe(201);
  });

  it('of a Flex Flow count for what leaves from its address', async () => {
    const [own, customer] = [await ownNumber(), fresh()];
    const chat = await client().chat.v2.services.create({ friendlyName: 'Chat' });
    const flow = await client().flexApi.v1.flexFlow.create({
      friendlyName: 'Texts',
      chatServiceSid: chat.sid,
      channelType: 'sms',
      contactIdentity: own,
      integrationType: 'external',
      'integration.url': 'https://example.com/flow',
      enabled: false,
    });
    await rule({ Subject: flow.sid, DailyCap: '1' });
    expect((await send(own, customer)).status).toBe(201);
    expect((await send(own, customer)).code).toBe(99102);
    expect((await send(await ownNumber(), customer)).status).toBe(201);
  });

  it('refuse a message scheduled for the night, and let one wait whose night was not known', async () => {
    const number = await addNumber(server, fresh());
    const { sid } = await client().messaging.v1.services.create({ friendlyName: 'Later' });
    await client().messaging.v1.services(sid).phoneNumbers.create({ phoneNumberSid: number.sid });
    const customer = fresh();
    await goTo(15);
    const atNight = Math.ceil(server.clock.now() / DAY) * DAY + 5 * HOUR;
    const schedule = () =>
      send('', customer, {
        From: '',
        MessagingServiceSid: sid,
        ScheduleType: 'fixed',
        SendAt: new Date(atNight).toISOString(),
      });
    const early = await schedule();
    expect(early.body.status).toBe('scheduled');
    await rule({ Subject: sid, QuietStart: '21:00', QuietEnd: '08:00' });
    expect((await schedule()).code).toBe(99101);
    await server.advance(atNight - server.clock.now());
    expect((await client().messages(early.body.sid).fetch()).status).toBe('scheduled');
    await server.advance(7 * HOUR - 1);
    expect((await client().messages(early.body.sid).fetch()).status).toBe('scheduled');
    await server.advance(1);
    expect((await client().messages(early.body.sid).fetch()).status).toBe('delivered');
  });
});
