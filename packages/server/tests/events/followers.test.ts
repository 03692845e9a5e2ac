// What lives in memory hears of every committed event, in every process.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendEvent } from '#events/event-log.ts';
import { type Follower, Followers } from '#events/follower.ts';
import { manualClock } from '#kernel/clock.ts';
import { newSid } from '#kernel/sid.ts';
import type { Database, Transaction } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { databases, type TestDatabase } from '../support/databases.ts';

const log = { error: (_facts: unknown, message: string) => expect.unreachable(message) };

describe.each(databases())('followers on $name', ({ name, create }) => {
  let made: TestDatabase;
  const opened: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    made = await create();
  });
  afterEach(async () => {
    for (const close of opened.splice(0).reverse()) await close();
    await made.dispose();
  });

  async function open(): Promise<Database> {
    const database = await openDatabase(made.url, manualClock());
    opened.push(() => database.close());
    return database;
  }

  function hearing(name: string, inLogOrder: boolean): { heard: string[]; follower: Follower } {
    const heard: string[] = [];
    const receive: Follower['receive'] = (events) => {
      heard.push(...events.map(({ subjectSid }) => subjectSid));
    };
    return { heard, follower: { name, handles: ['workspace.updated'], inLogOrder, receive } };
  }

  /** Follows the log with a process of its own: the subjects heard of at once, and those in the order of the log. */
  async function follow(database: Database) {
    const [eager, orderly] = [hearing('eager', false), hearing('orderly', true)];
    const followers = new Followers(database, manualClock(), log);
    followers.register(eager.follower);
    followers.register(orderly.follower);
    await followers.start();
    opened.push(() => followers.stop());
    return { heard: eager.heard, inOrder: orderly.heard, idle: () => followers.idle() };
  }

  /** Appends an event in a transaction that stays open until `finish` is called. */
  async function tellWhileOpen(
    database: Database,
    subjectSid: string,
  ): Promise<{ finish: () => Promise<void> }> {
    const [isOpen, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const done = database.transaction(async (tx) => {
      tell(tx, subjectSid);
      await tx.db
        .insertInto('event_cursors')
        .values({ processor: `gives ${subjectSid} its transaction number`, transaction_id: 0, event_id: 0 })
        .execute();
      isOpen.resolve();
      await end.promise;
    });
    await isOpen.promise;
    return {
      finish: () => {
        end.resolve();
        return done;
      },
    };
  }

  function tell(tx: Transaction, subjectSid: string): void {
    const data = { workspaceSid: newSid('WS'), friendlyName: 'Queue' };
    appendEvent(tx, { type: 'workspace.updated', accountSid: newSid('AC'), subjectSid, data });
  }

  it('hear of each event once, those of one transaction in order, and of none before their start', async () => {
    const database = await open();
    await database.transaction(async (tx) => tell(tx, 'before'));
    const { heard, idle } = await follow(database);
    await Promise.all(
      Array.from({ length: 200 }, (_, number) =>
        database.transaction(async (tx) => {
          tell(tx, `${number} first`);
          tell(tx, `${number} second`);
        }),
      ),
    );
    await idle();
    expect(heard).toHaveLength(400);
    expect(new Set(heard).size).toBe(400);
    for (let number = 0; number < 200; number += 1) {
      expect(heard.indexOf(`${number} first`)).toBeLessThan(heard.indexOf(`${number} second`));
    }
  });

  it('hear nothing of a transaction that fails', async () => {
    const database = await open();
    const { heard, idle } = await follow(database);
    const failing = database.transaction(async (tx) => {
      tell(tx, 'never');
      throw new Error('taken back');
    });
    await expect(failing).rejects.toThrow('taken back');
    await database.transaction(async (tx) => tell(tx, 'told'));
    await idle();
    expect(heard).toEqual(['told']);
  });

  it.runIf(name === 'postgres')(
    'hear of an event while an older transaction is open, and of that one later',
    async () => {
      const database = await open();
      const { heard } = await follow(database);
      const older = await tellWhileOpen(database, 'older');
      await database.transaction(async (tx) => tell(tx, 'newer'));
      await expect.poll(() => heard).toEqual(['newer']);
      await older.finish();
      await expect.poll(() => heard).toEqual(['newer', 'older']);
      await database.transaction(async (tx) => tell(tx, 'newest'));
      await expect.poll(() => heard).toEqual(['newer', 'older', 'newest']);
    },
  );

  it.runIf(name === 'postgres')(
    'that want the order of the log wait for older transactions, while the others hear at once',
    async () => {
      const database = await open();
      const { heard, inOrder, idle } = await follow(database);
      const oldest = await tellWhileOpen(database, 'first');
      const older = await tellWhileOpen(database, 'second');
      await database.transaction(async (tx) => tell(tx, 'third'));
      await expect.poll(() => heard).toEqual(['third']);
      await older.finish();
      await expect.poll(() => heard).toEqual(['third', 'second']);
      expect(inOrder).toEqual([]);
      await oldest.finish();
      await idle();
      expect(heard).toEqual(['third', 'second', 'first']);
      expect(inOrder).toEqual(['first', 'second', 'third']);
    },
  );

  it('that want the order of the log hear all of it in that order while many write', async () => {
    const database = await open();
    const { heard, inOrder, idle } = await follow(database);
    await Promise.all(
      Array.from({ length: 300 }, (_, number) => database.transaction(async (tx) => tell(tx, `${number}`))),
    );
    await idle();
    const written = await database.read
      .selectFrom('events')
      .select('subject_sid')
      .orderBy('transaction_id')
      .orderBy('id')
      .execute();
    expect(inOrder).toEqual(written.map((row) => row.subject_sid));
    expect(heard.toSorted()).toEqual(inOrder.toSorted());
  });

  it.runIf(name === 'postgres')('hear of what another process commits', async () => {
    const [here, there] = [await open(), await open()];
    const { heard } = await follow(here);
    await there.transaction(async (tx) => tell(tx, 'from there'));
    await expect.poll(() => heard).toEqual(['from there']);
  });
});
