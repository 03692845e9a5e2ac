// Participants through the official SDK: identities, messaging bindings, and the rules of who can be where.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { type Desk, freshNumber, openDesk, refusalOf, treesOf } from './conversation-fixture.ts';

describe.each(databases())('participants on $name', ({ create }) => {
  let server: TestServer;

  useServer(create, (started) => {
    server = started;
  });

  const newConversation = async ({ v1 }: Desk) => v1.conversations((await v1.conversations.create()).sid);
  const binding = (address: string, proxyAddress: string) => ({
    'messagingBinding.address': address,
    'messagingBinding.proxyAddress': proxyAddress,
  });

  it('adds people by identity and by address, lists, changes and removes them in both trees', async () => {
    const desk = await openDesk(server);
    for (const { tree } of await treesOf(desk)) {
      const made = await tree.conversations.create({ friendlyName: 'Order' });
      const { participants } = tree.conversations(made.sid);
      const anna = await participants.create({ identity: 'anna', attributes: '{"role":"agent"}' });
      expect(anna).toMatchObject({
        identity: 'anna',
        messagingBinding: null,
        attributes: '{"role":"agent"}',
      });
      const [customer, proxy] = [freshNumber(), await desk.number()];
      const ben = await participants.create(binding(customer, proxy));
      expect(ben).toMatchObject({
        identity: null,
        messagingBinding: { type: 'sms', address: customer, proxy_address: proxy },
        attributes: '{}',
      });
      expect((await participants.list()).map(({ sid }) => sid)).toEqual([anna.sid, ben.sid]);
      expect((await tree.conversations(made.sid).participants('anna').fetch()).sid).toBe(anna.sid);
      const one = tree.conversations(made.sid).participants(ben.sid);
      expect((await one.update({ attributes: '{"vip":true}' })).attributes).toBe('{"vip":true}');
      await one.remove();
      expect(await refusalOf(one.fetch())).toMatchObject({ code: 20404 });
    }
  });

  it('is the same list of members in Programmable Chat', async () => {
    const desk = await openDesk(server);
    const made = await desk.v1.conversations.create();
    const channel = desk.client.chat.v2.services(made.chatServiceSid).channels(made.sid);
    const anna = await desk.v1.conversations(made.sid).participants.create({ identity: 'anna' });
    expect((await channel.members('anna').fetch()).sid).toBe(anna.sid);
    expect((await channel.fetch()).membersCount).toBe(1);
    await channel.members.create({ identity: 'ben' });
    const names = (await desk.v1.conversations(made.sid).participants.list()).map(({ identity }) => identity);
    expect(names).toEqual(['anna', 'ben']);
  });

  it('refuses bindings that cannot work, each with its code', async () => {
    const desk = await openDesk(server);
    const other = await openDesk(server);
    const [own, customer, foreign] = [await desk.number(), freshNumber(), await other.number()];
    const { participants } = await newConversation(desk);
    const long = `messenger:${'x'.repeat(250)}`;
    const cases: [Record<string, string>, number][] = [
      [{ identity: 'anna', ...binding(customer, own) }, 50211],
      [binding('5550100', own), 50407],
      [binding(long, own), 50407],
      [binding(customer, 'office'), 50408],
      [binding(own, own), 50409],
      [{}, 50411],
      [{ 'messagingBinding.address': '', 'messagingBinding.proxyAddress': own }, 50411],
      [binding(customer, ''), 50412],
      [{ 'messagingBinding.address': `whatsapp:${customer}` }, 50412],
      [binding(customer, foreign), 50413],
      [{ identity: 'anna', 'messagingBinding.projectedAddress': foreign }, 50413],
      [binding(`whatsapp:${customer}`, own), 50414],
      [binding(customer, `whatsapp:${own}`), 50414],
      [binding(`whatsapp:${customer}`, `whatsapp:${foreign}`), 50415],
      [{ ...binding(customer, own), 'messagingBinding.projectedAddress': own }, 50443],
      [{ identity: 'system' }, 50203],
      [{ identity: 'anna', roleSid: 'RL00000000000000000000000000000000' }, 50100],
      [{ identity: 'anna', attributes: '{' }, 50304],
      [{ identity: 'anna', attributes: JSON.stringify('x'.repeat(4_096)) }, 50303],
    ];
    for (const [options, code] of cases) {
      expect(await refusalOf(participants.create(options)), JSON.stringify(options)).toMatchObject({ code });
    }
    expect(await participants.list()).toEqual([]);
  });

  it('takes WhatsApp and Messenger bindings', async () => {
    const desk = await openDesk(server);
    const { participants } = await newConversation(desk);
    const [own, customer] = [await desk.number(), freshNumber()];
    const whatsapp = await participants.create(binding(`whatsapp:${customer}`, `whatsapp:${own}`));
    expect(whatsapp.messagingBinding).toMatchObject({ type: 'whatsapp', address: `whatsapp:${customer}` });
    const messenger = await participants.create(binding('messenger:4711', 'messenger:page'));
    expect(messenger.messagingBinding).toMatchObject({ type: 'messenger' });
  });

  it('has a pair of addresses in one open conversation only: 50416 names it in the message and in the details', async () => {
    const desk = await openDesk(server);
    const pair = binding(freshNumber(), await desk.number());
    const first = await desk.v1.conversations.create();
    const holder = await desk.v1.conversations(first.sid).participants.create(pair);
    const second = await newConversation(desk);
    const error = await second.participants.create(pair).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 50416,
      status: 409,
      details: {
        conversationSid: first.sid,
        chatServiceSid: first.chatServiceSid,
        participantSid: holder.sid,
      },
    });
    expect(/\bCH[a-zA-Z0-9]{32}\b/.exec((error as Error).message)?.[0]).toBe(first.sid);
    expect(await refusalOf(desk.v1.conversations(first.sid).participants.create(pair))).toMatchObject({
      code: 50416,
    });
    await desk.v1.conversations(first.sid).update({ state: 'inactive' });
    expect(await refusalOf(second.participants.create(pair))).toMatchObject({ code: 50416 });
  });

  it.each(['closing', 'the closed timer', 'removing the participant', 'removing the conversation'])(
    'gives the pair free by %s',
    async (way) => {
      const desk = await openDesk(server);
      const pair = binding(freshNumber(), await desk.number());
      const { sid } = await desk.v1.conversations.create({ state: 'active', 'timers.closed': 'PT10M' });
      const first = desk.v1.conversations(sid);
      const holder = await first.participants.create(pair);
      if (way === 'closing') await first.update({ state: 'closed' });
      else if (way === 'the closed timer') await server.advance(600_000);
      else if (way === 'removing the participant') await first.participants(holder.sid).remove();
      else await first.remove();
      const { participants } = await newConversation(desk);
      expect((await participants.create(pair)).sid).toMatch(/^MB/);
    },
  );

  it('lets one of 100 parallel adds of a pair to different conversations win; the others are told which', async () => {
    const desk = await openDesk(server);
    const pair = binding(freshNumber(), await desk.number());
    const made = await Promise.all(Array.from({ length: 100 }, () => desk.v1.conversations.create()));
    const tries = await Promise.allSettled(
      made.map(({ sid }) => desk.v1.conversations(sid).participants.create(pair)),
    );
    const won = tries.flatMap((entry) => (entry.status === 'fulfilled' ? [entry.value.conversationSid] : []));
    expect(won).toHaveLength(1);
    const refusals = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason] : []));
    expect(refusals).toHaveLength(99);
    for (const { code, message, details } of refusals) {
      expect(code).toBe(50416);
      expect(message).toContain(won[0]);
      expect(details.conversationSid).toBe(won[0]);
    }
    const listed = await desk.v1.participantConversations.list({ address: pair['messagingBinding.address'] });
    expect(listed.map(({ conversationSid }) => conversationSid)).toEqual(won);
  });

  it('never has a pair in two conversations while they close and open around it', async () => {
    const desk = await openDesk(server);
    const pair = binding(freshNumber(), await desk.number());
    const closeAfter = async (sid: string) => {
      const one = desk.v1.conversations(sid);
      const added = await one.participants.create(pair).then(
        () => true,
        () => false,
      );
      await one.update({ state: 'closed' });
      return added;
    };
    const made = await Promise.all(Array.from({ length: 30 }, () => desk.v1.conversations.create()));
    const added = await Promise.all(made.map(({ sid }) => closeAfter(sid)));
    expect(added).toContain(true);
    const open = await server.context.database.read
      .selectFrom('participants')
      .select('sid')
      .where('account_sid', '=', desk.account.sid)
      .where('is_open', '=', 1)
      .execute();
    expect(open).toEqual([]);
    expect((await (await newConversation(desk)).participants.create(pair)).sid).toMatch(/^MB/);
  });

  it('has an identity in a conversation once: 50433, also to those who come together', async () => {
    const desk = await openDesk(server);
    const { participants } = await newConversation(desk);
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => participants.create({ identity: 'anna' })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set([50433]));
  });

  it('has limits: of people (50417), of people with an address (50418), of conversations of a user (50214)', async () => {
    const desk = await openDesk(server);
    const { chatServiceSid, sid } = await desk.v1.conversations.create();
    const own = await desk.number();
    const { participants } = desk.v1.conversations(sid);
    for (let at = 0; at < 50; at += 1) await participants.create(binding(freshNumber(), own));
    expect(await refusalOf(participants.create(binding(freshNumber(), own)))).toMatchObject({ code: 50418 });
    await desk.client.chat.v2
      .services(chatServiceSid)
      .update({ 'limits.channelMembers': 51, 'limits.userChannels': 1 });
    await participants.create({ identity: 'anna' });
    expect(await refusalOf(participants.create({ identity: 'ben' }))).toMatchObject({ code: 50417 });
    const other = await newConversation(desk);
    expect(await refusalOf(other.participants.create({ identity: 'anna' }))).toMatchObject({ code: 50214 });
    expect(await other.participants.list()).toEqual([]);
  });

  it('moves a binding to another address of ours, unless that pair is taken', async () => {
    const desk = await openDesk(server);
    const [customer, first, second] = [freshNumber(), await desk.number(), await desk.number()];
    const one = await newConversation(desk);
    const other = await newConversation(desk);
    const { sid } = await one.participants.create(binding(customer, first));
    const holder = await other.participants.create(binding(customer, second));
    const move = (proxyAddress: string) =>
      one.participants(sid).update({ 'messagingBinding.proxyAddress': proxyAddress });
    expect(await refusalOf(move(second))).toMatchObject({ code: 50416 });
    expect((await one.participants(sid).fetch()).messagingBinding.proxy_address).toBe(first);
    await other.participants(holder.sid).remove();
    expect((await move(second)).messagingBinding).toMatchObject({ address: customer, proxy_address: second });
    expect((await one.participants.list()).map((participant) => participant.sid)).toEqual([sid]);
    const { sid: anna } = await one.participants.create({ identity: 'anna' });
    const change = (options: Record<string, string>) => refusalOf(one.participants(anna).update(options));
    expect(await change({ 'messagingBinding.proxyAddress': first })).toMatchObject({ code: 50441 });
    expect(await change({ 'messagingBinding.proxyAddress': '' })).toMatchObject({ code: 50440 });
    expect(await change({ identity: 'ben' })).toMatchObject({ code: 50444 });
    expect(
      await refusalOf(one.participants(sid).update({ 'messagingBinding.projectedAddress': first })),
    ).toMatchObject({ code: 50443 });
  });

  it('keeps how far somebody has read', async () => {
    const desk = await openDesk(server);
    const one = await newConversation(desk);
    await one.messages.create({ body: 'hi' });
    const { sid } = await one.participants.create({ identity: 'anna' });
    const read = await one.participants(sid).update({ lastReadMessageIndex: 0 });
    expect(read.lastReadMessageIndex).toBe(0);
    expect(Date.parse(read.lastReadTimestamp)).toBe(Math.floor(server.clock.now() / 1_000) * 1_000);
    const later = await one.participants(sid).update({ lastReadTimestamp: '2026-02-03T04:05:06Z' });
    expect(later).toMatchObject({ lastReadMessageIndex: 0, lastReadTimestamp: '2026-02-03T04:05:06Z' });
  });

  it('forms a group text of people with an address only, around a number that stands for an agent', async () => {
    const desk = await openDesk(server);
    const one = await newConversation(desk);
    const own = await desk.number();
    const customer = freshNumber();
    const agent = await one.participants.create({
      identity: 'anna',
      'messagingBinding.projectedAddress': own,
    });
    expect(agent.messagingBinding).toMatchObject({ type: 'sms', projected_address: own });
    const first = await one.participants.create({ 'messagingBinding.address': customer });
    expect(first.messagingBinding).toMatchObject({ address: customer, proxy_address: null });
    expect(await refusalOf(one.participants.create({ 'messagingBinding.address': customer }))).toMatchObject({
      code: 50437,
    });
    for (let at = 1; at < 10; at += 1)
      await one.participants.create({ 'messagingBinding.address': freshNumber() });
    expect(
      await refusalOf(one.participants.create({ 'messagingBinding.address': freshNumber() })),
    ).toMatchObject({
      code: 50436,
    });
  });

  describe('has the same people in one open group text only (50438)', () => {
    const people = (own: string, customers: readonly string[]) => ({
      participant: [
        JSON.stringify({ identity: 'anna', messaging_binding: { projected_address: own } }),
        ...customers.map((address) => JSON.stringify({ messaging_binding: { address } })),
      ],
    });
    const openGroup = async () => {
      const desk = await openDesk(server);
      const [own, customers] = [await desk.number(), [freshNumber(), freshNumber()]];
      const { sid } = await desk.v1.conversationWithParticipants.create(people(own, customers));
      return { desk, own, customers, sid };
    };

    it('in whatever order they come, one by one or together, until it is over', async () => {
      const { desk, own, customers, sid } = await openGroup();
      const again = () => desk.v1.conversationWithParticipants.create(people(own, customers.toReversed()));
      const refused = await again().catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 50438, status: 409, details: { conversationSid: sid } });
      const slow = await newConversation(desk);
      for (const address of customers) {
        await slow.participants.create({ 'messagingBinding.address': address });
      }
      const last = { identity: 'ben', 'messagingBinding.projectedAddress': own };
      expect(await refusalOf(slow.participants.create(last))).toMatchObject({ code: 50438 });
      expect(await slow.participants.list()).toHaveLength(2);
      await desk.v1.conversations(sid).update({ state: 'closed' });
      expect((await again()).sid).toMatch(/^CH/);
      expect(await refusalOf(slow.participants.create(last))).toMatchObject({ code: 50438 });
    });

    it('while one more or one less makes another group', async () => {
      const { desk, own, customers, sid } = await openGroup();
      const more = await desk.v1.conversationWithParticipants.create(
        people(own, [...customers, freshNumber()]),
      );
      expect(more.sid).toMatch(/^CH/);
      const [first] = await desk.v1.conversations(sid).participants.list();
      await desk.v1.conversations(sid).participants(first!.sid).remove();
      expect((await desk.v1.conversationWithParticipants.create(people(own, customers))).sid).toMatch(/^CH/);
    });

    it('when many want it at once', async () => {
      const desk = await openDesk(server);
      const [own, customers] = [await desk.number(), [freshNumber(), freshNumber()]];
      const tries = await Promise.allSettled(
        Array.from({ length: 20 }, () => desk.v1.conversationWithParticipants.create(people(own, customers))),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const codes = tries.flatMap((entry) => (entry.status === 'rejected' ? [entry.reason.code] : []));
      expect(new Set(codes)).toEqual(new Set([50438]));
      expect(await desk.v1.conversations.list()).toHaveLength(1);
    });
  });

  it('finds the conversations somebody is in, by one key at a time (50451)', async () => {
    const desk = await openDesk(server);
    const customer = freshNumber();
    for (const { tree } of await treesOf(desk)) {
      const own = await desk.number();
      const open = await tree.conversations.create({ friendlyName: 'Open', attributes: '{"a":1}' });
      const closed = await tree.conversations.create({ friendlyName: 'Closed' });
      const agent = await tree.conversations(open.sid).participants.create({ identity: 'anna' });
      await tree.conversations(closed.sid).participants.create(binding(customer, own));
      await tree.conversations(closed.sid).update({ state: 'closed' });
      const person = await tree.conversations(open.sid).participants.create(binding(customer, own));
      const byAddress = await tree.participantConversations.list({ address: customer });
      expect(byAddress.map((found) => [found.conversationSid, found.conversationState])).toEqual([
        [closed.sid, 'closed'],
        [open.sid, 'active'],
      ]);
      expect(byAddress[1]).toMatchObject({
        participantSid: person.sid,
        participantUserSid: null,
        participantMessagingBinding: { address: customer, proxy_address: own, type: 'sms' },
        conversationFriendlyName: 'Open',
        conversationAttributes: '{"a":1}',
        links: { conversation: open.url, participant: person.url },
      });
      const byIdentity = await tree.participantConversations.list({ identity: 'anna' });
      expect(byIdentity).toMatchObject([{ participantSid: agent.sid, participantIdentity: 'anna' }]);
      expect(byIdentity[0]!.participantUserSid).toMatch(/^US/);
      const both = tree.participantConversations.list({ identity: 'anna', address: customer });
      expect(await refusalOf(both)).toMatchObject({ code: 50451 });
      expect(await refusalOf(tree.participantConversations.list())).toMatchObject({ code: 20001 });
    }
    const { v1 } = await openDesk(server);
    expect(await v1.participantConversations.list({ address: customer })).toEqual([]);
  });

  it('makes a conversation with the people in it, whole or not at all', async () => {
    const desk = await openDesk(server);
    for (const { tree } of await treesOf(desk)) {
      const [customer, own] = [freshNumber(), await desk.number()];
      const people = [
        JSON.stringify({ messaging_binding: { address: customer, proxy_address: own } }),
        JSON.stringify({ identity: 'anna', attributes: { role: 'agent' } }),
      ];
      const made = await tree.conversationWithParticipants.create({
        friendlyName: 'Both',
        participant: people,
      });
      expect(made).toMatchObject({ friendlyName: 'Both', state: 'active' });
      const listed = await tree.conversations(made.sid).participants.list();
      expect(
        listed.map(({ identity, messagingBinding }) => identity ?? messagingBinding.address).sort(),
      ).toEqual([customer, 'anna']);
      const again = tree.conversationWithParticipants.create({ uniqueName: 'again', participant: people });
      expect(await refusalOf(again)).toMatchObject({
        code: 50416,
        message: expect.stringContaining(made.sid),
      });
      expect(await refusalOf(tree.conversations('again').fetch())).toMatchObject({ code: 20404 });
      const wrong = (participant: string[]) =>
        refusalOf(tree.conversationWithParticipants.create({ participant }));
      expect(await wrong(['{"identity": '])).toMatchObject({ code: 50424 });
      expect(await wrong(['["anna"]'])).toMatchObject({ code: 50424 });
      expect(await wrong(['{}'])).toMatchObject({ code: 50411 });
      const eleven = Array.from({ length: 11 }, (_, at) => JSON.stringify({ identity: `agent ${at}` }));
      expect(await wrong(eleven)).toMatchObject({ code: 50426 });
      expect(await tree.conversations.list()).toHaveLength(1);
    }
  });

  it('is the same through the SDK of the year 2022', async () => {
    const desk = await openDesk(server);
    const { conversations } = sdkClient(server.url, desk.account, 'twilio3').conversations;
    const { sid } = await conversations.create();
    const [customer, own] = [freshNumber(), await desk.number()];
    await conversations(sid).participants.create(binding(customer, own));
    const [found] = await conversations(sid).participants.list();
    expect(found!.messagingBinding).toMatchObject({ address: customer, proxy_address: own });
  });
});
