// What load balancers and monitoring systems ask of a running server.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#config/config.ts';
import { manualClock } from '#kernel/clock.ts';
import { readiness } from '#operations/health.ts';
import { openContext } from '#server/context.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';

describe.each(databases())('pages for operators on $name', ({ create }) => {
  let server: TestServer;
  let database: TestDatabase;
  const get = async (path: string) => {
    const answer = await fetch(server.url + path);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };

  beforeAll(async () => {
    database = await create();
    server = await startServer(database.url);
  });
  afterAll(async () => {
    await server.stop();
    await database.dispose();
  });

  it('tells without credentials that the process lives', async () => {
    expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
  });

  it('is ready when the database answers, and tells how far the outbox is behind', async () => {
    await server.context.database.transaction((tx) =>
      tx.db
        .insertInto('outbox')
        .values({
          message_sid: `SM${'1'.repeat(32)}`,
          account_sid: server.account.sid,
          pair: 'a b',
          due_at: tx.now - 90_000,
          expires_at: tx.now + 3_600_000,
          attempts: 0,
          lease: 'a process that died',
        })
        .execute(),
    );
    const { status, text } = await get('/readyz');
    await server.context.database.transaction((tx) => tx.db.deleteFrom('outbox').execute());
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      status: 'ready',
      database: 'ok',
      migrations: 'ok',
      outbox: { waiting: 1, lag_seconds: 90 },
    });
  });

  it('is not ready while a migration is missing', async () => {
    const table = server.context.database.transaction((tx) =>
      (tx.db as never as { deleteFrom(name: string): { returningAll(): { execute(): Promise<object[]> } } })
        .deleteFrom('kysely_migration')
        .returningAll()
        .execute(),
    );
    const rows = await table;
    const { status, text } = await get('/readyz');
    await server.context.database.transaction((tx) =>
      (
        tx.db as never as {
          insertInto(name: string): { values(rows: object[]): { execute(): Promise<void> } };
        }
      )
        .insertInto('kysely_migration')
        .values(rows)
        .execute(),
    );
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({ status: 'unavailable', migrations: 'missing' });
    expect((await get('/readyz')).status).toBe(200);
  });

  it('is not ready when the database does not answer', async () => {
    const config = readConfig({ DATABASE_URL: database.url, LOG_LEVEL: 'silent' });
    const context = await openContext(config, manualClock());
    expect(await readiness(context)).toMatchObject({ status: 'ready', database: 'ok' });
    await context.database.close();
    expect(await readiness(context)).toMatchObject({ status: 'unavailable', database: 'failed' });
  });

  it('gives numbers by route and queue that name no object', async () => {
    const authorization = `Basic ${btoa(`${server.account.sid}:${server.account.token}`)}`;
    const sid = `WD${'0'.repeat(32)}`;
    await fetch(`${server.url}/webhooks/v1/Deliveries/${sid}`, { headers: { authorization } });
    const { status, type, text } = await get('/metrics');
    expect(status).toBe(200);
    expect(type).toContain('text/plain');
    expect(text).toContain(
      'parley_http_requests_total{method="GET",route="/webhooks/v1/Deliveries/:Sid",status="404"} 1',
    );
    expect(text).toMatch(/parley_http_request_duration_seconds_count\{product="webhooks"\} 1/);
    for (const queue of ['outbox', 'timers', 'webhooks']) {
      expect(text).toMatch(new RegExp(`parley_queue_waiting\\{queue="${queue}"\\} \\d`));
      expect(text).toMatch(new RegExp(`parley_queue_lag_seconds\\{queue="${queue}"\\} 0`));
    }
    expect(text).toContain('parley_events_set_aside 0');
    expect(text).not.toContain(server.account.sid);
    expect(text).not.toContain(sid);
  });
});
