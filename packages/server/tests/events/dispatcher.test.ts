// The dispatcher: every event once, in order, whatever fails or restarts.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dispatcher, type Processor } from '#events/dispatcher.ts';
import { appendEvent } from '#events/event-log.ts';
import { manualClock } from '#kernel/clock.ts';
import { newSid } from '#kernel/sid.ts';
import type { Database } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { databases } from '../support/databases.ts';

const ACCOUNT = newSid('AC');
const quiet = { error() {} };

const origin = { source: 'API', clientIdentity: null, isHooked: false };

describe.each(databases())('the dispatcher on $name', ({ create }) => {
  let database: Database;
  let url: string;
  let dispose: () => Promise<void>;
  let running: Dispatcher[];

  beforeEach(async () => {
    const created = await create();
    dispose = created.dispose;
    url = created.url;
    database = await openDatabase(created.url, manualClock());
    running = [];
  });
  afterEach(async () => {
    for (const dispatcher of running) await dispatcher.stop();
    await database.close();
    await dispose();
  });

  async function start(...processors: Processor[]): Promise<Dispatcher> {
    const dispatcher = new Dispatcher(database, manualClock(), quiet);
    for (const processor of processors) dispatcher.register(processor);
    await dispatcher.start();
    running.push(dispatcher);
    return dispatcher;
  }

  const say = (identity: string, through = database) =>
    through.transaction(async (tx) => {
      appendEvent(tx, {
        type: 'user.added',
        accountSid: ACCOUNT,
        subjectSid: newSid('US'),
        data: { serviceSid: newSid('IS'), identity, origin },
      });
    });

  /** A processor that writes what it handled, in the transaction it is given. */
  const recorder = (fails: (identity: string) => boolean = () => false): Processor => ({
    name: 'recorder',
    handles: ['user.added'],
    async process(tx, events) {
      for (const event of events) {
        const { identity } = event.data as { identity: string };
        await tx.db
          .insertInto('event_failures')
          .values({ processor: `seen ${identity}`, event_id: event.id, reason: '', date_created: 0 })
          .execute();
        if (fails(identity)) throw new Error(`cannot handle ${identity}`);
      }
    },
  });
  const seen = async () =>
    (
      await database.read
        .selectFrom('event_failures')
        .select('processor')
        .where('processor', 'like', 'seen %')
        .orderBy('event_id')
        .execute()
    ).map((row) => row.processor.slice('seen '.length));

  it('hands every committed event over once and in order', async () => {
    const dispatcher = await start(recorder());
    const names = Array.from({ length: 250 }, (_, number) => `u${number}`);
    for (const name of names) await say(name);
    await dispatcher.idle();
    expect(await seen()).toEqual(names);
  });

  it('goes on where it stopped', async () => {
    const first = await start(recorder());
    await say('before');
    await first.idle();
    await first.stop();
    await say('between');
    const second = await start(recorder());
    await say('after');
    await second.idle();
    expect(await seen()).toEqual(['before', 'between', 'after']);
  });

  it('gives a processor that is new to the log only what comes from then on', async () => {
    await say('old');
    const dispatcher = await start(recorder());
    await say('new');
    await dispatcher.idle();
    expect(await seen()).toEqual(['new']);
  });

  it('sets an event aside that keeps failing, with its reason, and handles those around it', async () => {
    const dispatcher = await start(recorder((identity) => identity === 'bad'));
    for (const name of ['good', 'bad', 'also good']) await say(name);
    await dispatcher.idle();
    expect(await seen()).toEqual(['good', 'also good']);
    const failures = await database.read
      .selectFrom('event_failures')
      .select('reason')
      .where('processor', '=', 'recorder')
      .execute();
    expect(failures).toEqual([{ reason: 'Error: cannot handle bad' }]);
  });

  it('handles an event again that failed for a moment', async () => {
    let failuresLeft = 3;
    const dispatcher = await start(recorder(() => failuresLeft-- > 0));
    await say('patient');
    await dispatcher.idle();
    expect(await seen()).toEqual(['patient']);
  });

  it('lets two processes share the work: nothing is handled twice, nothing is left', async () => {
    // Each process hears of its own commits only, and each of its own handle.
    const otherDatabase = database.isShared ? await openDatabase(url, manualClock()) : database;
    const one = await start(recorder());
    const other = new Dispatcher(otherDatabase, manualClock(), quiet);
    other.register(recorder());
    await other.start();
    const names = Array.from({ length: 200 }, (_, number) => `u${number}`);
    await Promise.all(names.map((name, number) => say(name, number % 2 === 0 ? database : otherDatabase)));
    await one.idle();
    await other.idle();
    await one.idle();
    expect((await seen()).toSorted()).toEqual(names.toSorted());
    await other.stop();
    if (otherDatabase !== database) await otherDatabase.close();
  });

  it('writes no place for events that give a processor nothing to do, and none of the others is missed', async () => {
    const picky: Processor = {
      ...recorder(),
      concerns: async (_db, events) =>
        events.some((event) => (event.data as { identity: string }).identity.startsWith('for me')),
    };
    const dispatcher = await start(picky);
    const place = () =>
      database.read.selectFrom('event_cursors').select('event_id').executeTakeFirstOrThrow();
    const before = await place();
    await say('not for me');
    await dispatcher.idle();
    expect([await seen(), await place()]).toEqual([[], before]);
    await say('for me');
    await dispatcher.idle();
    expect(await seen()).toEqual(['for me']);
    await say('nor this');
    await dispatcher.stop();
    const next = await start(picky);
    await next.idle();
    await say('for me again');
    await next.idle();
    expect(await seen()).toEqual(['for me', 'for me again']);
  });

  it('has events gathered that follow each other, but nobody wait who wants it to come to rest', async () => {
    const gathering: Processor = { ...recorder(), gathersFor: 3_600_000 };
    const dispatcher = await start(gathering);
    await say('first');
    await dispatcher.idle();
    await say('second');
    await say('third');
    await dispatcher.idle();
    expect(await seen()).toEqual(['first', 'second', 'third']);
  });

  it('shows nothing of a transaction that failed', async () => {
    const dispatcher = await start(recorder());
    await database
      .transaction(async (tx) => {
        appendEvent(tx, {
          type: 'user.added',
          accountSid: ACCOUNT,
          subjectSid: newSid('US'),
          data: { serviceSid: newSid('IS'), identity: 'ghost', origin },
        });
        throw new Error('no');
      })
      .catch(() => {});
    await say('real');
    await dispatcher.idle();
    expect(await seen()).toEqual(['real']);
  });
});
