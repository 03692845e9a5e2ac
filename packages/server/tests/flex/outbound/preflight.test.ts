// The look before a call: every refusal names its parameter and leaves nothing, and a dry run tells all and writes nothing.
import { beforeAll, describe, expect, it } from 'vitest';
import { decide, makeTemplate, type Office } from '../../content/content-fixture.ts';
import { CENTRE, OTHER_CENTRE } from '../../journey/world.ts';
import { request } from '../../messaging/setup.ts';
import { databases } from '../../support/databases.ts';
import { type Json, useOutbound } from './outbound-fixture.ts';

const NOBODY = '0123456789abcdef0123456789abcdef';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe.each(databases())('the look before a call on $name', ({ create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  const office = (): Office => ({
    ...outbound,
    server: outbound.server,
    account: outbound.server.account,
    client: outbound.client,
  });
  const verdicts = (body: Json) =>
    Object.fromEntries(body.checks.map((check: Json) => [check.check, check.code ?? check.verdict]));
  beforeAll(async () => {
    const { url, account } = outbound.server;
    const declared = await fetch(`${url}/messaging/v2/Channels/Senders`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${account.sid}:${account.token}`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ sender_id: `whatsapp:${CENTRE}` }),
    });
    expect(declared.ok).toBe(true);
    // The default service comes into being with the first conversation, and is not what a refused call leaves.
    await outbound.client.conversations.v1.configuration().fetch();
  });

  /** The call is refused, as a dry run says; no row is left. */
  async function isRefused(change: Record<string, string>) {
    const To = outbound.newCustomer();
    await outbound.settled();
    const before = await outbound.rows();
    const look = await outbound.dryRun({ To, ...change });
    const { status, body } = await outbound.call({ To, ...change });
    expect(await outbound.rows()).toEqual(before);
    if (look.status === 200) {
      expect(look.body.ok).toBe(false);
      const refused = look.body.checks.find(({ verdict }: Json) => verdict === 'refuse');
      expect({ code: refused.code, message: refused.message }).toEqual({
        code: body.code,
        message: body.message,
      });
    } else expect(look.body.code).toBe(body.code);
    return { status, code: body.code, parameter: body.details?.parameter };
  }

  it.each<[string, Record<string, string>, number, number, string]>([
    ['a recipient that is no address', { To: '12' }, 400, 21211, 'To'],
    ['a recipient nobody can be', { To: '+1999' }, 400, 21211, 'To'],
    ['a fixed line, which gets no texts', { To: '+442079460018' }, 400, 21614, 'To'],
    ['a medium conversations do not begin on', { To: 'email:ann@example.com' }, 400, 21211, 'To'],
    [
      'a recipient of another channel than named',
      { To: 'whatsapp:+14155550177', Channel: 'sms' },
      400,
      21910,
      'Channel',
    ],
    ['no sender', { From: '' }, 400, 21603, 'From'],
    ['a sender that is no address', { From: '12!' }, 400, 21212, 'From'],
    ['a sender of another account', { From: '+14155550142' }, 400, 21606, 'From'],
    ['a sender of another channel', { From: `whatsapp:${CENTRE}` }, 400, 21910, 'From'],
    ['the same address twice', { To: CENTRE }, 400, 21266, 'From'],
    ['sender and policy', { SenderPolicy: 'sticky' }, 400, 20001, 'SenderPolicy'],
    ['an unknown policy', { From: '', SenderPolicy: 'cheapest' }, 400, 20001, 'SenderPolicy'],
    [
      'a service nobody named',
      { From: '', SenderPolicy: 'messaging-service' },
      400,
      20001,
      'MessagingServiceSid',
    ],
    [
      'an unknown service',
      { From: '', MessagingServiceSid: `MG${NOBODY}` },
      404,
      21701,
      'MessagingServiceSid',
    ],
    ['no known sender', { From: '', SenderPolicy: 'sticky' }, 400, 20001, 'SenderPolicy'],
    ['no agent with a number', { From: '', SenderPolicy: 'agent-number' }, 400, 20001, 'SenderPolicy'],
    ['no words', { Body: '' }, 400, 21602, 'Body'],
    ['too many words', { Body: 'x'.repeat(1_601) }, 400, 21617, 'Body'],
    ['variables without a template', { ContentVariables: '{"1":"a"}' }, 400, 21654, 'ContentVariables'],
    ['an unknown template', { ContentSid: `HX${NOBODY}` }, 400, 21655, 'ContentSid'],
    ['variables that are no JSON', { ContentVariables: '{' }, 400, 20001, 'ContentVariables'],
    ['an unknown worker', { 'Routing.WorkerSid': `WK${NOBODY}` }, 400, 20001, 'Routing.WorkerSid'],
    ['an unknown queue', { 'Routing.QueueSid': `WQ${NOBODY}` }, 400, 20001, 'Routing.QueueSid'],
    ['an unknown workflow', { 'Routing.WorkflowSid': `WW${NOBODY}` }, 400, 20001, 'Routing.WorkflowSid'],
    ['an unknown workspace', { 'Routing.WorkspaceSid': `WS${NOBODY}` }, 400, 20001, 'Routing.WorkspaceSid'],
    ['an unknown task channel', { TaskChannel: 'pigeon' }, 400, 20001, 'TaskChannel'],
    ['attributes that are no object', { Attributes: '[1]' }, 400, 20001, 'Attributes'],
    [
      'attributes that are too long',
      { Attributes: `{"a":"${'x'.repeat(4_050)}"}` },
      400,
      20001,
      'Attributes',
    ],
    ['routing that is no JSON', { Routing: '{' }, 400, 20001, 'Routing'],
    ['routing with a wrong SID', { Routing: '{"worker_sid":"me"}' }, 400, 20001, 'Routing'],
    ['a reply to nobody', { 'Routing.ReplyTo': 'same-agent' }, 400, 20001, 'AgentIdentity'],
    [
      'an agent who is the customer',
      { To: '+14155550178', AgentIdentity: '+14155550178' },
      400,
      20001,
      'AgentIdentity',
    ],
    ['a negative priority', { Priority: '-1' }, 400, 20001, 'Priority'],
    ['an unknown mode', { Mode: 'later' }, 400, 20001, 'Mode'],
    ['an unknown generation', { Generation: 'third' }, 400, 20001, 'Generation'],
    ['an unknown rule for open conversations', { IfOpen: 'fight' }, 400, 20001, 'IfOpen'],
    ['a callback that is no URL', { StatusCallback: 'ftp://x' }, 400, 20001, 'StatusCallback'],
    ['a generation without a flow', { Generation: 'legacy' }, 404, 45205, 'From'],
  ])('refuses %s', async (_what, change, status, code, parameter) => {
    // Attributes that only become too long with those of the conversation are found while it is made.
    if (change['Attributes']?.startsWith('{"a"')) {
      const before = await outbound.rows();
      const { body } = await outbound.call({ To: outbound.newCustomer(), ...change });
      expect(body).toMatchObject({ code, details: { parameter } });
      expect(await outbound.rows()).toEqual(before);
      return;
    }
    expect(await isRefused(change)).toEqual({ status, code, parameter });
  });

  it('refuses a missing recipient by name', async () => {
    const { status, body } = await outbound.request('POST', '/Conversations', { From: CENTRE, Body: 'x' });
    expect({ status, code: body.code, parameter: body.details.parameter }).toEqual({
      status: 400,
      code: 20001,
      parameter: 'To',
    });
  });

  it('refuses who has unsubscribed', async () => {
    const To = outbound.newCustomer();
    await outbound.says('STOP', { from: To });
    expect(await isRefused({ To })).toEqual({ status: 400, code: 21610, parameter: 'To' });
    await outbound.says('START', { from: To });
    expect((await outbound.call({ To })).status).toBe(201);
  });

  it('refuses free words outside of the window of WhatsApp, and takes an approved template', async () => {
    const To = `whatsapp:${outbound.newCustomer()}`;
    const From = `whatsapp:${CENTRE}`;
    const refused = { status: 400, code: 63016, parameter: 'To' };
    expect(await isRefused({ To, From })).toEqual(refused);
    const template = await makeTemplate(office(), 'Hello {{1}}');
    const message = { To, From, Body: '', ContentSid: template };
    expect(await isRefused(message)).toMatchObject({ code: 63028, parameter: 'ContentVariables' });
    const filled = { ...message, ContentVariables: '{"1":"Ann"}' };
    expect(await isRefused(filled)).toEqual(refused);
    await makeApproved(template);
    const look = await outbound.dryRun(filled);
    expect(look.body.ok, JSON.stringify(look.body)).toBe(true);
    const { status, body } = await outbound.call(filled);
    expect(status, JSON.stringify(body)).toBe(201);
    expect(await outbound.heard(From, To)).toEqual(['Hello Ann']);
  });

  /** WhatsApp takes templates with a sample for each variable only; the sample is given meanwhile. */
  async function makeApproved(template: string) {
    await outbound.server.context.database.transaction((tx) =>
      tx.db.updateTable('contents').set({ variables: '{"1":"you"}' }).where('sid', '=', template).execute(),
    );
    await decide(office(), template, 'approved');
  }

  it('takes free words inside of the window, to its last moment', async () => {
    const To = `whatsapp:${outbound.newCustomer()}`;
    const From = `whatsapp:${CENTRE}`;
    await outbound.says('Hi', { from: To, to: From });
    await outbound.server.advance(DAY - 1);
    expect(verdicts((await outbound.dryRun({ To, From })).body)['window']).toBe('pass');
    await outbound.server.advance(1);
    expect(verdicts((await outbound.dryRun({ To, From })).body)['window']).toBe(63016);
  });

  it('refuses at night and above the cap of a day, and says until when', async () => {
    const made = await request(outbound.server, 'POST', 'messaging/v1/SendingRules', {
      Subject: OTHER_CENTRE,
      QuietStart: '21:00',
      QuietEnd: '08:00',
      TimeZone: 'UTC',
      DailyCap: '1',
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const { clock } = outbound.server;
    const goTo = async (hour: number) => {
      const midnight = Math.ceil((clock.now() + 1) / DAY) * DAY;
      await outbound.server.advance(midnight + hour * HOUR - clock.now());
    };
    // A number of the United Kingdom, whose zone is known.
    const To = '+447400123457';
    await goTo(2);
    const night = await outbound.call({ To, From: OTHER_CENTRE });
    expect(night.body).toMatchObject({ code: 99101, details: { parameter: 'To', rule_sid: made.body.sid } });
    expect(Date.parse(night.body.details.until)).toBeGreaterThan(clock.now());
    await goTo(12);
    expect((await outbound.call({ To, From: OTHER_CENTRE })).status).toBe(201);
    await outbound.settled();
    const again = await outbound.call({ To, From: OTHER_CENTRE, IfOpen: 'append' });
    expect(again.body).toMatchObject({ code: 99102, details: { parameter: 'To' } });
  });

  it('tells all of it in a dry run: parts, sender, routing, and who has the customer', async () => {
    const To = outbound.newCustomer();
    const before = await outbound.rows();
    const { status, body } = await outbound.dryRun({ To, Body: 'ä€漢'.repeat(100) });
    expect(status).toBe(200);
    expect(body.ok).toBe(true);
    const details = (check: string) => body.checks.find((one: Json) => one.check === check);
    expect(details('segments')).toMatchObject({
      verdict: 'warn',
      details: { encoding: 'UCS-2', segments: 5, characters: 300 },
    });
    expect(details('routing').details).toMatchObject({ workflow_sid: outbound.world.workflowSid });
    expect(body.checks.map((one: Json) => one.check)).toEqual([
      'to',
      'from',
      'routing',
      'words',
      'segments',
      'opt-out',
      'window',
      'quiet-hours',
      'daily-cap',
      'open-conversation',
    ]);
    expect(await outbound.rows()).toEqual(before);
    const { body: open } = await outbound.call({ To });
    const look = await outbound.dryRun({ To, IfOpen: 'reuse' });
    expect(look.body.checks.at(-1)).toMatchObject({
      verdict: 'warn',
      details: { conversation_sid: open.conversation_sid, task_sid: open.task_sid },
    });
    expect((await outbound.dryRun({ To })).body.checks.at(-1)).toMatchObject({
      verdict: 'refuse',
      code: 50416,
    });
  });

  it('keeps to the sender the customer knows, and lets a messaging service choose', async () => {
    const service = await outbound.client.messaging.v1.services.create({ friendlyName: 'Pool' });
    const [number] = await outbound.client.incomingPhoneNumbers.list({ phoneNumber: OTHER_CENTRE });
    await outbound.client.messaging.v1
      .services(service.sid)
      .phoneNumbers.create({ phoneNumberSid: number!.sid });
    const chosen = await outbound.dryRun({ From: '', MessagingServiceSid: service.sid });
    expect(chosen.body.checks.find((one: Json) => one.check === 'from').details.from).toBe(OTHER_CENTRE);
    const To = outbound.newCustomer();
    await outbound.client.messages.create({ to: To, from: CENTRE, body: 'Hello' });
    await outbound.settled();
    const sticky = { To, From: '', SenderPolicy: 'sticky', MessagingServiceSid: service.sid };
    const { status, body } = await outbound.call(sticky);
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body.from).toBe(CENTRE);
  });
});
