// Between conversations and phones: who hears what, what becomes of it, and where an answer arrives.
import { beforeEach, describe, expect, it } from 'vitest';
import { type InboundHandler, receiveMessage } from '#delivery/delivery.ts';
import { openConversation, receiveByBinding, requireService } from '#threads/threads.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { type Desk, freshNumber, openDesk } from './conversation-fixture.ts';

describe.each(databases())('conversations and phones on $name', ({ create }) => {
  let server: TestServer;
  let desk: Desk;
  let own: string;

  useServer(create, (started) => {
    server = started;
  });
  beforeEach(async () => {
    desk = await openDesk(server);
    own = await desk.number();
  });

  const asked = async (path: string, body?: unknown) => {
    const answer = await fetch(`${server.url}/handset/api/${path}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return (await answer.json()) as { messages: { body: string; direction: string }[] };
  };
  const textsOn = async (phone: string, contact = own) => {
    await server.settled();
    const query = new URLSearchParams({ account: desk.account.sid, phone, contact, limit: '200' });
    const { messages } = await asked(`messages?${query}`);
    return messages.filter(({ direction }) => direction === 'incoming').map(({ body }) => body);
  };
  const writeFrom = async (phone: string, body: string, contact = own) => {
    await asked('messages', { account: desk.account.sid, phone, contact, body });
    await server.settled();
  };
  const breakPhone = async (address: string, errorCode: number) => {
    await asked('phones', { account: desk.account.sid, address });
    await asked('behaviour', { account: desk.account.sid, address, behaviour: 'fail', errorCode });
  };

  /** A conversation of an agent with customers, each at an address of ours. */
  const conversationWith = async (...customers: string[]) => {
    const { sid } = await desk.v1.conversations.create({ state: 'active', 'timers.inactive': 'PT10M' });
    const one = desk.v1.conversations(sid);
    await one.participants.create({ identity: 'agent' });
    const participants = [];
    for (const address of customers) {
      participants.push(
        await one.participants.create({
          'messagingBinding.address': address,
          'messagingBinding.proxyAddress': own,
        }),
      );
    }
    return { sid, one, participants };
  };

  it('sends what is said to every messaging participant except its author', async () => {
    const [anna, ben] = [freshNumber(), freshNumber()];
    const { one } = await conversationWith(anna, ben);
    await one.messages.create({ author: 'agent', body: 'Hello both' });
    await one.messages.create({ author: anna, body: 'written for Anna' });
    expect(await textsOn(anna)).toEqual(['Hello both']);
    expect(await textsOn(ben)).toEqual(['Hello both', 'written for Anna']);
  });

  it('brings an answer to the conversation of its pair, as said by the participant, and to the others in it', async () => {
    const [anna, ben] = [freshNumber(), freshNumber()];
    const { one, participants } = await conversationWith(anna, ben);
    await writeFrom(anna, 'Where is my order?');
    const [said] = await one.messages.list();
    expect(said).toMatchObject({
      author: anna,
      body: 'Where is my order?',
      participantSid: participants[0]!.sid,
    });
    expect(await textsOn(ben)).toEqual(['Where is my order?']);
    expect(await textsOn(anna)).toEqual([]);
    const event = await server.context.database.read
      .selectFrom('events')
      .select('data')
      .where('subject_sid', '=', said!.sid)
      .where('type', '=', 'message.added')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(event.data)).toMatchObject({
      origin: { source: 'SMS', clientIdentity: null, isHooked: true },
      inboundMessageSid: expect.stringMatching(/^SM/),
    });
  });

  it('keeps pairs of one customer with different addresses of ours apart', async () => {
    const anna = freshNumber();
    const second = await desk.number();
    const first = await conversationWith(anna);
    const { sid } = await desk.v1.conversations.create();
    const other = desk.v1.conversations(sid);
    await other.participants.create({
      'messagingBinding.address': anna,
      'messagingBinding.proxyAddress': second,
    });
    await writeFrom(anna, 'to the first');
    await writeFrom(anna, 'to the second', second);
    expect((await first.one.messages.list()).map(({ body }) => body)).toEqual(['to the first']);
    expect((await other.messages.list()).map(({ body }) => body)).toEqual(['to the second']);
  });

  it('wakes an inactive conversation, and leaves the answer to a closed one to whoever is next', async () => {
    const anna = freshNumber();
    const { one } = await conversationWith(anna);
    await server.advance(600_000);
    expect((await one.fetch()).state).toBe('inactive');
    await writeFrom(anna, 'still there?');
    expect((await one.fetch()).state).toBe('active');
    await one.update({ state: 'closed' });
    await writeFrom(anna, 'hello?');
    expect((await one.messages.list()).map(({ body }) => body)).toEqual(['still there?']);
    const texts = await server.context.database.read
      .selectFrom('carrier_messages')
      .select(['body', 'is_taken'])
      .where('account_sid', '=', desk.account.sid)
      .where('direction', '=', 'inbound')
      .orderBy('sid')
      .execute();
    expect(texts).toEqual([
      { body: 'still there?', is_taken: 1 },
      { body: 'hello?', is_taken: 0 },
    ]);
  });

  it('shows what became of a message in its receipts and sums them up', async () => {
    const [anna, ben] = [freshNumber(), freshNumber()];
    await breakPhone(ben, 30_006);
    const { one, participants } = await conversationWith(anna, ben);
    const { sid } = await one.messages.create({ author: 'agent', body: 'Hello' });
    await server.settled();
    const { delivery } = await one.messages(sid).fetch();
    expect(delivery).toEqual({
      total: 2,
      sent: 'all',
      delivered: 'some',
      read: 'none',
      failed: 'none',
      undelivered: 'some',
    });
    const receipts = await one.messages(sid).deliveryReceipts.list();
    const byParticipant = new Map(receipts.map((receipt) => [receipt.participantSid, receipt]));
    expect(byParticipant.get(participants[0]!.sid)).toMatchObject({ status: 'delivered', errorCode: 0 });
    const failed = byParticipant.get(participants[1]!.sid)!;
    expect(failed).toMatchObject({ status: 'undelivered', errorCode: 30_006 });
    expect((await one.messages(sid).deliveryReceipts(failed.sid).fetch()).messageSid).toBe(sid);
    expect((await desk.client.messages(failed.channelMessageSid).fetch()).to).toBe(ben);
    expect((await one.messages.list())[0]!.delivery).toEqual(delivery);
  });

  it('tells of each step of a receipt with the sums at that moment', async () => {
    const anna = freshNumber();
    const { one } = await conversationWith(anna);
    const { sid } = await one.messages.create({ author: 'agent', body: 'Hello' });
    await server.settled();
    const events = await server.context.database.read
      .selectFrom('events')
      .select('data')
      .where('subject_sid', '=', sid)
      .where('type', '=', 'message.delivery')
      .orderBy('id')
      .execute();
    const steps = events.map(({ data }) => JSON.parse(data));
    expect(steps.at(-1)).toMatchObject({
      status: 'delivered',
      delivery: { total: 1, sent: 1, delivered: 1 },
    });
    expect(steps.at(-1)).toMatchObject({ origin: { isHooked: true }, channelMessageSid: expect.any(String) });
  });

  it('keeps a message the carrier cannot take and says why in its receipt', async () => {
    const anna = freshNumber();
    const { one } = await conversationWith(anna);
    const long = await one.messages.create({ author: 'agent', body: 'x'.repeat(1_601) });
    await server.settled();
    const [receipt] = await one.messages(long.sid).deliveryReceipts.list();
    expect(receipt).toMatchObject({ status: 'failed', errorCode: 21_617 });
    expect((await one.messages(long.sid).fetch()).delivery).toMatchObject({
      total: 1,
      failed: 'all',
      sent: 'none',
    });
    expect(await textsOn(anna)).toEqual([]);
  });

  it('respects that somebody unsubscribed: the message is kept, its receipt says 21610', async () => {
    const anna = freshNumber();
    const { one } = await conversationWith(anna);
    await writeFrom(anna, 'STOP');
    // The word itself is not said there; a notice of it is.
    expect((await one.messages.list()).map(({ author }) => author)).toEqual(['system']);
    const { sid } = await one.messages.create({ author: 'agent', body: 'Please stay' });
    await server.settled();
    expect((await one.messages(sid).deliveryReceipts.list())[0]).toMatchObject({
      status: 'failed',
      errorCode: 21_610,
    });
  });

  it('does not send what was said before somebody came, nor what was removed, nor words without text', async () => {
    const [anna, ben] = [freshNumber(), freshNumber()];
    const { one } = await conversationWith(anna);
    await one.messages.create({ author: 'agent', body: 'before' });
    await one.messages.create({ author: 'agent', attributes: '{"typing":false}' });
    await one.participants.create({ 'messagingBinding.address': ben, 'messagingBinding.proxyAddress': own });
    await one.messages.create({ author: 'agent', body: 'after' });
    expect(await textsOn(ben)).toEqual(['after']);
    expect(await textsOn(anna)).toEqual(['before', 'after']);
  });

  it('carries what was said right before the end', async () => {
    const anna = freshNumber();
    const { one } = await conversationWith(anna);
    await one.messages.create({ author: 'agent', body: 'Goodbye' });
    await one.update({ state: 'closed' });
    expect(await textsOn(anna)).toEqual(['Goodbye']);
  });

  it('sends many messages in their order, however many there are', async () => {
    const anna = freshNumber();
    const { one } = await conversationWith(anna);
    for (let at = 0; at < 30; at += 1) await one.messages.create({ author: 'agent', body: `${at}` });
    expect((await textsOn(anna)).map(Number)).toEqual(Array.from({ length: 30 }, (_, at) => at));
  });

  it('carries a group text from the number that stands for the agent, and its answers back', async () => {
    const [anna, ben] = [freshNumber(), freshNumber()];
    const { sid } = await desk.v1.conversations.create();
    const one = desk.v1.conversations(sid);
    await one.participants.create({ identity: 'agent', 'messagingBinding.projectedAddress': own });
    await one.participants.create({ 'messagingBinding.address': anna });
    await one.participants.create({ 'messagingBinding.address': ben });
    await one.messages.create({ author: 'agent', body: 'Hello group' });
    expect([await textsOn(anna), await textsOn(ben)]).toEqual([['Hello group'], ['Hello group']]);
    await writeFrom(ben, 'Hi Anna');
    expect((await one.messages.list()).map(({ author }) => author)).toEqual(['agent', ben]);
    expect(await textsOn(anna)).toEqual(['Hello group', 'Hi Anna']);
    expect(await textsOn(ben)).toEqual(['Hello group']);
  });

  it('reaches a participant over WhatsApp', async () => {
    const anna = `whatsapp:${freshNumber()}`;
    const { sid } = await desk.v1.conversations.create();
    const one = desk.v1.conversations(sid);
    const ours = `whatsapp:${own}`;
    await one.participants.create({
      'messagingBinding.address': anna,
      'messagingBinding.proxyAddress': ours,
    });
    await writeFrom(anna, 'Hi', ours);
    await one.messages.create({ body: 'Hello' });
    expect(await textsOn(anna, ours)).toEqual(['Hello']);
    expect((await one.messages.list()).map(({ author }) => author)).toEqual([anna, 'system']);
  });

  it('opens one conversation for texts of a new customer that come together, and says all of them there', async () => {
    const anna = freshNumber();
    const { chatServiceSid } = await desk.v1.conversations.create();
    const { database } = server.context;
    const open: InboundHandler = async (tx, message) => {
      const service = await requireService(tx.db, desk.account.sid, chatServiceSid);
      const binding = { kind: 'sms', address: anna, proxyAddress: own, projectedAddress: null } as const;
      await openConversation(tx, service, binding, message);
      return true;
    };
    const texts = Array.from({ length: 12 }, (_, at) => ({
      accountSid: desk.account.sid,
      connector: 'test',
      carrierMessageId: `${anna} ${at}`,
      from: anna,
      to: own,
      body: `${at}`,
    }));
    await Promise.all(
      texts.map((text) =>
        database.transaction((tx) => receiveMessage(tx, text, { handlers: [receiveByBinding, open] })),
      ),
    );
    const found = await desk.v1.participantConversations.list({ address: anna });
    expect(found).toHaveLength(1);
    const said = await desk.v1.conversations(found[0]!.conversationSid).messages.list();
    expect(said.map(({ body }) => Number(body)).sort((a, b) => a - b)).toEqual(texts.map((_, at) => at));
    expect(said.map(({ index }) => index)).toEqual(texts.map((_, at) => at));
    expect(await desk.v1.conversations.list()).toHaveLength(2);
  });
});
