// People who were let in before the desk was there: they keep their logins and passwords.
import { randomBytes, scryptSync } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { up } from '#storage/migrations/0026-desk.ts';
import { databases } from '../support/databases.ts';
import { startServer } from '../support/start-server.ts';
import { makeWorkspace } from '../taskrouter/workspace-fixture.ts';
import { Browser } from './desk-fixture.ts';

it.each(databases())('people of before sign in as the workers they are, on $name', async ({ create }) => {
  const database = await create();
  const server = await startServer(database.url);
  const worker = await (await makeWorkspace(server)).addWorker('Olga');
  const salt = randomBytes(16);
  const hash = `scrypt$${salt.toString('base64')}$${scryptSync('of before', salt, 32).toString('base64')}`;
  await server.context.database.transaction(async ({ db }) => {
    for (const table of ['agents', 'desk_sessions', 'sign_in_tries', 'desk_plugins']) {
      await db.schema.dropTable(table).execute();
    }
    await sql`CREATE TABLE agents (sid varchar(34) NOT NULL CONSTRAINT pk_agents PRIMARY KEY,
      account_sid varchar(34) NOT NULL, worker_sid varchar(34) NOT NULL, login text NOT NULL,
      password_hash text NOT NULL, role text NOT NULL, date_created bigint NOT NULL,
      date_updated bigint NOT NULL)`.execute(db);
    await sql`CREATE UNIQUE INDEX uq_agents_login ON agents (login)`.execute(db);
    await sql`INSERT INTO agents VALUES (${newSid('UA')}, ${server.account.sid}, ${worker},
      'olga@example.com', ${hash}, 'agent', 1, 2)`.execute(db);
    await up(db);
  });
  const browser = new Browser(server.url);
  const session = await browser.signIn('olga@example.com', 'of before');
  expect(session.status).toBe(201);
  expect(session.json).toMatchObject({ full_name: 'Olga', worker_sid: worker, identity: 'Olga' });
  expect((await new Browser(server.url).signIn('olga@example.com', 'not it')).status).toBe(401);
  await server.stop();
  await database.dispose();
});
