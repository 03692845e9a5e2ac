// The windows of WhatsApp and Messenger: what may leave when, at every edge of their times.
import { beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import {
  addSender,
  arrivedOn,
  decide,
  freshNumber,
  json,
  makeTemplate,
  type Office,
  openOffice,
  refusalOf,
  writeFrom,
} from './content-fixture.ts';

const DAY = 86_400_000;
const QUARTER = 15 * 60_000;

describe.each(databases())('windows on $name', ({ create }) => {
  let server: TestServer;
  let office: Office;
  let ours: string;
  let customer: string;

  useServer(create, (started) => {
    server = started;
  });
  beforeEach(async () => {
    office = await openOffice(server);
    customer = `whatsapp:${freshNumber()}`;
    ours = await addSender(office, `whatsapp:${freshNumber()}`);
  });

  /** Sends a message and tells what became of it: its status and its error. */
  const outcomeOf = async (message: object, from = ours, to = customer) => {
    const { sid, status } = await office.client.messages.create({ from, to, ...message } as never);
    await server.settled();
    const later = await office.client.messages(sid).fetch();
    return { at: status, later: later.status, code: later.errorCode };
  };
  const windowNow = async (from = ours, to = customer) =>
    (await json(office, 'GET', `/content/v1/Windows?${new URLSearchParams({ To: to, From: from })}`)).body;

  const ACCEPTED = { at: 'queued', later: 'delivered', code: null };
  const OUTSIDE = { at: 'queued', later: 'failed', code: 63016 };

  it('are open for a day after the customer wrote, to the millisecond', async () => {
    await writeFrom(office, customer, ours, 'Hello?');
    expect(await outcomeOf({ body: 'at once' })).toEqual(ACCEPTED);
    await server.advance(DAY - 1);
    expect(await windowNow()).toMatchObject({ is_counted: true, is_open: true });
    expect(await outcomeOf({ body: 'in the last moment' })).toEqual(ACCEPTED);
    await server.advance(1);
    expect(await windowNow()).toMatchObject({ is_counted: true, is_open: false });
    expect(await outcomeOf({ body: 'too late' })).toEqual(OUTSIDE);
    await server.advance(1);
    expect(await outcomeOf({ body: 'later still' })).toEqual(OUTSIDE);
    expect(await arrivedOn(office, customer, ours)).toEqual(['at once', 'in the last moment']);
  });

  it('begin anew with each message of the customer', async () => {
    await writeFrom(office, customer, ours, 'Hello?');
    const { closes_at: first } = await windowNow();
    await server.advance(DAY - 1);
    await writeFrom(office, customer, ours, 'Anybody there?');
    const { closes_at: second, last_inbound_at: last } = await windowNow();
    expect(Date.parse(second) - Date.parse(last)).toBe(DAY);
    expect(Date.parse(second)).toBeGreaterThan(Date.parse(first));
    await server.advance(DAY - 1);
    expect(await outcomeOf({ body: 'Here we are' })).toEqual(ACCEPTED);
  });

  it('are closed to who never wrote, and to every other pair of addresses', async () => {
    expect(await windowNow()).toMatchObject({ is_open: false, last_inbound_at: null, closes_at: null });
    expect(await outcomeOf({ body: 'Hello' })).toEqual(OUTSIDE);
    await writeFrom(office, customer, ours, 'Hello?');
    const other = await addSender(office, `whatsapp:${freshNumber()}`);
    expect(await outcomeOf({ body: 'Hello' }, other)).toEqual(OUTSIDE);
    expect(await outcomeOf({ body: 'Hello' }, ours, `whatsapp:${freshNumber()}`)).toEqual(OUTSIDE);
    const stranger = await openOffice(server);
    expect(await outcomeOf({ body: 'Hello' })).toEqual(ACCEPTED);
    const query = new URLSearchParams({ To: customer, From: ours });
    expect((await json(stranger, 'GET', `/content/v1/Windows?${query}`)).body).toMatchObject({
      is_open: false,
    });
  });

  it('are not counted for text messages', async () => {
    const [from, to] = [freshNumber(), freshNumber()];
    await office.client.incomingPhoneNumbers.create({ phoneNumber: from });
    expect(await windowNow(from, to)).toEqual({
      account_sid: office.account.sid,
      to,
      from,
      is_counted: false,
      is_open: true,
      last_inbound_at: null,
      closes_at: null,
      human_agent_until: null,
    });
    expect(await outcomeOf({ body: 'Hello' }, from, to)).toEqual(ACCEPTED);
  });

  it('let an approved template leave at any time, and no other one', async () => {
    const contentSid = await makeTemplate(office, 'Hello {{1}}', { 1: 'you' });
    const contentVariables = JSON.stringify({ 1: 'Anna' });
    const failed = (code: number) => ({ at: 'queued', later: 'failed', code });
    expect(await outcomeOf({ contentSid, contentVariables })).toEqual(failed(63016));
    for (const [status, outcome] of [
      ['received', failed(63016)],
      ['pending', failed(63016)],
      ['approved', ACCEPTED],
      ['rejected', failed(63040)],
      ['paused', failed(63041)],
      ['disabled', failed(63042)],
      ['approved', ACCEPTED],
    ] as const) {
      await decide(office, contentSid, status);
      expect(await outcomeOf({ contentSid, contentVariables }), status).toEqual(outcome);
    }
    expect(await arrivedOn(office, customer, ours)).toEqual(['Hello Anna', 'Hello Anna']);
  });

  it('let a template leave that nobody has approved, while they are open', async () => {
    const contentSid = await makeTemplate(office, 'Hello {{1}}', { 1: 'you' });
    await writeFrom(office, customer, ours, 'Hello?');
    expect(await outcomeOf({ contentSid })).toEqual(ACCEPTED);
    expect(await arrivedOn(office, customer, ours)).toEqual(['Hello you']);
  });

  it('count when a message leaves, not when it was made', async () => {
    const { services } = office.client.messaging.v1;
    const { sid: messagingServiceSid } = await services.create({ friendlyName: 'Reminders' });
    const [sender] = (await json(office, 'GET', '/messaging/v2/Channels/Senders')).body.senders;
    await services(messagingServiceSid).channelSenders.create({ sid: sender.sid });
    await writeFrom(office, customer, ours, 'Remind me');
    await server.advance(DAY - 2 * QUARTER);
    const remind = (ahead: number, body: string) =>
      office.client.messages.create({
        messagingServiceSid,
        from: ours,
        to: customer,
        body,
        scheduleType: 'fixed',
        sendAt: new Date(server.clock.now() + ahead),
      });
    const inTime = await remind(2 * QUARTER - 1_000, 'in time');
    const tooLate = await remind(2 * QUARTER, 'too late');
    expect([inTime.status, tooLate.status]).toEqual(['scheduled', 'scheduled']);
    await server.advance(2 * QUARTER - 1_000);
    await server.advance(1_000);
    const outcomes = [];
    for (const { sid } of [inTime, tooLate]) {
      const { status, errorCode } = await office.client.messages(sid).fetch();
      outcomes.push([status, errorCode]);
    }
    expect(outcomes).toEqual([
      ['delivered', null],
      ['failed', 63016],
    ]);
  });

  it('are refused at once to a request that asks for it, and nothing is written', async () => {
    const message = { from: ours, to: customer, body: 'Hello', StrictWindow: 'true' };
    const post = (form: Record<string, string>) => {
      const { sid, token } = office.account;
      return fetch(`${server.url}/api/2010-04-01/Accounts/${sid}/Messages.json`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}` },
        body: new URLSearchParams(form),
      });
    };
    const form = { From: message.from, To: message.to, Body: message.body, StrictWindow: 'true' };
    const refused = await post(form);
    expect([refused.status, ((await refused.json()) as { code: number }).code]).toEqual([400, 63016]);
    expect(await office.client.messages.list()).toEqual([]);
    await writeFrom(office, customer, ours, 'Hello?');
    await server.advance(DAY - 1);
    expect((await post(form)).status).toBe(201);
    await server.advance(1);
    expect((await post(form)).status).toBe(400);
    expect((await post({ ...form, StrictWindow: 'false' })).status).toBe(201);
  });

  it('show the failure as a receipt in a conversation', async () => {
    const { conversations } = office.client.conversations.v1;
    await office.client.incomingPhoneNumbers.create({ phoneNumber: ours.replace('whatsapp:', '') });
    const { sid } = await conversations.create();
    const one = conversations(sid);
    await one.participants.create({
      'messagingBinding.address': customer,
      'messagingBinding.proxyAddress': ours,
    });
    const said = await one.messages.create({ author: 'agent', body: 'Hello' });
    await server.settled();
    const [receipt] = await one.messages(said.sid).deliveryReceipts.list();
    expect(receipt).toMatchObject({ status: 'failed', errorCode: 63016 });
    const contentSid = await makeTemplate(office, 'Hello {{name}}, this is {{2}}', {
      name: 'you',
      2: 'Parley',
    });
    await decide(office, contentSid, 'approved');
    const template = await one.messages.create({
      author: 'agent',
      contentSid,
      contentVariables: JSON.stringify({ name: 'Anna' }),
    });
    expect(await arrivedOn(office, customer, ours)).toEqual(['Hello Anna, this is Parley']);
    const [sent] = await one.messages(template.sid).deliveryReceipts.list();
    expect(sent).toMatchObject({ status: 'delivered', errorCode: 0 });
    await writeFrom(office, customer, ours, 'Hello yourself');
    await one.messages.create({ author: 'agent', body: 'Nice to hear from you' });
    expect(await arrivedOn(office, customer, ours)).toEqual([
      'Hello Anna, this is Parley',
      'Nice to hear from you',
    ]);
  });

  describe('of Messenger', () => {
    let page: string;
    let person: string;

    beforeEach(async () => {
      person = `messenger:${freshNumber().slice(1)}`;
      page = await addSender(office, `messenger:page${freshNumber().slice(1)}`);
    });

    it('are open for a day, and for what a person answers for seven', async () => {
      expect(await outcomeOf({ body: 'Hello', messageTag: 'HUMAN_AGENT' }, page, person)).toEqual(OUTSIDE);
      await writeFrom(office, person, page, 'Hello?');
      await server.advance(DAY - 1);
      expect(await outcomeOf({ body: 'in time' }, page, person)).toEqual(ACCEPTED);
      await server.advance(1);
      expect(await outcomeOf({ body: 'too late' }, page, person)).toEqual(OUTSIDE);
      expect(await tagged('HUMAN_AGENT')).toEqual(ACCEPTED);
      await server.advance(6 * DAY - 1);
      expect(await tagged('HUMAN_AGENT')).toEqual(ACCEPTED);
      await server.advance(1);
      expect(await tagged('HUMAN_AGENT')).toEqual(OUTSIDE);
      expect(await tagged('ACCOUNT_UPDATE')).toEqual(ACCEPTED);
    });

    it('are not opened by templates', async () => {
      const contentSid = await makeTemplate(office, 'Hello');
      await decide(office, contentSid, 'approved');
      expect(await outcomeOf({ contentSid }, page, person)).toEqual(OUTSIDE);
    });

    const tagged = async (tag: string) => {
      const { sid, token } = office.account;
      const answer = await fetch(`${server.url}/api/2010-04-01/Accounts/${sid}/Messages.json`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${sid}:${token}`)}` },
        body: new URLSearchParams({ From: page, To: person, Body: tag, MessageTag: tag }),
      });
      const made = (await answer.json()) as { sid: string; status: string };
      await server.settled();
      const later = await office.client.messages(made.sid).fetch();
      return { at: made.status, later: later.status, code: later.errorCode };
    };
  });
});

describe.each(databases())('settings of windows on $name', ({ create }) => {
  it('refuse at once by default, and answer on Messenger as a person, where the server is set so', async () => {
    const database = await create();
    const server = await startServer(database.url, { hasStrictWindows: true, messengerTag: 'HUMAN_AGENT' });
    try {
      const office = await openOffice(server);
      const { client } = office;
      const ours = await addSender(office, `whatsapp:${freshNumber()}`);
      const refused = client.messages.create({ from: ours, to: `whatsapp:${freshNumber()}`, body: 'Hello' });
      expect(await refusalOf(refused)).toEqual({ code: 63016, status: 400 });
      const [person, page] = ['messenger:4711', await addSender(office, 'messenger:page')];
      await writeFrom(office, person, page, 'Hello?');
      const { sid: one } = await client.conversations.v1.conversations.create();
      const { participants, messages } = client.conversations.v1.conversations(one);
      await participants.create({
        'messagingBinding.address': person,
        'messagingBinding.proxyAddress': page,
      });
      await server.advance(7 * DAY - 1);
      await messages.create({ author: 'agent', body: 'Sorry for the wait' });
      expect(await arrivedOn(office, person, page)).toEqual(['Sorry for the wait']);
      await server.advance(1);
      await messages.create({ author: 'agent', body: 'Still there?' });
      expect(await arrivedOn(office, person, page)).toEqual(['Sorry for the wait']);
    } finally {
      await server.stop();
      await database.dispose();
    }
  });
});
