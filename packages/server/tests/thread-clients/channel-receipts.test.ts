// Channels of Flex whose messages Proxy carries to a phone, as browser clients see them: what became of each text.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textsOfChannels } from '#products/flex/texts-of-channels.ts';
import { moveReceipts } from '#threads/carriage/move-receipts.ts';
import { databases } from '../support/databases.ts';
import { answerFrom } from '../support/handset.ts';
import { generation } from './generations.ts';
import type { LiveThread } from './live-client.ts';
import { type ClientDesk, openDesk } from './sdk-fixture.ts';

const CENTRE = '+14155550101';
const ALL = { total: 1, sent: 'all', delivered: 'all', read: 'none', failed: 'none', undelivered: 'none' };

describe.each(databases())('texts of Flex channels on $name', ({ create }) => {
  let desk: ClientDesk;
  let flexFlowSid: string;
  let proxySid: string;
  let customers = 0;

  beforeAll(async () => {
    desk = await openDesk(create);
    const { sid } = await desk.rest.incomingPhoneNumbers.create({ phoneNumber: CENTRE });
    const proxies = desk.rest.proxy.v1.services;
    proxySid = (await proxies.create({ uniqueName: 'Flex Proxy', chatInstanceSid: desk.serviceSid })).sid;
    await proxies(proxySid).phoneNumbers.create({ sid });
    const flow = await desk.rest.flexApi.v1.flexFlow.create({
      friendlyName: 'Texts',
      chatServiceSid: desk.serviceSid,
      channelType: 'sms',
      contactIdentity: CENTRE,
      integrationType: 'external',
      'integration.url': 'https://example.com/flow',
      longLived: true,
    });
    flexFlowSid = flow.sid;
  });
  afterAll(() => desk.close());

  const proxy = () => desk.rest.proxy.v1.services(proxySid);
  const handset = async (path: string, body: object) => {
    const answer = await fetch(`${desk.server.url}/handset/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: desk.server.account.sid, ...body }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    await desk.server.settled();
  };
  const openSession = async (channelSid: string, phone: string) => {
    const { sid } = await proxy().sessions.create({
      uniqueName: `${channelSid}.${Math.random()}`,
      mode: 'message-only',
      participants: [
        { Identifier: phone, ProxyIdentifier: CENTRE },
        { Identifier: channelSid, ProxyIdentifier: CENTRE },
      ] as never,
    });
    return proxy().sessions(sid);
  };
  /** A channel to a customer with a phone, its session, and an agent's client that has it open. */
  const openChannel = async (module = '@twilio/conversations') => {
    customers += 1;
    const phone = `+1415555${6000 + customers}`;
    await handset('phones', { address: phone });
    const { sid } = await desk.rest.flexApi.v1.channel.create({
      flexFlowSid,
      identity: `sms_${customers}`,
      target: phone,
      chatFriendlyName: 'Chat',
      chatUserFriendlyName: 'Jane',
    });
    const session = await openSession(sid, phone);
    const agent = await desk.connect(`agent ${customers}`, { generation: generation(module) });
    const joined = agent.until('threadJoined', ({ raw }) => raw.sid === sid);
    const channel = desk.service.channels(sid);
    await channel.members.create({ identity: agent.identity });
    await joined;
    const thread = await agent.thread(sid);
    await thread.messages();
    const customer = (await channel.members.list()).find(({ identity }) => identity === `sms_${customers}`)!;
    return { phone, sid, session, agent, channel, thread, customer };
  };
  /** The message once nothing more becomes of it, and the only receipt it has. */
  const outcome = async (thread: LiveThread, index: number) => {
    await desk.server.settled();
    const { raw } = await thread.message(index);
    const [receipt, ...more] = await raw.getDetailedDeliveryReceipts();
    expect(more).toEqual([]);
    return { raw, receipt };
  };

  it('have the receipts of texts in conversations: heard of, summed up, and of the customer', async () => {
    const { phone, sid, session, agent, thread, customer } = await openChannel();
    // Otherwise it may have been delivered before the client is shown it.
    await handset('behaviour', { address: phone, behaviour: 'off' });
    const shown = agent.until('messageAdded');
    const index = await thread.send('Hello customer');
    await shown;
    const told = agent.until(
      'messageUpdated',
      ({ raw }) => raw.aggregatedDeliveryReceipt?.delivered === 'all',
    );
    await handset('behaviour', { address: phone, behaviour: 'normal' });
    const { raw, reasons } = await told;
    expect(reasons).toContain('deliveryReceipt');
    const { receipt } = await outcome(thread, index);
    expect(raw.aggregatedDeliveryReceipt).toMatchObject(ALL);
    const [interaction] = await session.interactions.list();
    expect(receipt).toMatchObject({
      messageSid: raw.sid,
      conversationSid: sid,
      participantSid: customer.sid,
      channelMessageSid: interaction!.outboundResourceSid,
      status: 'delivered',
      errorCode: 0,
    });
    expect(interaction).toMatchObject({ inboundResourceSid: raw.sid, outboundResourceStatus: 'delivered' });
    const conversation = desk.rest.conversations.v1.services(desk.serviceSid).conversations(sid);
    expect((await conversation.messages(raw.sid).fetch()).delivery).toEqual(ALL);
    expect(await conversation.messages(raw.sid).deliveryReceipts.list()).toMatchObject([
      { sid: receipt.sid },
    ]);
  });

  it('say why they failed, at the carrier and at the send, and have a fresh receipt when said again', async () => {
    const { phone, thread, session } = await openChannel();
    await handset('behaviour', { address: phone, behaviour: 'fail', errorCode: 30_003 });
    const lost = await outcome(thread, await thread.send('Are you there?'));
    expect(lost.raw.aggregatedDeliveryReceipt).toMatchObject({
      total: 1,
      delivered: 'none',
      undelivered: 'all',
    });
    expect(lost.receipt).toMatchObject({ status: 'undelivered', errorCode: 30_003 });

    await handset('behaviour', { address: phone, behaviour: 'normal' });
    const again = await outcome(thread, await thread.send('Are you there?'));
    expect(again.raw.aggregatedDeliveryReceipt).toMatchObject(ALL);
    expect(again.receipt.channelMessageSid).not.toBe(lost.receipt.channelMessageSid);
    expect((await outcome(thread, lost.raw.index)).receipt.status).toBe('undelivered');

    await answerFrom(desk.server, phone, CENTRE, 'STOP');
    await desk.server.settled();
    const refused = await outcome(thread, await thread.send('Come back'));
    expect(refused.raw.aggregatedDeliveryReceipt).toMatchObject({ total: 1, sent: 'none', failed: 'all' });
    expect(refused.receipt).toMatchObject({ status: 'failed', errorCode: 21_610 });
    const statuses = (await session.interactions.list()).map((row) => row.outboundResourceStatus);
    expect(statuses).toEqual(['undelivered', 'delivered', 'failed']);
  });

  it('are followed beyond the end of their session, and through the next one of the channel', async () => {
    const { phone, sid, thread, session } = await openChannel();
    await handset('behaviour', { address: phone, behaviour: 'off' });
    const index = await thread.send('Still on its way');
    expect((await outcome(thread, index)).receipt.status).toBe('sent');
    await session.update({ status: 'closed' });
    const unsent = await thread.send('Nobody carries this');
    await handset('behaviour', { address: phone, behaviour: 'normal' });
    expect((await outcome(thread, index)).receipt.status).toBe('delivered');
    const alone = await outcome(thread, unsent);
    expect([alone.raw.aggregatedDeliveryReceipt, alone.receipt]).toEqual([null, undefined]);

    const next = await openSession(sid, phone);
    const later = await outcome(thread, await thread.send('Me again'));
    expect(later.raw.aggregatedDeliveryReceipt).toMatchObject(ALL);
    // What is told of a text whose interaction is gone counts as much.
    await handset('behaviour', { address: phone, behaviour: 'off' });
    const last = await thread.send('The last one');
    expect((await outcome(thread, last)).receipt.status).toBe('sent');
    await next.remove();
    await handset('behaviour', { address: phone, behaviour: 'normal' });
    expect((await outcome(thread, last)).receipt.status).toBe('delivered');
  });

  it('take their receipts along when the message is removed, whatever a carrier says later', async () => {
    const { phone, thread, channel } = await openChannel();
    await handset('behaviour', { address: phone, behaviour: 'off' });
    const { raw } = await outcome(thread, await thread.send('Taken back'));
    await channel.messages(raw.sid).remove();
    await handset('behaviour', { address: phone, behaviour: 'normal' });
    const { read } = desk.server.context.database;
    expect(
      await read.selectFrom('receipts').select('sid').where('message_sid', '=', raw.sid).execute(),
    ).toEqual([]);
    const told = await read
      .selectFrom('events')
      .select('data')
      .where('subject_sid', '=', raw.sid)
      .where('type', '=', 'message.delivery')
      .execute();
    expect(told.map(({ data }) => JSON.parse(data).status)).toEqual(['sent']);
  });

  it('take one statement to read and one to write, also where eight are reported at once', async () => {
    const { phone, thread } = await openChannel();
    await handset('behaviour', { address: phone, behaviour: 'off' });
    for (let number = 0; number < 8; number += 1) await thread.send(`${number}`);
    await desk.server.settled();
    const { database } = desk.server.context;
    const sent = await database.read
      .selectFrom('receipts')
      .select('channel_message_sid as sid')
      .where('thread_sid', '=', thread.sid)
      .execute();
    const reports = sent.map(({ sid }) => ({
      channelMessageSid: sid,
      status: 'delivered' as const,
      errorCode: 0,
    }));
    const statements = await database.transaction(async (tx) => {
      const before = database.statementCount();
      await moveReceipts(tx, reports, textsOfChannels);
      return database.statementCount() - before;
    });
    expect([reports.length, statements]).toEqual([8, 2]);
  });

  it.each(['twilio-chat', 'twilio-chat3'])(
    'look to %s as ever: nothing new is shown or heard',
    async (sdk) => {
      const { thread, agent, channel } = await openChannel(sdk);
      const heard = agent.heard(['messageUpdated']);
      const index = await thread.send('Hello customer');
      await desk.server.settled();
      const { raw } = await thread.message(index);
      const shown = (await channel.messages(raw.sid).fetch()).toJSON();
      expect(Object.keys(shown).filter((name) => /deliver|receipt|status/i.test(name))).toEqual([]);
      expect(shown.dateUpdated).toEqual(shown.dateCreated);
      const changed = agent.until('messageUpdated');
      await channel.messages(raw.sid).update({ attributes: '{"noted":true}' });
      await changed;
      expect(heard.map(({ raw: { sid, attributes } }) => [sid, attributes])).toEqual([
        [raw.sid, { noted: true }],
      ]);
    },
  );
});
