// Accounts and keys, the event log, timers, replayed answers and the log of webhooks.
import { sql } from 'kysely';
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'accounts', ['sid'], {
    sid: 'sid',
    friendly_name: 'text',
    auth_token: 'text',
    status: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await createTable(db, 'api_keys', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    friendly_name: 'text',
    secret_hash: 'text',
    signing_secret: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_api_keys_account', 'api_keys', ['account_sid', 'sid']);

  await createTable(db, 'agents', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    worker_sid: 'sid',
    login: 'text',
    password_hash: 'text',
    role: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_agents_login', 'agents', ['login']);

  await createEventLog(db);
  await createTable(db, 'event_cursors', ['processor'], {
    processor: 'text',
    transaction_id: 'int',
    event_id: 'int',
  });
  await createTable(db, 'event_failures', ['processor', 'event_id'], {
    processor: 'text',
    event_id: 'int',
    reason: 'text',
    date_created: 'time',
  });

  await createTable(db, 'timers', ['kind', 'subject'], {
    kind: 'text',
    subject: 'text',
    due_at: 'time',
    data: 'text',
  });
  await index(db, 'ix_timers_due', 'timers', ['due_at']);

  await createTable(db, 'idempotent_answers', ['account_sid', 'idempotency_key'], {
    account_sid: 'sid',
    idempotency_key: 'text',
    fingerprint: 'text',
    status: 'int',
    body: 'text?',
    date_created: 'time',
  });
  await index(db, 'ix_idempotent_answers_age', 'idempotent_answers', ['date_created']);

  await createTable(db, 'webhook_deliveries', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    subject_sid: 'text?',
    event_type: 'text',
    url: 'text',
    host: 'text',
    method: 'text',
    parameters: 'text',
    status: 'text',
    attempts: 'int',
    max_attempts: 'int',
    due_at: 'time?',
    response_status: 'int?',
    response_body: 'text?',
    error: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_webhook_deliveries_account', 'webhook_deliveries', ['account_sid', 'sid']);
  await index(db, 'ix_webhook_deliveries_status', 'webhook_deliveries', ['account_sid', 'status', 'sid']);
  await index(db, 'ix_webhook_deliveries_type', 'webhook_deliveries', ['account_sid', 'event_type', 'sid']);
  await index(db, 'ix_webhook_deliveries_subject', 'webhook_deliveries', [
    'account_sid',
    'subject_sid',
    'sid',
  ]);
  await index(db, 'ix_webhook_deliveries_due', 'webhook_deliveries', ['due_at'], "status = 'pending'");
  await index(
    db,
    'ix_webhook_deliveries_order',
    'webhook_deliveries',
    ['account_sid', 'subject_sid', 'url', 'sid'],
    "status = 'pending'",
  );
  await index(db, 'ix_webhook_deliveries_finished', 'webhook_deliveries', ['date_updated'], 'due_at IS NULL');
}

/**
 * The event log numbers its rows. On PostgreSQL numbers are given before the commit, so a reader that only
 * remembered the last number could pass over a slower transaction; the transaction's own id closes that gap.
 */
async function createEventLog(db: Schema): Promise<void> {
  const isPostgres = db.getExecutor().adapter.constructor.name === 'PostgresAdapter';
  const id = isPostgres
    ? sql`bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY`
    : sql`integer PRIMARY KEY AUTOINCREMENT`;
  const transactionId = isPostgres
    ? sql`bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)`
    : sql`integer NOT NULL DEFAULT 0`;
  await sql`
    CREATE TABLE events (
      id ${id},
      transaction_id ${transactionId},
      account_sid varchar(34) NOT NULL,
      type text NOT NULL,
      subject_sid varchar(34) NOT NULL,
      data text NOT NULL,
      date_created bigint NOT NULL
    )`.execute(db);
  await index(db, 'ix_events_order', 'events', ['transaction_id', 'id']);
}
