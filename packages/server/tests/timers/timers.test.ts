// Durable timers: once, when their time has come, together with what their handler writes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '#kernel/clock.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { cancelTimer, setTimer, Timers } from '#timers/timers.ts';
import { databases } from '../support/databases.ts';

const quiet = { error() {} };

describe.each(databases())('timers on $name', ({ create }) => {
  let database: Database;
  let dispose: () => Promise<void>;
  let clock: ManualClock;
  let timers: Timers;
  let fired: string[];

  const newTimers = (handler?: () => Promise<void>) => {
    const made = new Timers(database, clock, quiet);
    made.handle('test', async (_tx, { subject }) => {
      fired.push(`${subject} at ${clock.now()}`);
      await handler?.();
    });
    return made;
  };

  beforeEach(async () => {
    const created = await create();
    dispose = created.dispose;
    clock = manualClock(0);
    fired = [];
    database = await openDatabase(created.url, clock);
    timers = newTimers();
    timers.start();
    await timers.idle();
  });
  afterEach(async () => {
    await timers.stop();
    await database.close();
    await dispose();
  });

  const set = (subject: string, dueAt: number) =>
    database.transaction((tx) => setTimer(tx, { kind: 'test', subject, dueAt }));
  const advance = async (milliseconds: number) => {
    await timers.idle();
    clock.advance(milliseconds);
    await timers.idle();
  };

  it('fires when the clock reaches them, not a tick before, and once', async () => {
    await set('a', 100);
    await advance(99);
    expect(fired).toEqual([]);
    await advance(1);
    await advance(1_000);
    expect(fired).toEqual(['a at 100']);
  });

  it('replaces a timer of the same kind and subject', async () => {
    await set('a', 100);
    await set('a', 200);
    await advance(150);
    expect(fired).toEqual([]);
    await advance(50);
    expect(fired).toEqual(['a at 200']);
  });

  it('does not fire one that was taken back', async () => {
    await set('a', 100);
    await database.transaction((tx) => cancelTimer(tx, 'test', 'a'));
    await advance(200);
    expect(fired).toEqual([]);
  });

  it('fires after a restart what became due meanwhile', async () => {
    await set('a', 100);
    await timers.stop();
    clock.advance(500);
    timers = newTimers();
    timers.start();
    await timers.idle();
    expect(fired).toEqual(['a at 500']);
  });

  it('keeps a timer whose handler failed, and tries it again half a minute later', async () => {
    await timers.stop();
    let failures = 1;
    timers = newTimers(async () => {
      if (failures-- > 0) throw new Error('no');
    });
    timers.start();
    await set('a', 100);
    await advance(100);
    await advance(29_999);
    expect(fired).toEqual(['a at 100']);
    await advance(1);
    expect(fired).toEqual(['a at 100', 'a at 30100']);
  });
});
