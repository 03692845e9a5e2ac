// Templates in the legacy generation: the channel shows their words, and to the customer they leave as templates.
import { beforeEach, describe, expect, it } from 'vitest';
import { addSender, decide, makeTemplate, type Office } from '../../content/content-fixture.ts';
import { CENTRE } from '../../journey/world.ts';
import { databases } from '../../support/databases.ts';
import { useOutbound } from './outbound-fixture.ts';

const From = `whatsapp:${CENTRE}`;
const MINUTE = 60_000;

describe.each(databases())('templates in the legacy generation on $name', ({ create }) => {
  const outbound = useOutbound(create);
  const office = (): Office => ({
    server: outbound.server,
    account: outbound.server.account,
    client: outbound.client,
  });
  let To: string;
  let contentSid: string;

  beforeEach(async () => {
    To = `whatsapp:${outbound.newCustomer()}`;
    const { client, world } = outbound;
    await addSender(office(), From);
    await client.flexApi.v1.flexFlow.create({
      friendlyName: 'Outbound WhatsApp',
      chatServiceSid: world.chatServiceSid,
      channelType: 'whatsapp',
      contactIdentity: From,
      integrationType: 'task',
      'integration.workspaceSid': world.workspaceSid,
      'integration.workflowSid': world.workflowSid,
      'integration.channel': 'sms',
    });
    contentSid = await makeTemplate(office(), 'Hello {{1}}', { 1: 'you' });
  });

  const call = (change: Record<string, string> = {}) =>
    outbound.call({
      Generation: 'legacy',
      To,
      From,
      Body: '',
      ContentSid: contentSid,
      ContentVariables: '{"1":"Ann"}',
      ...change,
    });
  /** What the connector was given for the customer, in its order. */
  const given = () =>
    outbound.server.context.database.read
      .selectFrom('carrier_messages')
      .select(['body', 'content_sid', 'content_variables', 'status'])
      .where('to_address', '=', To)
      .orderBy('sid')
      .execute();
  const asTemplate = () => ({
    body: 'Hello Ann',
    content_sid: contentSid,
    content_variables: '{"1":"Ann"}',
    status: 'delivered',
  });

  it('leave as templates outside of the window, once they are approved', async () => {
    const before = await outbound.rows();
    expect((await call()).body).toMatchObject({ code: 63016 });
    expect(await outbound.rows()).toEqual(before);
    await decide(office(), contentSid, 'approved');
    const { status, body } = await call();
    expect(status, JSON.stringify(body)).toBe(201);
    expect(await outbound.heard(From, To)).toEqual(['Hello Ann']);
    expect(await given()).toEqual([asTemplate()]);
    const said = await outbound.chat(body.conversation_sid).messages.list();
    expect(said.map(({ sid, body: words }) => [sid, words])).toEqual([[body.message_sid, 'Hello Ann']]);
  });

  it('leave as templates in a conversation that is open, and what agents write there as words', async () => {
    await decide(office(), contentSid, 'approved');
    const { body: first } = await call();
    const { status, body } = await call({ IfOpen: 'append' });
    expect(status, JSON.stringify(body)).toBe(201);
    expect(body).toMatchObject({ outcome: 'appended', conversation_sid: first.conversation_sid });
    await outbound.chat(first.conversation_sid).messages.create({ from: 'agent', body: 'Are you there?' });
    await outbound.settled();
    expect(await given()).toEqual([
      asTemplate(),
      asTemplate(),
      { body: 'Are you there?', content_sid: null, content_variables: null, status: 'failed' },
    ]);
  });

  it('are still templates after somebody was asked whether they may pass', async () => {
    await decide(office(), contentSid, 'approved');
    const proxy = outbound.client.proxy.v1.services(outbound.world.proxyServiceSid);
    await proxy.update({ interceptCallbackUrl: 'http://127.0.0.1:1/may-it-pass' });
    expect((await call()).status).toBe(201);
    await outbound.server.advance(MINUTE);
    expect(await outbound.heard(From, To)).toEqual(['Hello Ann']);
    expect(await given()).toEqual([asTemplate()]);
  });
});
