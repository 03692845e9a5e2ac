// Transactions: all or nothing, alone in their failure, and durable before they are answered.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manualClock } from '#kernel/clock.ts';
import { newSid } from '#kernel/sid.ts';
import type { Database, Transaction } from '#storage/database.ts';
import { openDatabase } from '#storage/open.ts';
import { databases } from '../support/databases.ts';

describe.each(databases())('transactions on $name', ({ create }) => {
  let database: Database;
  let url: string;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const created = await create();
    url = created.url;
    dispose = created.dispose;
    database = await openDatabase(url, manualClock(5_000));
  });
  afterEach(async () => {
    await database.close();
    await dispose();
  });

  const addTimer = (tx: Transaction, subject: string) =>
    tx.db.insertInto('timers').values({ kind: 'test', subject, due_at: tx.now, data: '{}' }).execute();
  const subjects = async () =>
    (await database.read.selectFrom('timers').select('subject').orderBy('subject').execute()).map(
      (row) => row.subject,
    );

  it('takes everything back when the work fails', async () => {
    const failure = new Error('no');
    await expect(
      database.transaction(async (tx) => {
        await addTimer(tx, 'a');
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await subjects()).toEqual([]);
  });

  it('keeps a failing command from those that share its commit', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, number) =>
        database.transaction(async (tx) => {
          await addTimer(tx, String(number).padStart(2, '0'));
          if (number % 2 === 1) throw new Error('odd');
          return number;
        }),
      ),
    );
    expect(outcomes.map((outcome) => outcome.status === 'fulfilled')).toEqual(
      outcomes.map((_, number) => number % 2 === 0),
    );
    expect(await subjects()).toEqual(['00', '02', '04', '06', '08', '10', '12', '14', '16', '18']);
  });

  it('shows to readers what was answered', async () => {
    await database.transaction((tx) => addTimer(tx, 'seen'));
    expect(await subjects()).toEqual(['seen']);
  });

  it('runs hooks inside the transaction and tells signals after it, only when it commits', async () => {
    const told: string[][] = [];
    database.onSignals((signals) => told.push([...signals]));
    await database.transaction(async (tx) => {
      tx.signal('good');
      tx.beforeCommit(async () => {
        await addTimer(tx, 'hook');
      });
    });
    await database
      .transaction(async (tx) => {
        tx.signal('bad');
        throw new Error('no');
      })
      .catch(() => {});
    expect(told).toEqual([['good']]);
    expect(await subjects()).toEqual(['hook']);
  });

  /** A timer that is written with the commit. */
  const addLast = (tx: Transaction, subject: string) =>
    tx.writeLast(
      tx.db.insertInto('timers').values({ kind: 'test', subject, due_at: 0, data: '{}' }).compile(),
    );

  it('writes after the hooks what is written last', async () => {
    const seen: string[] = [];
    await database.transaction(async (tx) => {
      addLast(tx, 'last');
      tx.beforeCommit(async () => {
        const rows = await tx.db.selectFrom('timers').select('subject').execute();
        seen.push(...rows.map(({ subject }) => subject));
        addLast(tx, 'of the hook');
      });
    });
    expect(seen).toEqual([]);
    expect(await subjects()).toEqual(['last', 'of the hook']);
  });

  it('takes everything back and tells nothing when what is written last fails', async () => {
    await database.transaction((tx) => addTimer(tx, 'taken'));
    const told: string[][] = [];
    database.onSignals((signals) => told.push([...signals]));
    const failed = database.transaction(async (tx) => {
      tx.signal('never');
      await addTimer(tx, 'first');
      addLast(tx, 'taken');
      addLast(tx, 'behind it');
    });
    const error = await failed.catch((reason: unknown) => reason);
    expect(await database.violatedIndex(error)).not.toBeNull();
    expect(await subjects()).toEqual(['taken']);
    expect(told).toEqual([]);
    await database.transaction(async (tx) => addLast(tx, 'next'));
    expect(await subjects()).toEqual(['next', 'taken']);
  });

  it('forgets what was to be written last when the work fails', async () => {
    const attempts = Array.from({ length: 20 }, (_, number) =>
      database.transaction(async (tx) => {
        addLast(tx, `${number}`);
        await addTimer(tx, `also ${number}`);
        throw new Error('no');
      }),
    );
    await Promise.allSettled(attempts);
    await Promise.all(Array.from({ length: 20 }, () => database.transaction(async () => {})));
    expect(await subjects()).toEqual([]);
  });

  it('takes the time from the clock it was given', async () => {
    expect(await database.transaction(async (tx) => tx.now)).toBe(5_000);
  });

  it('names the unique index an error speaks of', async () => {
    const account = newSid('AC');
    const addUser = (tx: Transaction) =>
      tx.db
        .insertInto('users')
        .values({
          sid: newSid('US'),
          account_sid: account,
          service_sid: newSid('IS'),
          identity: 'anna',
          friendly_name: null,
          attributes: '{}',
          role_sid: newSid('RL'),
          is_online: null,
          is_notifiable: null,
          joined_channels_count: 0,
          date_created: 0,
          date_updated: 0,
        })
        .returning('service_sid')
        .executeTakeFirstOrThrow();
    const { service_sid } = await database.transaction(addUser);
    const again = database.transaction(async (tx) => {
      const { sid } = await tx.db
        .insertInto('users')
        .columns([
          'sid',
          'account_sid',
          'service_sid',
          'identity',
          'attributes',
          'role_sid',
          'joined_channels_count',
          'date_created',
          'date_updated',
        ])
        .expression((eb) =>
          eb
            .selectFrom('users')
            .select([
              'role_sid',
              'account_sid',
              'service_sid',
              'identity',
              'attributes',
              'role_sid as role',
              'joined_channels_count',
              'date_created',
              'date_updated',
            ])
            .where('service_sid', '=', service_sid),
        )
        .returning('sid')
        .executeTakeFirstOrThrow();
      return sid;
    });
    const error = await again.catch((reason: unknown) => reason);
    expect(await database.violatedIndex(error)).toBe('uq_users_identity');
    expect(await database.violatedIndex(new Error('something else'))).toBeNull();
  });

  it('lets several processes start on an empty database at once', async () => {
    const other = await create();
    const opened = await Promise.all(
      Array.from({ length: database.isShared ? 4 : 1 }, () => openDatabase(other.url, manualClock())),
    );
    const counts = await Promise.all(
      opened.map((one) => one.read.selectFrom('timers').selectAll().execute()),
    );
    expect(counts.flat()).toEqual([]);
    await Promise.all(opened.map((one) => one.close()));
    await other.dispose();
  });
});
