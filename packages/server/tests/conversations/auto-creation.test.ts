// A customer writes to an address that opens conversations: what comes into being, where, and when nothing does.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { answerFrom } from '../support/handset.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { type Desk, freshNumber, openDesk } from './conversation-fixture.ts';

const FLOW = `FW${'2'.repeat(32)}`;

describe.each(databases())('auto-created conversations on $name', ({ create }) => {
  let server: TestServer;
  let receiver: Receiver;
  let dispose: () => Promise<void>;

  /** An account with a number that is configured like this, and a customer. */
  const scene = async (
    settings: object = { 'autoCreation.enabled': true, 'autoCreation.type': 'default' },
  ) => {
    const desk = await openDesk(server);
    const number = await desk.number();
    const configuration = await desk.v1.addressConfigurations.create({
      type: 'sms',
      address: number,
      ...settings,
    });
    const customer = freshNumber();
    const write = async (body: string, from = customer, to = number) => {
      await answerFrom({ ...server, account: desk.account }, from, to, body);
      await server.settled();
    };
    return { ...desk, desk, number, configuration, customer, write };
  };
  const bodiesIn = async ({ v1 }: Desk, sid: string) =>
    (await v1.conversations(sid).messages.list()).map(({ body }) => body);

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await receiver.close();
    await server.stop();
    await dispose();
  });

  it('opens a conversation with the customer and what he wrote, and says the next text there too', async () => {
    const { v1, desk, number, customer, write } = await scene();
    await write('Hello?');
    await write('Anybody?');
    const [conversation, ...others] = await v1.conversations.list();
    expect(others).toEqual([]);
    expect(conversation).toMatchObject({ state: 'active', friendlyName: null, uniqueName: null });
    const [participant, ...more] = await v1.conversations(conversation!.sid).participants.list();
    expect(more).toEqual([]);
    expect(participant).toMatchObject({
      identity: null,
      messagingBinding: { type: 'sms', address: customer, proxy_address: number },
    });
    expect(await bodiesIn(desk, conversation!.sid)).toEqual(['Hello?', 'Anybody?']);
    const [message] = await v1.conversations(conversation!.sid).messages.list();
    expect(message).toMatchObject({ author: customer, index: 0, participantSid: participant!.sid });
  });

  it('opens one conversation for each customer', async () => {
    const { v1, write } = await scene();
    await write('one');
    await write('two', freshNumber());
    expect(await v1.conversations.list()).toHaveLength(2);
  });

  it('opens one conversation for many first texts at once and loses none of them', async () => {
    const { v1, desk, account, customer, number } = await scene();
    const bodies = Array.from({ length: 20 }, (_, at) => `text ${at}`);
    const sender = { ...server, account };
    await Promise.all(bodies.map((body) => answerFrom(sender, customer, number, body)));
    await server.settled();
    const conversations = await v1.conversations.list();
    expect(conversations).toHaveLength(1);
    expect((await bodiesIn(desk, conversations[0]!.sid)).toSorted()).toEqual(bodies.toSorted());
  });

  it('opens a new conversation after the old one was closed', async () => {
    const { v1, desk, write } = await scene();
    await write('first');
    const [old] = await v1.conversations.list();
    await v1.conversations(old!.sid).update({ state: 'closed' });
    await write('second');
    const open = await v1.conversations.list({ state: 'active' });
    expect(open).toHaveLength(1);
    expect(await bodiesIn(desk, open[0]!.sid)).toEqual(['second']);
    expect(await bodiesIn(desk, old!.sid)).toEqual(['first']);
  });

  it('opens it in the service that is configured, with the timers of the account', async () => {
    const desk = await openDesk(server);
    const service = await desk.v1.services.create({ friendlyName: 'Phones' });
    await desk.v1.configuration().update({ defaultClosedTimer: 'PT10M' });
    const address = await desk.number();
    await desk.v1.addressConfigurations.create({
      type: 'sms',
      address,
      'autoCreation.enabled': true,
      'autoCreation.type': 'default',
      'autoCreation.conversationServiceSid': service.sid,
    });
    await answerFrom({ ...server, account: desk.account }, freshNumber(), address, 'Hello');
    await server.settled();
    expect(await desk.v1.conversations.list()).toEqual([]);
    const [conversation] = await desk.v1.services(service.sid).conversations.list();
    expect(conversation!.timers).toHaveProperty('date_closed');
    expect(await desk.v1.conversations.list()).toEqual([]);
  });

  it('gives it the webhook, which hears of the first message', async () => {
    const { v1, account, customer, write } = await scene({
      'autoCreation.enabled': true,
      'autoCreation.type': 'webhook',
      'autoCreation.webhookUrl': receiver.url,
      'autoCreation.webhookFilters': ['onMessageAdded'],
    });
    const before = receiver.requests.length;
    await write('Hello?');
    const [conversation] = await v1.conversations.list();
    const [webhook] = await v1.conversations(conversation!.sid).webhooks.list();
    expect(webhook).toMatchObject({
      target: 'webhook',
      configuration: { url: receiver.url, method: 'post', filters: ['onMessageAdded'] },
    });
    expect(receiver.requests.slice(before).map(({ form }) => form)).toEqual([expect.anything()]);
    expect(receiver.requests[before]!.form).toMatchObject({
      AccountSid: account.sid,
      EventType: 'onMessageAdded',
      ConversationSid: conversation!.sid,
      Body: 'Hello?',
      Author: customer,
      Source: 'SMS',
    });
  });

  it('gives it the Studio flow', async () => {
    const { v1, write } = await scene({
      'autoCreation.enabled': true,
      'autoCreation.type': 'studio',
      'autoCreation.studioFlowSid': FLOW,
      'autoCreation.studioRetryCount': 2,
    });
    await write('Hello?');
    const [conversation] = await v1.conversations.list();
    const [webhook] = await v1.conversations(conversation!.sid).webhooks.list();
    expect(webhook).toMatchObject({ target: 'studio', configuration: { flow_sid: FLOW } });
  });

  it('opens nothing while it is not enabled, or for another address, and leaves the text to the number', async () => {
    const { v1, client, desk, number, configuration, customer, write } = await scene();
    const other = await desk.number();
    const [owned] = await client.incomingPhoneNumbers.list({ phoneNumber: other });
    await client.incomingPhoneNumbers(owned!.sid).update({ smsUrl: receiver.url });
    await write('to the other number', customer, other);
    await v1.addressConfigurations(configuration.sid).update({ 'autoCreation.enabled': false });
    await write('while it is off');
    expect(await v1.conversations.list()).toEqual([]);
    expect(receiver.requests.at(-1)!.form).toMatchObject({ To: other, Body: 'to the other number' });
    await v1.addressConfigurations(configuration.sid).update({ 'autoCreation.enabled': true });
    await write('now', customer, number);
    expect(await v1.conversations.list()).toHaveLength(1);
  });

  it('leaves the text to the number when its service is gone', async () => {
    const desk = await openDesk(server);
    const service = await desk.v1.services.create({ friendlyName: 'Short-lived' });
    const address = await desk.number();
    await desk.v1.addressConfigurations.create({
      type: 'sms',
      address,
      'autoCreation.enabled': true,
      'autoCreation.type': 'default',
      'autoCreation.conversationServiceSid': service.sid,
    });
    await desk.v1.services(service.sid).remove();
    await answerFrom({ ...server, account: desk.account }, freshNumber(), address, 'Hello');
    await server.settled();
    const [text] = await desk.client.messages.list({ to: address });
    expect(text).toMatchObject({ body: 'Hello', direction: 'inbound' });
    expect(await desk.v1.conversations.list()).toEqual([]);
  });

  it('obeys STOP instead of opening a conversation', async () => {
    const { v1, write } = await scene();
    await write('STOP');
    expect(await v1.conversations.list()).toEqual([]);
  });

  it('is asked after an open conversation that somebody else made for the pair', async () => {
    const { v1, desk, number, customer, write } = await scene();
    const conversation = await v1.conversations.create({ friendlyName: 'By hand' });
    await v1.conversations(conversation.sid).participants.create({
      'messagingBinding.address': customer,
      'messagingBinding.proxyAddress': number,
    });
    await write('Hello again');
    expect(await v1.conversations.list()).toHaveLength(1);
    expect(await bodiesIn(desk, conversation.sid)).toEqual(['Hello again']);
  });

  it('is asked before the Flex Flow of the number', async () => {
    const { v1, client, number, write } = await scene();
    const { defaultChatServiceSid } = await v1.configuration().fetch();
    await client.flexApi.v1.flexFlow.create({
      friendlyName: 'Texts',
      chatServiceSid: defaultChatServiceSid,
      channelType: 'sms',
      contactIdentity: number,
      enabled: true,
      integrationType: 'external',
      'integration.url': 'https://example.com/flow',
    });
    await write('Hello?');
    expect(await v1.conversations.list()).toHaveLength(1);
    expect(await client.flexApi.v1.channel.list()).toEqual([]);
  });
});
