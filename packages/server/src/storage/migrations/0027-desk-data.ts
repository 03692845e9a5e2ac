// What the desk knows of the past: canned responses, notes, customers and their conversations, and the history of
// messages with the full-text index of whichever database it is.
import { sql } from 'kysely';
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'canned_responses', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    name: 'text',
    body: 'text',
    shortcut: 'text?',
    language: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_canned_responses_account', 'canned_responses', ['account_sid', 'sid']);
  await uniqueIndex(
    db,
    'uq_canned_responses_shortcut',
    'canned_responses',
    ['account_sid', 'shortcut'],
    'shortcut IS NOT NULL',
  );

  await createTable(db, 'desk_notes', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    subject: 'text',
    kind: 'text',
    author: 'text',
    author_sid: 'sid?',
    body: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_desk_notes_subject', 'desk_notes', ['account_sid', 'subject', 'sid']);

  await createCustomers(db);
  await createHistory(db);
  await askForHistory(db);
}

async function createCustomers(db: Schema): Promise<void> {
  await createTable(db, 'customers', ['account_sid', 'address'], {
    account_sid: 'sid',
    address: 'text',
    name: 'text?',
    is_named: 'int',
    first_contact: 'time',
    last_contact: 'time',
    conversations_count: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_customers_recent', 'customers', ['account_sid', 'last_contact', 'address']);

  await createTable(db, 'customer_words', ['account_sid', 'word', 'address'], {
    account_sid: 'sid',
    word: 'text',
    address: 'text',
  });
  await index(db, 'ix_customer_words_address', 'customer_words', ['account_sid', 'address', 'word']);
  // Beginnings of words are ranges of them only where they sort by their characters' numbers.
  if (isPostgres(db)) {
    await sql`ALTER TABLE customer_words ALTER COLUMN word TYPE text COLLATE "C"`.execute(db);
  }

  await createTable(db, 'customer_addresses', ['account_sid', 'customer', 'address'], {
    account_sid: 'sid',
    customer: 'text',
    address: 'text',
  });

  await createTable(db, 'customer_conversations', ['thread_sid', 'address'], {
    thread_sid: 'sid',
    address: 'text',
    account_sid: 'sid',
    service_sid: 'sid',
    channel: 'text',
    customer_address: 'text',
    our_address: 'text?',
    state: 'text',
    task_sid: 'sid?',
    worker_sid: 'sid?',
    agent_name: 'text?',
    disposition: 'text?',
    date_created: 'time',
    date_closed: 'time?',
    date_updated: 'time',
  });
  await index(db, 'ix_customer_conversations_customer', 'customer_conversations', [
    'account_sid',
    'address',
    'date_created',
    'thread_sid',
  ]);
  await index(
    db,
    'ix_customer_conversations_task',
    'customer_conversations',
    ['task_sid'],
    'task_sid IS NOT NULL',
  );
}

async function createHistory(db: Schema): Promise<void> {
  await createTable(db, 'history_messages', ['number'], {
    number: 'int',
    account_sid: 'sid',
    message_sid: 'sid',
    thread_sid: 'sid?',
    customer: 'text?',
    worker_sid: 'sid?',
    channel: 'text',
    words: 'text',
  });
  const table = 'history_messages';
  await uniqueIndex(db, 'uq_history_messages_sid', table, ['message_sid']);
  await index(db, 'ix_history_messages_account', table, ['account_sid', 'number']);
  await index(db, 'ix_history_messages_thread', table, ['thread_sid', 'number']);
  await index(db, 'ix_history_messages_customer', table, ['account_sid', 'customer', 'number']);
  await index(db, 'ix_history_messages_worker', table, ['account_sid', 'worker_sid', 'number']);
  await index(db, 'ix_history_messages_channel', table, ['account_sid', 'channel', 'number']);
  if (isPostgres(db)) await indexWordsOfPostgres(db);
  else await indexWordsOfSqlite(db);
}

async function indexWordsOfPostgres(db: Schema): Promise<void> {
  await sql`ALTER TABLE history_messages ALTER COLUMN words TYPE tsvector USING words::tsvector`.execute(db);
  await sql`CREATE INDEX ix_history_messages_words ON history_messages USING gin (words)`.execute(db);
}

/**
 * The words come cut and in lower case, so the simplest tokenizer does; where they are is not asked for, so it is not
 * kept. The account is a word as well: what others said is not looked through.
 */
async function indexWordsOfSqlite(db: Schema): Promise<void> {
  await sql`
    CREATE VIRTUAL TABLE history_words USING fts5(
      words, content='', detail='none', columnsize=0, prefix='3', tokenize='ascii'
    )`.execute(db);
  await sql`
    CREATE TRIGGER history_words_added AFTER INSERT ON history_messages BEGIN
      INSERT INTO history_words (rowid, words) VALUES (new.number, new.words || ' ' || new.account_sid);
    END`.execute(db);
  await sql`
    CREATE TRIGGER history_words_removed AFTER DELETE ON history_messages BEGIN
      INSERT INTO history_words (history_words, rowid, words)
      VALUES ('delete', old.number, old.words || ' ' || old.account_sid);
    END`.execute(db);
}

/** Where something was said before this, a timer sets off that it is gone through. */
async function askForHistory(db: Schema): Promise<void> {
  await sql`
    INSERT INTO timers (kind, subject, due_at, data)
    SELECT 'desk-history', 'threads', 0, '{}'
    WHERE EXISTS (SELECT 1 FROM threads) OR EXISTS (SELECT 1 FROM carrier_messages)`.execute(db);
}

function isPostgres(db: Schema): boolean {
  return db.getExecutor().adapter.constructor.name === 'PostgresAdapter';
}
