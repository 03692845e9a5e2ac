// Conversations with a customer on the phone, as browser clients see them: texts both ways, and what became of them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { answerFrom, messagesOnPhone } from '../support/handset.ts';
import { GENERATIONS, generationsOn } from './generations.ts';
import type { Told } from './live-client.ts';
import { type ClientDesk, openDesk } from './sdk-fixture.ts';

const CENTRE = '+14155550101';

describe.each(databases())('customers on the phone on $name', ({ create, name: database }) => {
  let desk: ClientDesk;
  beforeAll(async () => {
    desk = await openDesk(create);
    await desk.rest.incomingPhoneNumbers.create({ phoneNumber: CENTRE });
  });
  afterAll(() => desk.close());

  describe.each(generationsOn(database))('with $name', (generation) => {
    const isConversations = generation.words.thread === 'conversation';
    const phone = `+1415555020${GENERATIONS.indexOf(generation)}`;

    it('write and are written to, and receipts say how far it has come', async () => {
      const ann = await desk.connect(`ann of ${generation.name}`, { generation });
      const bob = await desk.connect(`bob of ${generation.name}`, { generation });
      const conversations = desk.rest.conversations.v1.services(desk.serviceSid).conversations;
      const { sid } = await conversations.create({ friendlyName: 'Customer' });
      const joined = [ann, bob].map((client) => client.until('threadJoined', ({ raw }) => raw.sid === sid));
      for (const { identity } of [ann, bob]) await conversations(sid).participants.create({ identity });
      await Promise.all(joined);
      const mine = await ann.thread(sid);
      const theirs = await bob.thread(sid);
      await Promise.all([mine.messages(), theirs.messages(), mine.participants(), theirs.participants()]);

      const came = bob.until('participantJoined', ({ raw }) => raw.type === 'sms');
      await conversations(sid).participants.create({
        'messagingBinding.address': phone,
        'messagingBinding.proxyAddress': CENTRE,
      });
      const customer = (await came).raw;
      expect(customer.identity).toBeNull();

      // It may be delivered before it is shown.
      const isDelivered = ({ raw }: Told) => raw.aggregatedDeliveryReceipt?.delivered === 'all';
      const receipts = Promise.race([
        bob.until('messageAdded', isDelivered),
        bob.until('messageUpdated', isDelivered),
      ]);
      const index = await mine.send('Hello customer');
      await desk.server.settled();
      const shown = await messagesOnPhone(desk.server, phone, CENTRE);
      expect(shown.map(({ direction, body }) => [direction, body])).toEqual([['incoming', 'Hello customer']]);
      if (generation.words.thread === 'conversation') {
        const { raw } = await receipts;
        expect(raw.aggregatedDeliveryReceipt).toMatchObject({
          total: 1,
          sent: 'all',
          delivered: 'all',
          failed: 'none',
        });
        const [detailed, ...more] = await raw.getDetailedDeliveryReceipts();
        expect(more).toEqual([]);
        expect(detailed).toMatchObject({
          messageSid: raw.sid,
          conversationSid: sid,
          participantSid: customer.sid,
          status: 'delivered',
        });
      }

      const answered = [ann, bob].map((client) =>
        client.until('messageAdded', ({ raw }) => raw.index === index + 1),
      );
      await answerFrom(desk.server, phone, CENTRE, 'Hello agent');
      for (const { raw } of await Promise.all(answered)) {
        expect(raw).toMatchObject({ body: 'Hello agent', author: phone });
        expect(raw.participantSid ?? raw.memberSid).toBe(customer.sid);
      }
    });

    it.runIf(isConversations)('can be added by clients whose role allows it', async () => {
      const other = `+1415555030${GENERATIONS.indexOf(generation)}`;
      const caller = `caller ${GENERATIONS.indexOf(generation)}`;
      const role = await desk.rest.conversations.v1.services(desk.serviceSid).roles.create({
        friendlyName: `caller with ${generation.name}`,
        type: 'service',
        permission: ['createConversation', 'joinConversation', 'addNonChatParticipant'],
      });
      await desk.service.users.create({ identity: caller, roleSid: role.sid });
      const ann = await desk.connect(caller, { generation });
      const thread = await ann.createThread({ friendlyName: 'Outbound' });
      await thread.raw.join();
      const came = ann.until('participantJoined', ({ raw }) => raw.type === 'sms');
      await thread.participants();
      await thread.raw.addNonChatParticipant(CENTRE, other, { vip: true });
      expect((await came).raw.attributes).toEqual({ vip: true });
      await thread.send('Outbound hello');
      await desk.server.settled();
      const shown = await messagesOnPhone(desk.server, other, CENTRE);
      expect(shown.map(({ body }) => body)).toEqual(['Outbound hello']);
    });
  });
});
