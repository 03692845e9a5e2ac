// The end of the log, read once for all processors of a process: nobody misses an event, and reading is shared.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendEvent } from '#events/event-log.ts';
import type { EventType } from '#events/event-types.ts';
import { LogTail } from '#events/log-tail.ts';
import { type LogPlace, lastPlace } from '#events/read-log.ts';
import { manualClock } from '#kernel/clock.ts';
import { newSid } from '#kernel/sid.ts';
import type { Database, Transaction } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { databases } from '../support/databases.ts';

const LIMIT = 200;
const origin = { source: 'API', clientIdentity: null, isHooked: false };

function appendUser(tx: Transaction, name: string, type: 'user.added' | 'user.removed'): void {
  const data = { serviceSid: newSid('IS'), identity: name, origin };
  appendEvent(tx, { type, accountSid: newSid('AC'), subjectSid: newSid('US'), data } as never);
}

/** Somebody who reads on from where he is. */
class Reader {
  readonly heard: string[] = [];
  readonly #tail: LogTail;
  readonly #types: readonly EventType[];
  #place: LogPlace;

  constructor(tail: LogTail, place: LogPlace, types: readonly EventType[]) {
    this.#tail = tail;
    this.#place = place;
    this.#types = types;
  }

  /** Reads until nothing is left that is settled. */
  async readAll(): Promise<void> {
    for (;;) {
      const { events, isMore, hiddenFrom } = await this.#tail.read(this.#place, this.#types, LIMIT);
      for (const { data, id, transactionId } of events) {
        this.heard.push((data as { identity: string }).identity);
        this.#place = { transactionId, eventId: id };
      }
      if (!isMore || (hiddenFrom !== null && events.length === 0)) return;
    }
  }
}

describe.each(databases())('the tail of the log on $name', ({ name, create }) => {
  let database: Database;
  let dispose: () => Promise<void>;
  let tail: LogTail;
  let begin: LogPlace;

  beforeEach(async () => {
    const created = await create();
    dispose = created.dispose;
    database = await openDatabase(created.url, manualClock());
    tail = new LogTail(database);
    tail.include(['user.added', 'user.removed']);
    begin = await lastPlace(database);
  });
  afterEach(async () => {
    await database.close();
    await dispose();
  });

  const say = (names: readonly string[], type: 'user.added' | 'user.removed' = 'user.added') =>
    database.transaction(async (tx) => {
      for (const name of names) appendUser(tx, name, type);
    });
  const numbered = (length: number, prefix = 'u') =>
    Array.from({ length }, (_, number) => `${prefix}${number}`);

  it('is read once for all who ask at the same time, and not again before something is committed', async () => {
    const readers = Array.from({ length: 5 }, () => new Reader(tail, begin, ['user.added']));
    await say(['a', 'b']);
    await Promise.all(readers.map((reader) => reader.readAll()));
    const before = database.statementCount();
    await Promise.all(readers.map((reader) => reader.readAll()));
    expect(database.statementCount()).toBe(before);

    await say(['c']);
    const told = database.statementCount();
    await Promise.all(readers.map((reader) => reader.readAll()));
    expect(database.statementCount() - told).toBe(1);
    for (const { heard } of readers) expect(heard).toEqual(['a', 'b', 'c']);
  });

  it('tells each the events of his types', async () => {
    const added = new Reader(tail, begin, ['user.added']);
    const removed = new Reader(tail, begin, ['user.removed']);
    await say(['a']);
    await say(['b'], 'user.removed');
    await say(['c']);
    await Promise.all([added.readAll(), removed.readAll()]);
    expect(added.heard).toEqual(['a', 'c']);
    expect(removed.heard).toEqual(['b']);
  });

  it('tells everything to one who comes later than it can remember', async () => {
    const prompt = new Reader(tail, begin, ['user.added']);
    const late = new Reader(tail, begin, ['user.added']);
    const names: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const some = numbered(450, `${round}-`);
      names.push(...some);
      await say(some);
      await prompt.readAll();
    }
    await late.readAll();
    expect(prompt.heard).toEqual(names);
    expect(late.heard).toEqual(names);
  });

  it('begins anew where somebody is further on, and lets nobody miss what is in between', async () => {
    const behind = new Reader(tail, begin, ['user.added']);
    await say(['a']);
    await behind.readAll();
    // As another process has read it.
    await say(['b']);
    const ahead = new Reader(tail, await lastPlace(database), ['user.added']);
    await say(['c']);
    await ahead.readAll();
    await behind.readAll();
    expect(ahead.heard).toEqual(['c']);
    expect(behind.heard).toEqual(['a', 'b', 'c']);
  });

  it('gives all events in one order to readers who come and go while many write', async () => {
    const readers = Array.from({ length: 4 }, () => new Reader(tail, begin, ['user.added', 'user.removed']));
    const writers = numbered(20, 'w').map(async (writer) => {
      for (let number = 0; number < 10; number += 1) {
        await say([`${writer}-${number}`], number % 2 === 0 ? 'user.added' : 'user.removed');
      }
    });
    let isWriting = true;
    const reading = readers.map(async (reader) => {
      do {
        await reader.readAll();
        // Lets writers have a connection.
        await new Promise(setImmediate);
      } while (isWriting);
      await reader.readAll();
    });
    await Promise.all(writers);
    isWriting = false;
    await Promise.all(reading);
    const [{ heard }] = readers as [Reader];
    expect(new Set(heard).size).toBe(200);
    for (const reader of readers) expect(reader.heard).toEqual(heard);
  });

  it.runIf(name === 'postgres')(
    'hides an event while an older transaction that may come before it is open',
    async () => {
      const reader = new Reader(tail, begin, ['user.added']);
      const opened = Promise.withResolvers<void>();
      const release = Promise.withResolvers<void>();
      const older = database.transaction(async (tx) => {
        await tx.db
          .insertInto('event_failures')
          .values({ processor: 'x', event_id: 1, reason: '', date_created: 0 })
          .execute();
        opened.resolve();
        await release.promise;
        appendUser(tx, 'older', 'user.added');
      });
      await opened.promise;
      await say(['newer']);
      await reader.readAll();
      expect(reader.heard).toEqual([]);
      release.resolve();
      await older;
      await reader.readAll();
      expect(reader.heard).toEqual(['older', 'newer']);
    },
  );
});
