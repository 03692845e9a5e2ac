// Messages made from templates: what leaves on each channel, and what a template that cannot be sent is answered with.
import { beforeEach, describe, expect, it } from 'vitest';
import { sendMessage } from '#delivery/delivery.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import {
  addSender,
  arrivedOn,
  freshNumber,
  json,
  makeTemplate,
  type Office,
  openOffice,
  refusalOf,
  writeFrom,
} from './content-fixture.ts';

describe.each(databases())('messages made from templates on $name', ({ create }) => {
  let server: TestServer;
  let office: Office;
  let from: string;
  let to: string;

  useServer(create, (started) => {
    server = started;
  });
  beforeEach(async () => {
    office = await openOffice(server);
    to = freshNumber();
    from = freshNumber();
    await office.client.incomingPhoneNumbers.create({ phoneNumber: from });
  });

  const send = (contentSid: string, variables?: unknown) =>
    office.client.messages.create({
      from,
      to,
      contentSid,
      ...(variables === undefined ? {} : { contentVariables: JSON.stringify(variables) }),
    });

  it('say what their template says, with the values given and the samples for the others', async () => {
    const sid = await makeTemplate(office, '{{1}}: order {{order}} of {{1}}', { 1: 'Anna', order: '4711' });
    const made = await send(sid, { order: 12 });
    expect(made.body).toBe('Anna: order 12 of Anna');
    await send(sid, { 1: 'Ben {{order}}', unknown: 'ignored' });
    expect(await arrivedOn(office, to, from)).toEqual([
      'Anna: order 12 of Anna',
      'Ben {{order}}: order 4711 of Ben {{order}}',
    ]);
  });

  it('take the place of a body, and are counted as the segments they leave in', async () => {
    const sid = await makeTemplate(office, `{{1}}${'x'.repeat(150)}`, { 1: 'a' });
    const made = await office.client.messages.create({
      from,
      to,
      body: 'not this',
      contentSid: sid,
      contentVariables: JSON.stringify({ 1: 'y'.repeat(20) }),
    });
    expect(made).toMatchObject({ body: `${'y'.repeat(20)}${'x'.repeat(150)}`, numSegments: '2' });
  });

  it('carry the files of their template', async () => {
    const { body } = await json(office, 'POST', '/content/v1/Content', {
      language: 'en',
      types: { 'twilio/media': { body: 'Your {{what}}', media: ['https://example.com/{{what}}.pdf'] } },
    });
    const made = await send(body.sid, { what: 'ticket' });
    expect(made).toMatchObject({ body: 'Your ticket', numMedia: '1', sid: expect.stringMatching(/^MM/) });
    const row = await server.context.database.read
      .selectFrom('carrier_messages')
      .select(['media_urls', 'content_sid', 'content_variables'])
      .where('sid', '=', made.sid)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({
      media_urls: '["https://example.com/ticket.pdf"]',
      content_sid: body.sid,
      content_variables: '{"what":"ticket"}',
    });
  });

  it('are the richest type the channel shows', async () => {
    const { body: template } = await json(office, 'POST', '/content/v1/Content', {
      language: 'en',
      types: {
        'twilio/text': { body: 'plain' },
        'twilio/quick-reply': { body: 'rich', actions: [{ title: 'Yes' }] },
        'twilio/list-picker': { body: 'richer', button: 'Choose', items: [{ id: 'a', item: 'A' }] },
      },
    });
    await send(template.sid);
    expect(await arrivedOn(office, to, from)).toEqual(['plain']);
    for (const [channel, words] of [
      ['whatsapp', 'richer'],
      ['messenger', 'rich'],
    ] as const) {
      const ours = await addSender(office, `${channel}:${freshNumber()}`);
      const customer = `${channel}:${freshNumber()}`;
      await writeFrom(office, customer, ours, 'Hello?');
      await office.client.messages.create({ from: ours, to: customer, contentSid: template.sid });
      expect(await arrivedOn(office, customer, ours), channel).toEqual([words]);
    }
  });

  it('are refused with the code of what is wrong, and nothing is written', async () => {
    const sid = await makeTemplate(office, 'Hello {{1}}', { 1: 'you' });
    const stranger = await openOffice(server);
    const foreign = await makeTemplate(stranger, 'secret');
    const with1 = (value: unknown) => send(sid, { 1: value });
    const variables = (contentVariables: string) =>
      office.client.messages.create({ from, to, contentSid: sid, contentVariables });
    for (const [code, sent] of [
      [21654, () => office.client.messages.create({ from, to, body: 'x', contentVariables: '{"1":"a"}' })],
      [21655, () => send(`HX${'0'.repeat(32)}`)],
      [21655, () => send('HX1')],
      [21655, () => send(foreign)],
      [21656, () => variables('not json')],
      [21656, () => variables('["a"]')],
      [21656, () => variables('"a"')],
      [21656, () => variables('{"1":"a"')],
      [21656, () => with1('')],
      [21656, () => with1(null)],
      [21656, () => with1({ a: 1 })],
      [21656, () => with1('two\nlines')],
      [21656, () => with1('five     spaces')],
      [21658, () => with1('x'.repeat(1_601))],
      [21617, () => with1('x'.repeat(1_600))],
    ] as const) {
      expect(await refusalOf(sent()), String(code)).toEqual({ code, status: 400 });
    }
    expect(await office.client.messages.list()).toEqual([]);
  });

  it('fail when a variable has neither a value nor a sample', async () => {
    const sid = await makeTemplate(office, 'Hello {{1}}');
    const made = await send(sid);
    expect([made.status, made.errorCode]).toEqual(['failed', 63028]);
    expect((await send(sid, { 1: 'Anna' })).body).toBe('Hello Anna');
    expect(await arrivedOn(office, to, from)).toEqual(['Hello Anna']);
  });

  it('leave as they were made, whatever becomes of the template afterwards', async () => {
    const { conversations } = office.client.conversations.v1;
    const one = conversations((await conversations.create()).sid);
    await one.participants.create({ 'messagingBinding.address': to, 'messagingBinding.proxyAddress': from });
    const sid = await makeTemplate(office, 'Hello {{1}}', { 1: 'you' });
    await one.messages.create({ author: 'agent', contentSid: sid });
    await server.settled();
    await json(office, 'DELETE', `/content/v1/Content/${sid}`);
    expect(await refusalOf(one.messages.create({ author: 'agent', contentSid: sid }))).toEqual({
      code: 50526,
      status: 400,
    });
    expect(await one.messages.list()).toHaveLength(1);
    expect(await arrivedOn(office, to, from)).toEqual(['Hello you']);
  });

  it('fail when their template was removed before they were made out', async () => {
    const message = {
      accountSid: office.account.sid,
      from,
      to,
      body: null,
      direction: 'outbound-api',
    } as const;
    const contentSid = `HX${'0'.repeat(32)}`;
    const row = await server.context.database.transaction((tx) =>
      sendMessage(tx, { ...message, contentSid }),
    );
    expect(row).toMatchObject({ status: 'failed', error_code: 63027 });
  });
});
