// Customers as the desk knows them: from conversations and channels of both generations and plain texts, found by the
// beginnings of names and numbers, with what became of every conversation.
import { describe, expect, it } from 'vitest';
import { useFlex } from '../flex/flex-fixture.ts';
import { CENTRE, CUSTOMER, connectPhone, OTHER_CENTRE, openChannel } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { freshNumber, Office } from './desk-data-fixture.ts';

const DERIVED = [
  'customers',
  'customer_words',
  'customer_addresses',
  'customer_conversations',
  'history_messages',
] as const;

describe.each(databases())('customers on $name', ({ create }) => {
  const flex = useFlex(create);
  const office = () => new Office(flex.server);
  const path = (address: string) => `/desk/v1/Customers/${encodeURIComponent(address)}`;

  /** What is known of the past, without the times it was written at. */
  async function derived(): Promise<Record<string, unknown[]>> {
    const { read } = flex.server.context.database;
    const tables: Record<string, unknown[]> = {};
    for (const table of DERIVED) {
      const rows = await read.selectFrom(table).selectAll().execute();
      tables[table] = rows
        .map((row) => JSON.stringify({ ...row, date_updated: 0, date_created: 0 }))
        .toSorted();
    }
    return tables;
  }

  it('have one history over channels of both generations, with agent, task and disposition', async () => {
    const { client, workspaceSid, workflowSid, workers } = flex.world;
    const channel = await openChannel(flex.world, await flex.world.flow());
    await connectPhone(flex.world, channel.sid);
    await flex.chat(channel.sid).messages.create({ from: 'Anna', body: 'Your order is ready.' });
    await flex.accept(channel.taskSid);
    const first = await flex.taskAttributes(channel.taskSid);
    const attributes = JSON.stringify({ ...first, conversations: { outcome: 'Sold' } });
    await flex.tasks()(channel.taskSid).update({ attributes });
    await flex.tasks()(channel.taskSid).update({ assignmentStatus: 'completed', reason: 'done' });
    await flex.server.advance(60_000);

    const whatsapp = `whatsapp:${CUSTOMER}`;
    const conversation = await office().conversation(whatsapp, `whatsapp:${OTHER_CENTRE}`);
    await client.taskrouter.v1.workspaces(workspaceSid).tasks.create({
      workflowSid,
      attributes: JSON.stringify({ conversationSid: conversation, customers: { name: 'Jane Doe' } }),
    });
    await office().say(conversation, 'Good day', whatsapp);
    await flex.server.advance(1_000);
    await office().make(`/conversations/v1/Conversations/${conversation}`, { State: 'closed' });
    await flex.settled();

    const { json: customer } = await office().get(path(CUSTOMER));
    expect(customer).toMatchObject({
      address: CUSTOMER,
      name: 'Jane Doe',
      addresses: [CUSTOMER, whatsapp].sort(),
      conversations_count: 2,
      opted_out: false,
    });
    expect(Date.parse(customer.last_contact) - Date.parse(customer.first_contact)).toBe(60_000);
    const { json } = await office().get(`${path(whatsapp)}/Conversations`);
    expect(json.conversations).toMatchObject([
      {
        conversation_sid: conversation,
        channel: 'whatsapp',
        our_address: `whatsapp:${OTHER_CENTRE}`,
        state: 'closed',
        date_closed: expect.stringMatching(/Z$/),
        disposition: null,
        last_message: 'Good day',
      },
      {
        conversation_sid: channel.sid,
        channel: 'sms',
        our_address: CENTRE,
        state: 'closed',
        task_sid: channel.taskSid,
        worker_sid: workers[0]!.sid,
        agent: `agent ${CENTRE}`,
        disposition: 'Sold',
        last_message: 'Your order is ready.',
      },
    ]);
  });

  it('are known from plain texts as well, and whether they refuse ours', async () => {
    await flex.says('Where are you?');
    await flex.says('STOP');
    const { json } = await office().get(path(CUSTOMER));
    expect(json).toMatchObject({ address: CUSTOMER, name: null, conversations_count: 0, opted_out: true });
    expect(json.consents).toMatchObject([{ address: CUSTOMER, sender: CENTRE, opted_out: true }]);
    const stranger = new Office(flex.server, await flex.server.addAccount());
    expect((await stranger.get(path(CUSTOMER))).status).toBe(404);
    expect(await stranger.list('/desk/v1/Customers', {}, 'address')).toEqual([]);
  });

  it('are found by the beginnings of names and numbers, the newest contact first', async () => {
    const names = ['Zoë Müller', 'Anna Zoeller', 'Bob Jones'];
    const numbers: string[] = [];
    for (const customerName of names) {
      const to = freshNumber();
      numbers.push(to);
      const attributes = JSON.stringify({ customerName });
      await office().conversation(to, CENTRE, { Attributes: attributes, FriendlyName: `Chat ${to}` });
      await flex.server.advance(1_000);
    }
    const [zoe, anna, bob] = numbers as [string, string, string];
    const found = (Query: string) => office().list('/desk/v1/Customers', { Query }, 'address');
    expect(await found('zoe')).toEqual([anna, zoe]);
    expect(await found('zo mul')).toEqual([zoe]);
    expect(await found('(415) 555')).toEqual([bob, anna, zoe]);
    expect(await found(zoe.slice(0, -1))).toContain(zoe);
    expect(await found('oe')).toEqual([]);
    expect(await found('!?')).toEqual([]);
    expect(await found('')).toEqual([bob, anna, zoe]);
    const page = await office().get('/desk/v1/Customers', { Query: '555', PageSize: '2' });
    expect(page.json.customers).toEqual([]);
    const first = await office().get('/desk/v1/Customers', { Query: '+1415', PageSize: '2' });
    const next = await office().send('GET', first.json.meta.next_page_url.replace(flex.server.url, ''));
    expect([...first.json.customers, ...next.json.customers].map(({ address }) => address)).toEqual([
      bob,
      anna,
      zoe,
    ]);
  });

  it('are the same when the log is followed again, and when all is gone through from the beginning', async () => {
    await flex.says('A plain text');
    const conversation = await office().conversation(freshNumber(), CENTRE, {
      Attributes: JSON.stringify({ customerName: 'Carla Claus' }),
    });
    await office().say(conversation, 'Something to be found');
    const channel = await openChannel(flex.world, await flex.world.flow(), { withTask: false });
    await flex.chat(channel.sid).messages.create({ from: 'Anna', body: 'From the channel' });
    await flex.settled();
    const { database } = flex.server.context;
    const before = await derived();
    expect(before['history_messages']).toHaveLength(3);

    // Following the log from its beginning changes nothing.
    const events = await database.read.selectFrom('events').selectAll().orderBy('id').execute();
    const { deskHistory } = await import('#products/desk/history/processor.ts');
    const again = events.map((event) => ({
      id: event.id,
      type: event.type,
      accountSid: event.account_sid,
      subjectSid: event.subject_sid,
      data: JSON.parse(event.data),
      at: event.date_created,
    })) as never;
    await database.transaction((tx) => deskHistory.process(tx, again));
    expect(await derived()).toEqual(before);

    // A database that has no history yet gets the same from what is there.
    await database.transaction(async (tx) => {
      for (const table of DERIVED) await tx.db.deleteFrom(table).execute();
      await tx.db
        .insertInto('timers')
        .values({ kind: 'desk-history', subject: 'threads', due_at: 0, data: '{}' })
        .execute();
      tx.signal('timer@0');
    });
    await flex.server.advance(1);
    expect(await derived()).toEqual(before);
  });
});
