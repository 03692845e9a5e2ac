// A long history costs nothing: any page and every post take the same few indexed statements as in a new conversation.
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { fewestStatements } from '../taskrouter/fewest-statements.ts';
import { type Desk, freshNumber, openDesk } from './conversation-fixture.ts';

const HISTORY = 20_000;
const ROWS_A_STATEMENT = 500;

describe.each(databases())('a long history on $name', ({ create, name }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let desk: Desk;
  let long: string;
  let short: string;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    desk = await openDesk(server);
    [long, short] = [await grow(HISTORY), await grow(100)];
    const own = await desk.number();
    for (const sid of [long, short]) {
      await desk.v1.conversations(sid).participants.create({
        'messagingBinding.address': freshNumber(),
        'messagingBinding.proxyAddress': own,
      });
    }
    if (name === 'postgres') await statement('ANALYZE');
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  const statement = (sql: string) =>
    server.context.database.transaction((tx) => tx.db.executeQuery(CompiledQuery.raw(sql)));

  /** A conversation in which this many messages were said. */
  async function grow(amount: number): Promise<string> {
    const thread = await desk.v1.conversations.create();
    const { database, clock } = server.context;
    for (let at = 0; at < amount; at += ROWS_A_STATEMENT) {
      const size = Math.min(ROWS_A_STATEMENT, amount - at);
      await database.transaction((tx) =>
        insertRows(
          tx,
          'messages',
          Array.from({ length: size }, (_, position) => ({
            sid: newSid('IM'),
            account_sid: desk.account.sid,
            service_sid: thread.chatServiceSid,
            thread_sid: thread.sid,
            message_index: at + position,
            author: 'anna',
            body: `message ${at + position}`,
            attributes: '{}',
            was_edited: 0,
            date_created: clock.now(),
            date_updated: clock.now(),
          })),
        ),
      );
    }
    await database.transaction((tx) =>
      tx.db
        .updateTable('threads')
        .set({ next_index: amount, messages_count: amount })
        .where('sid', '=', thread.sid)
        .execute(),
    );
    return thread.sid;
  }

  /** What the read side is asked while `work` runs. */
  async function asked(work: () => Promise<unknown>): Promise<CompiledQuery[]> {
    const executor = server.context.database.read.getExecutor();
    const queries: CompiledQuery[] = [];
    const original = executor.executeQuery.bind(executor);
    const spy = vi.spyOn(executor, 'executeQuery').mockImplementation((query) => {
      queries.push(query as CompiledQuery);
      return original(query) as never;
    });
    await work();
    spy.mockRestore();
    return queries;
  }

  /** How the database means to answer a query, as one text. Small tables must not make it prefer reading them whole. */
  function planOf(query: CompiledQuery): Promise<string> {
    return server.context.database.transaction(async (tx) => {
      if (name === 'postgres') {
        await tx.db.executeQuery(CompiledQuery.raw('SET LOCAL enable_seqscan = off'));
        await tx.db.executeQuery(CompiledQuery.raw('SET LOCAL enable_sort = off'));
      }
      const prefix = name === 'postgres' ? 'EXPLAIN' : 'EXPLAIN QUERY PLAN';
      const { rows } = await tx.db.executeQuery(
        CompiledQuery.raw(`${prefix} ${query.sql}`, [...query.parameters]),
      );
      return rows.map((row) => Object.values(row as object).join(' ')).join('\n');
    });
  }

  /** The table is entered by an index that holds the order asked for: it is not read whole and not sorted. */
  async function expectIndexed(queries: readonly CompiledQuery[]): Promise<void> {
    expect(queries.length).toBeGreaterThan(0);
    for (const query of queries) {
      const plan = await planOf(query);
      expect(plan, query.sql).toMatch(/USING (COVERING )?INDEX|Index Scan|Bitmap Heap Scan/);
      expect(plan, query.sql).not.toMatch(/SCAN (messages|participants|receipts)|Seq Scan/);
      if (query.sql.includes('order by')) expect(plan, query.sql).not.toMatch(/ORDER BY|Sort Key/);
    }
  }

  const page = async (sid: string, order: 'asc' | 'desc', token?: string) =>
    desk.v1.conversations(sid).messages.page({ order, pageSize: 50, ...(token ? { pageToken: token } : {}) });

  /** The token of a page in the middle of the history. */
  const middle = `PA${Buffer.from(JSON.stringify(['n', HISTORY / 2])).toString('base64url')}`;

  it.each(['asc', 'desc'] as const)('answers any page of an %s list from the index', async (order) => {
    // What works in the background asks for something now and then, too.
    const ofLists = ({ sql }: CompiledQuery) => /from "(messages|receipts)"/.test(sql);
    const first = (await asked(() => page(long, order))).filter(ofLists);
    const deep = (await asked(() => page(long, order, middle))).filter(ofLists);
    expect(deep).toHaveLength(first.length);
    await expectIndexed([...first, ...deep]);
    expect((await page(long, order, middle)).instances[0]!.index).toBe(
      HISTORY / 2 + (order === 'asc' ? 1 : -1),
    );
  });

  it('takes as many statements for a page or a post as in a short conversation', async () => {
    const ofPage = (sid: string) => fewestStatements(server, () => page(sid, 'desc'));
    expect(await ofPage(long)).toBe(await ofPage(short));
    const ofPost = (sid: string) =>
      fewestStatements(server, async () => {
        await desk.v1.conversations(sid).messages.create({ author: 'anna', body: 'hi' });
        await server.settled();
      });
    const [inLong, inShort] = [await ofPost(long), await ofPost(short)];
    expect(Math.abs(inLong - inShort)).toBeLessThanOrEqual(3);
  });

  it('finds a binding by its index, whoever asks', async () => {
    const address = freshNumber();
    const lookups = await asked(() => desk.v1.participantConversations.list({ address }));
    await expectIndexed(lookups.filter(({ sql }) => sql.includes('"participants"')));
  });
});
