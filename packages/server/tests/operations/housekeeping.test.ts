// What is old and finished goes, a bounded number of rows at a time; everything else stays.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Processor } from '#events/dispatcher.ts';
import { appendEvent } from '#events/event-log.ts';
import { newSid } from '#kernel/sid.ts';
import { CHUNK, housekeeping } from '#operations/housekeeping.ts';
import { purgeSettledEvents } from '#operations/settled-events.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { WebhookDeliveryRow } from '#storage/schema/platform.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe.each(databases())('housekeeping on $name', ({ create }) => {
  let server: TestServer;
  let database: TestDatabase;

  beforeEach(async () => {
    database = await create();
    server = await startServer(database.url);
  });
  afterEach(async () => {
    await server.stop();
    await database.dispose();
  });

  const store = <T>(work: Parameters<typeof server.context.database.transaction<T>>[0]) =>
    server.context.database.transaction(work);

  async function addAnswers(count: number, age: number): Promise<void> {
    for (let from = 0; from < count; from += 100) {
      const rows = Array.from({ length: Math.min(100, count - from) }, () => ({
        account_sid: server.account.sid,
        idempotency_key: newSid('KY'),
        fingerprint: 'f',
        status: 200,
        body: null,
        date_created: server.clock.now() - age,
      }));
      await store((tx) => insertRows(tx, 'idempotent_answers', rows));
    }
  }

  async function countAnswers(): Promise<number> {
    const rows = await server.context.database.read
      .selectFrom('idempotent_answers')
      .select('idempotency_key')
      .execute();
    return rows.length;
  }

  const delivery = (
    status: WebhookDeliveryRow['status'],
    age: number,
  ): Record<string, string | number | null> => ({
    sid: newSid('WD'),
    account_sid: server.account.sid,
    subject_sid: null,
    event_type: `${status} ${age / DAY}`,
    url: 'http://127.0.0.1:1/',
    host: '127.0.0.1:1',
    method: 'POST',
    parameters: '{}',
    status,
    attempts: 1,
    max_attempts: 10,
    due_at: status === 'pending' ? server.clock.now() + 365 * DAY : null,
    response_status: null,
    response_body: null,
    error: null,
    date_created: server.clock.now() - age,
    date_updated: server.clock.now() - age,
  });

  it('forgets answers of idempotent requests after 24 hours', async () => {
    await addAnswers(2, 0);
    await server.advance(23 * HOUR);
    expect(await countAnswers()).toBe(2);
    await server.advance(2 * HOUR);
    expect(await countAnswers()).toBe(0);
  });

  it('forgets finished deliveries after 30 days and keeps pending ones', async () => {
    const rows = (['delivered', 'failed', 'pending'] as const).flatMap((status) => [
      delivery(status, 29 * DAY),
      delivery(status, 31 * DAY),
    ]);
    await store((tx) => insertRows(tx, 'webhook_deliveries', rows));
    await server.advance(HOUR);
    const left = await server.context.database.read
      .selectFrom('webhook_deliveries')
      .select('event_type')
      .execute();
    expect(left.map((row) => row.event_type).sort()).toEqual([
      'delivered 29',
      'failed 29',
      'pending 29',
      'pending 31',
    ]);
  });

  it('removes at most a chunk in one transaction and comes back until all is gone', async () => {
    await addAnswers(2 * CHUNK + 100, 2 * DAY);
    await store((tx) => housekeeping(server.context)(tx, { subject: '', dueAt: tx.now, data: {} }));
    await server.settled();
    expect(await countAnswers()).toBe(0);
    await addAnswers(CHUNK + 100, 2 * DAY);
    const removed = await store(async (tx) => {
      await housekeeping(server.context)(tx, { subject: '', dueAt: tx.now, data: {} });
      const left = await tx.db.selectFrom('idempotent_answers').select('idempotency_key').execute();
      return CHUNK + 100 - left.length;
    });
    expect(removed).toBe(CHUNK);
  });

  it('keeps what it will forget to its last millisecond', async () => {
    const round = () =>
      store((tx) => housekeeping(server.context)(tx, { subject: '', dueAt: tx.now, data: {} }));
    const left = async () => {
      const deliveries = server.context.database.read.selectFrom('webhook_deliveries').select('sid');
      return [await countAnswers(), (await deliveries.execute()).length];
    };
    await addAnswers(1, DAY - 1);
    await store((tx) => insertRows(tx, 'webhook_deliveries', [delivery('delivered', 30 * DAY - 1)]));
    await round();
    expect(await left()).toEqual([1, 1]);
    server.clock.advance(1);
    await round();
    expect(await left()).toEqual([0, 0]);
    await server.settled();
  });

  it('goes on every hour, also after a restart', async () => {
    await server.advance(HOUR);
    await addAnswers(1, 2 * DAY);
    await server.stop();
    server = await startServer(database.url);
    await server.advance(2 * HOUR);
    expect(await countAnswers()).toBe(0);
  });

  it('forgets events after 90 days once every processor that handles them has', async () => {
    const record = (type: 'thread.added' | 'thread.updated') =>
      store(async (tx) => {
        const origin = { source: 'API', clientIdentity: null, isHooked: false };
        const data = { serviceSid: 'IS1', attributes: '{}', origin };
        appendEvent(tx, { type, accountSid: server.account.sid, subjectSid: newSid('CH'), data });
      });
    await record('thread.added');
    await record('thread.updated');
    await record('thread.added');
    const events = await server.context.database.read
      .selectFrom('events')
      .select(['id', 'transaction_id', 'type'])
      .orderBy('transaction_id')
      .orderBy('id')
      .execute();
    const first = events[0]!;
    const slow: Processor = { name: 'slow', handles: ['thread.added'], process: async () => {} };
    await store((tx) =>
      tx.db
        .insertInto('event_cursors')
        .values({ processor: 'slow', transaction_id: first.transaction_id, event_id: first.id })
        .execute(),
    );
    const left = async () =>
      (await server.context.database.read.selectFrom('events').select('id').orderBy('id').execute()).map(
        (event) => event.id,
      );
    const purge = (before: number) => store((tx) => purgeSettledEvents(tx, [slow], before, 100));

    await purge(server.clock.now());
    expect(await left()).toHaveLength(3);
    await purge(server.clock.now() + 1);
    expect(await left()).toEqual([events[2]!.id]);
    await store((tx) =>
      tx.db
        .updateTable('event_cursors')
        .set({ transaction_id: events[2]!.transaction_id, event_id: events[2]!.id })
        .where('processor', '=', 'slow')
        .execute(),
    );
    await server.advance(89 * DAY);
    expect(await left()).toHaveLength(1);
    await server.advance(2 * DAY);
    expect(await left()).toEqual([]);
  });
});
