// What a process leaves behind when it dies is delivered by the next one; private networks can be closed.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { manualClock } from '#kernel/clock.ts';
import { newSid } from '#kernel/sid.ts';
import { type Context, openContext } from '#server/context.ts';
import { takeDue } from '#webhooks/delivery-queue.ts';
import { DeliveryWorker } from '#webhooks/delivery-worker.ts';
import { enqueueWebhook } from '#webhooks/webhooks.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer } from '../support/start-server.ts';
import { listLog } from './log-client.ts';
import { type Receiver, startReceiver } from './receiver.ts';

describe.each(databases())('webhooks over a restart on $name', ({ create }) => {
  let database: TestDatabase;
  let receiver: Receiver;

  beforeEach(async () => {
    database = await create();
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await receiver.close();
    await database.dispose();
  });

  /** A process that commits a webhook and dies; `last` is the last thing it does. */
  async function deadProcess(last: (context: Context) => Promise<unknown>): Promise<void> {
    const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'warn' });
    const context = await openContext(config, manualClock());
    const accountSid = newSid('AC');
    await context.database.transaction(async (tx) => {
      await tx.db
        .insertInto('accounts')
        .values({
          sid: accountSid,
          friendly_name: 'Dead',
          auth_token: 'a'.repeat(32),
          status: 'active',
          date_created: tx.now,
          date_updated: tx.now,
        })
        .execute();
      await enqueueWebhook(tx, { accountSid, eventType: 'left', url: receiver.url, parameters: { a: '1' } });
    });
    await last(context);
    await context.database.close();
  }

  it('what was committed and not yet taken goes out at the next start', async () => {
    await deadProcess(async () => {});
    const server = await startServer(database.url);
    await server.settled();
    expect(receiver.requests.map(({ form }) => form)).toEqual([{ a: '1' }]);
    await server.stop();
  });

  it('what was taken and never recorded goes out when its lease has ended', async () => {
    await deadProcess(({ database: store, clock }) =>
      takeDue(store, clock.now(), { free: 10, perHost: 10, underWay: new Map() }),
    );
    const server = await startServer(database.url);
    await server.advance(59_000);
    expect(receiver.requests).toHaveLength(0);
    await server.advance(1_000);
    expect(receiver.requests).toHaveLength(1);
    await server.advance(120_000);
    expect(receiver.requests).toHaveLength(1);
    await server.stop();
  });

  it('what is under way when the server stops gets five seconds and goes out at the next start', async () => {
    await deadProcess(async () => {});
    receiver.answerNext(() => {});
    const clock = manualClock();
    const context = await openContext(readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'warn' }), clock);
    const worker = new DeliveryWorker(context);
    worker.start();
    await receiver.arrived(1);
    const stopped = worker.stop();
    clock.advance(5_000);
    await stopped;
    const row = await context.database.read
      .selectFrom('webhook_deliveries')
      .select(['status', 'attempts'])
      .executeTakeFirst();
    expect(row).toEqual({ status: 'pending', attempts: 0 });
    await context.database.close();
    const server = await startServer(database.url);
    await server.advance(5_000);
    expect(receiver.requests).toHaveLength(2);
    await server.stop();
  });

  it('two processes on one database take a delivery once', async () => {
    const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'warn' });
    await deadProcess(async () => {});
    const clock = manualClock();
    const contexts = await Promise.all([openContext(config, clock), openContext(config, clock)]);
    const capacity = { free: 10, perHost: 10, underWay: new Map() };
    const taken = await Promise.all(
      contexts.map((context) => takeDue(context.database, clock.now(), capacity)),
    );
    expect(taken.flat()).toHaveLength(1);
    for (const context of contexts) await context.database.close();
  });

  it('nothing is sent into a private network when only the public one is allowed', async () => {
    const server = await startServer(database.url, { webhookNetworks: 'public' });
    await server.context.database.transaction(async (tx) => {
      for (const url of [receiver.url, receiver.url.replace('127.0.0.1', 'localhost')]) {
        await enqueueWebhook(tx, { accountSid: server.account.sid, eventType: 'ssrf', url, parameters: {} });
      }
    });
    await server.settled();
    expect(receiver.requests).toHaveLength(0);
    for (const delivery of await listLog(server, { EventType: 'ssrf' })) {
      expect(delivery).toMatchObject({ status: 'failed', error: 'The host is not on the public internet' });
    }
    await server.stop();
  });
});
