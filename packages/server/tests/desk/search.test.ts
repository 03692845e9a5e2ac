// History search: which messages are found by which words and filters, and what an export of them holds.
import { beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { answerFrom } from '../support/handset.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { freshNumber, Office } from './desk-data-fixture.ts';

const PATH = '/desk/v1/Messages';

describe.each(databases())('the history of messages on $name', ({ create }) => {
  let server: TestServer;
  let office: Office;
  let customer: string;
  let own: string;
  let conversation: string;

  useServer(create, (started) => {
    server = started;
  });
  beforeEach(async () => {
    office = new Office(server, await server.addAccount());
    [customer, own] = [freshNumber(), freshNumber()];
    await office.ownNumber(own);
    conversation = await office.conversation(customer, own, {
      Attributes: JSON.stringify({ customerName: 'Jane Doe' }),
    });
  });

  const found = (query: Record<string, string>) => office.list(PATH, query, 'body');
  const messages = () => `/conversations/v1/Conversations/${conversation}/Messages`;

  async function say(...bodies: string[]): Promise<void> {
    for (const body of bodies) {
      await office.say(conversation, body);
      await server.advance(1_000);
    }
  }

  it('is found by all the words of a question, by their beginnings, in any case and script', async () => {
    const [order, refund, cafe, chinese, russian] = [
      'Your order 4711 is ready',
      'Refunds for your ORDER take a week',
      'Meet me at the Café “Zürich”',
      '我想退款，谢谢',
      'Где мой заказ? ok',
    ] as const;
    await say(order, refund, cafe, chinese, russian);
    expect(await found({ Query: 'order' })).toEqual([refund, order]);
    expect(await found({ Query: 'READY your' })).toEqual([order]);
    expect(await found({ Query: 'refund' })).toEqual([refund]);
    expect(await found({ Query: 'efund' })).toEqual([]);
    expect(await found({ Query: 'or' })).toEqual([]);
    expect(await found({ Query: 'cafe zuerich' })).toEqual([]);
    expect(await found({ Query: 'CAFÉ zurich' })).toEqual([cafe]);
    expect(await found({ Query: '退款' })).toEqual([chinese]);
    expect(await found({ Query: 'заказ OK' })).toEqual([russian]);
    expect(await found({ Query: `'":* & | ! ( ) - NOT order*' ready` })).toEqual([]);
    expect(await found({ Query: `'":* & | ! ( ) - order*' ready` })).toEqual([order]);
    expect(await found({ Query: '?!' })).toEqual([]);
    expect(await found({})).toEqual([russian, chinese, cafe, refund, order]);
  });

  it('follows edits, removals and redactions, and is nobody else’s', async () => {
    const [first, second] = [
      await office.say(conversation, 'alpha'),
      await office.say(conversation, 'alpine'),
    ];
    await server.settled();
    expect((await found({ Query: 'alp' })).toSorted()).toEqual(['alpha', 'alpine']);
    const stranger = new Office(server, await server.addAccount());
    expect(await stranger.list(PATH, { Query: 'alp' }, 'body')).toEqual([]);
    expect(await stranger.list(PATH, { Customer: customer }, 'body')).toEqual([]);
    await office.make(`${messages()}/${first.sid}`, { Body: 'beta' });
    await server.settled();
    expect(await found({ Query: 'alp' })).toEqual(['alpine']);
    expect(await found({ Query: 'beta' })).toEqual(['beta']);
    await office.send('DELETE', `${messages()}/${second.sid}`);
    await server.settled();
    expect(await found({ Query: 'alp' })).toEqual([]);

    const texts = `/api/2010-04-01/Accounts/${office.account.sid}/Messages`;
    const text = await office.make(`${texts}.json`, { From: own, To: freshNumber(), Body: 'gamma ray' });
    await server.settled();
    expect(await found({ Query: 'gamma' })).toEqual(['gamma ray']);
    await office.make(`${texts}/${text.sid}.json`, { Body: '' });
    expect(await found({ Query: 'gamma' })).toEqual([]);
    await office.send('DELETE', `/conversations/v1/Conversations/${conversation}`);
    await server.settled();
    expect(await found({ Query: 'beta' })).toEqual([]);
  });

  it('holds every text once, whether it belongs to a conversation or not', async () => {
    await answerFrom(
      new Proxy(server, { get: (of, key) => (key === 'account' ? office.account : of[key as never]) }),
      customer,
      own,
      'from the customer',
    );
    await office.say(conversation, 'from us');
    await office.make(`/api/2010-04-01/Accounts/${office.account.sid}/Messages.json`, {
      From: own,
      To: customer,
      Body: 'from a program',
    });
    await server.settled();
    const all = await office.get(PATH, { Customer: `whatsapp:${customer}` });
    const rows = all.json.messages.map((message: Record<string, unknown>) => [
      message['body'],
      message['conversation_sid'],
      message['direction'],
    ]);
    expect(rows.toSorted()).toEqual([
      ['from a program', null, 'outbound-api'],
      ['from the customer', conversation, null],
      ['from us', conversation, null],
    ]);
    expect(all.json.messages[0]).toMatchObject({ customer, customer_name: 'Jane Doe', channel: 'sms' });
  });

  it('is narrowed by customer, agent, channel and dates', async () => {
    const start = new Date(server.clock.now()).toISOString();
    await say('hello one');
    const middle = new Date(server.clock.now()).toISOString();
    await say('hello two');
    const other = await office.conversation(`whatsapp:${customer}`, `whatsapp:${own}`);
    await office.say(other, 'hello three');
    const third = await office.conversation(freshNumber(), own);
    await office.say(third, 'hello four');
    await server.settled();
    expect((await found({ Query: 'hello', Customer: customer })).toSorted()).toEqual([
      'hello one',
      'hello three',
      'hello two',
    ]);
    expect(await found({ Query: 'hello thr', Customer: customer })).toEqual(['hello three']);
    expect(await found({ Query: 'hello', Channel: 'whatsapp' })).toEqual(['hello three']);
    expect(await found({ Query: 'hello', StartDate: start, EndDate: middle })).toContain('hello one');
    expect(await found({ Customer: customer, EndDate: middle })).toContain('hello one');
    expect(await found({ Query: 'hello', StartDate: middle, Channel: 'sms' })).not.toContain('hello one');
    expect(await found({ StartDate: start.slice(0, 10), EndDate: start.slice(0, 10) })).toContain(
      'hello one',
    );
    expect(await found({ EndDate: '2001-01-01' })).toEqual([]);
    const workerSid = `WK${'1'.repeat(32)}`;
    expect(await found({ Agent: workerSid })).toEqual([]);
    await server.context.database.transaction((tx) =>
      tx.db
        .updateTable('history_messages')
        .set({ worker_sid: workerSid })
        .where('thread_sid', '=', third)
        .execute(),
    );
    expect(await found({ Agent: workerSid })).toEqual(['hello four']);
    expect(await found({ Query: 'hello', Agent: workerSid })).toEqual(['hello four']);
  });

  it('is paged by what was found, with words and without', async () => {
    await say('page one', 'page two', 'page three');
    for (const query of [{ Query: 'page' }, { Query: 'page', Customer: customer }, {}]) {
      const bodies: string[] = [];
      let next: string | null = `${PATH}?${new URLSearchParams({ ...query, PageSize: '1' })}`;
      while (next !== null) {
        const { json } = await office.send('GET', next);
        bodies.push(...json.messages.map(({ body }: { body: string }) => body));
        next = json.meta.next_page_url?.replace(server.url, '') ?? null;
      }
      expect(bodies).toEqual(['page three', 'page two', 'page one']);
    }
  });

  it('is exported as a table no spreadsheet calculates, or as JSON lines, with the same filters', async () => {
    await say('=1+1, "so"', 'plain\nlines');
    const csv = await office.get(`${PATH}/Export`, { Format: 'csv' });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toBe('attachment; filename="messages.csv"');
    // Reading a text takes the byte order mark off.
    const [head, ...lines] = csv.text.split('\r\n');
    expect(head).toMatch(
      /^sid,account_sid,conversation_sid,index,date_created,channel,direction,author,body,/,
    );
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('"plain\nlines"');
    expect(lines[1]).toContain(`"'=1+1, ""so"""`);
    expect(lines[1]).toContain(`'${customer}`);
    const jsonl = await office.get(`${PATH}/Export`, { Format: 'jsonl', Query: 'plain' });
    expect(
      jsonl.text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).body),
    ).toEqual(['plain\nlines']);
    const refused = await office.get(`${PATH}/Export`, { Format: 'xls' });
    expect([refused.status, refused.json.code]).toEqual([400, 20001]);
    expect((await fetch(`${server.url}${PATH}/Export`)).status).toBe(401);
  });

  it('takes as many statements for many messages as for few, behind those who write them', async () => {
    const { database } = server.context;
    const post = async (count: number) => {
      const before = database.statementCount();
      await Promise.all(
        Array.from({ length: count }, (_, index) => office.say(conversation, `bulk ${index}`)),
      );
      await server.settled();
      return database.statementCount() - before;
    };
    await post(1);
    const { deskHistory } = await import('#products/desk/history/processor.ts');
    const events = await database.read
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'message.added')
      .where('account_sid', '=', office.account.sid)
      .execute();
    await post(64);
    const all = await database.read
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'message.added')
      .where('account_sid', '=', office.account.sid)
      .execute();
    const run = async (rows: typeof all) => {
      const before = database.statementCount();
      await database.transaction((tx) =>
        deskHistory.process(
          tx,
          rows.map((event) => ({
            id: event.id,
            type: event.type,
            accountSid: event.account_sid,
            subjectSid: event.subject_sid,
            data: JSON.parse(event.data),
            at: event.date_created,
          })) as never,
        ),
      );
      return database.statementCount() - before;
    };
    const one = await run(events);
    const many = await run(all);
    expect(all.length).toBeGreaterThanOrEqual(64);
    // What is indexed already is looked up once more; nothing is asked for each message.
    expect(many).toBeLessThanOrEqual(one + 2);
    expect(one).toBeLessThanOrEqual(12);
    expect(await found({ Query: 'bulk 63' })).toEqual(['bulk 63']);
  });
});
