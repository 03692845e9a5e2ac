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

  /** Follows the log with a process of its own; `heard` is the subjects it heard of. */
  async function follow(database: Database) {
    const heard: string[] = [];
    const follower: Follower = {
      name: 'test',
      handles: ['workspace.updated'],
      receive: (events) => {
        heard.push(...events.map(({ subjectSid }) => subjectSid));
      },
    };
    const followers = new Followers(database, manualClock(), log);
    followers.register(follower);
    await followers.start();
    opened.push(() => followers.stop());
    return { heard, idle: () => followers.idle() };
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
      const { heard, idle } = await follow(database);
      let finish = () => {};
      const isOpen = new Promise<void>((ready) => {
        void database.transaction(async (tx) => {
          tell(tx, 'older');
          await tx.db
            .insertInto('event_cursors')
            .values({ processor: 'holds a transaction number', transaction_id: 0, event_id: 0 })
            .execute();
          ready();
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
        });
      });
      await isOpen;
      await database.transaction(async (tx) => tell(tx, 'newer'));
      await idle();
      expect(heard).toEqual(['newer']);
      finish();
      await expect.poll(() => heard).toEqual(['newer', 'older']);
      await database.transaction(async (tx) => tell(tx, 'newest'));
      await idle();
      expect(heard).toEqual(['newer', 'older', 'newest']);
    },
  );

  it.runIf(name === 'postgres')('hear of what another process commits', async () => {
    const [here, there] = [await open(), await open()];
    const { heard } = await follow(here);
    await there.transaction(async (tx) => tell(tx, 'from there'));
    await expect.poll(() => heard).toEqual(['from there']);
  });
});
