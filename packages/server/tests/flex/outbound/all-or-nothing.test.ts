// A call that fails anywhere on its way leaves nothing: each table it writes to is made to fail in turn.
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import { useOutbound } from './outbound-fixture.ts';

const LEGACY = [
  'flex_channels',
  'tasks',
  'flex_channel_tasks',
  'users',
  'threads',
  'participants',
  'proxy_sessions',
  'proxy_participants',
  'messages',
  'outbound_conversations',
  'events',
] as const;

const CURRENT = [
  'threads',
  'participants',
  'flex_interaction_channels',
  'flex_interactions',
  'flex_interaction_participants',
  'tasks',
  'flex_interaction_invites',
  'timers',
  'messages',
  'outbound_conversations',
  'events',
] as const;

describe.each(databases())('all or nothing on $name', ({ name, create }) => {
  const outbound = useOutbound(create, { lives: 'a file' });
  const run = (statement: string) =>
    outbound.server.context.database.transaction((tx) => sql.raw(statement).execute(tx.db));
  /** Makes every insert into the table fail; resolves with what ends that. */
  async function breakTable(table: string): Promise<() => Promise<unknown>> {
    if (name === 'sqlite') {
      await run(`CREATE TRIGGER broken BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'broken'); END`);
      return () => run('DROP TRIGGER broken');
    }
    await run(`CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'broken'; END $$`);
    await run(`CREATE TRIGGER broken BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION broken()`);
    return () => run(`DROP TRIGGER broken ON ${table}`);
  }

  it.each([
    ['legacy', LEGACY],
    ['conversations', CURRENT],
  ] as const)('leaves nothing of the %s generation, wherever it fails', async (generation, tables) => {
    if (generation === 'legacy') await outbound.world.flow();
    await outbound.client.conversations.v1.configuration().fetch();
    await outbound.settled();
    for (const table of tables) {
      const To = outbound.newCustomer();
      const before = await outbound.rows();
      const repair = await breakTable(table);
      const { status } = await outbound.call({ To, Generation: generation });
      await repair();
      expect(status, table).toBe(500);
      expect(await outbound.rows(), table).toEqual(before);
      const after = await outbound.call({ To, Generation: generation });
      expect(after.status, `${table}: ${JSON.stringify(after.body)}`).toBe(201);
      await outbound.settled();
    }
  });
});
