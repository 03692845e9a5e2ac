// The desk: who may sign in, also without being a worker; sessions of browsers, tries to sign in, plugins switched on.
import { sql } from 'kysely';
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await freeAgentsOfWorkers(db);
  await createTable(db, 'desk_sessions', ['token_hash'], {
    token_hash: 'text',
    account_sid: 'sid',
    agent_sid: 'sid',
    date_created: 'time',
    last_seen: 'time',
    expires_at: 'time',
  });
  await index(db, 'ix_desk_sessions_agent', 'desk_sessions', ['account_sid', 'agent_sid']);
  await index(db, 'ix_desk_sessions_seen', 'desk_sessions', ['last_seen']);

  await createTable(db, 'sign_in_tries', ['subject'], {
    subject: 'text',
    tries: 'int',
    window_ends: 'time',
  });
  await index(db, 'ix_sign_in_tries_end', 'sign_in_tries', ['window_ends']);

  await createTable(db, 'desk_plugins', ['account_sid', 'name'], {
    account_sid: 'sid',
    name: 'text',
    is_enabled: 'int',
    date_updated: 'time',
  });
}

/** Only one of the dialects can take NOT NULL from a column, so the table is made again. */
async function freeAgentsOfWorkers(db: Schema): Promise<void> {
  await sql`CREATE TABLE agents_before AS SELECT * FROM agents`.execute(db);
  await db.schema.dropTable('agents').execute();
  await createTable(db, 'agents', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    worker_sid: 'sid?',
    login: 'text',
    full_name: 'text',
    password_hash: 'text?',
    role: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await sql`
    INSERT INTO agents (sid, account_sid, worker_sid, login, full_name, password_hash, role, date_created, date_updated)
    SELECT sid, account_sid, worker_sid, login,
      coalesce((SELECT friendly_name FROM workers WHERE workers.sid = agents_before.worker_sid), login),
      password_hash, role, date_created, date_updated
    FROM agents_before`.execute(db);
  await db.schema.dropTable('agents_before').execute();
  await uniqueIndex(db, 'uq_agents_login', 'agents', ['login']);
  await uniqueIndex(db, 'uq_agents_worker', 'agents', ['worker_sid'], 'worker_sid IS NOT NULL');
  await index(db, 'ix_agents_account', 'agents', ['account_sid', 'sid']);
}
