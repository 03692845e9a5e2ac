// Phones of the simulated network as people have them: one phone with several addresses, what was read on it, the
// buttons under a text, and days on which many customers write.
import { sql } from 'kysely';
import { createTable, index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await addPhoneFacts(db);
  await addMessageFacts(db);
  await createTable(db, 'handset_busy_days', ['account_sid'], {
    account_sid: 'sid',
    seed: 'text',
    customers: 'int',
    minutes: 'int',
    sent: 'int',
    answers: 'int',
    started_at: 'time',
    ends_at: 'time',
  });
  await createTable(db, 'handset_customers', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    phone_address: 'text',
    contact_address: 'text',
    script: 'text',
    state: 'text',
    step: 'int',
    date_updated: 'time',
  });
  await index(db, 'ix_handset_customers_address', 'handset_customers', ['account_sid', 'phone_address']);
}

async function addPhoneFacts(db: Schema): Promise<void> {
  const added: [string, string][] = [
    ['phone', "text NOT NULL DEFAULT ''"],
    ['name', 'text'],
    ['fail_next', 'bigint NOT NULL DEFAULT 0'],
    ['sends_read', 'bigint NOT NULL DEFAULT 1'],
  ];
  for (const [column, type] of added) {
    await sql`ALTER TABLE handset_phones ADD COLUMN ${sql.raw(column)} ${sql.raw(type)}`.execute(db);
  }
  await sql`UPDATE handset_phones SET phone = CASE
    WHEN address LIKE 'whatsapp:%' THEN substr(address, 10)
    WHEN address LIKE 'rcs:%' OR address LIKE 'sms:%' THEN substr(address, 5)
    ELSE address END`.execute(db);
  await index(db, 'ix_handset_phones_phone', 'handset_phones', ['account_sid', 'phone']);
}

/** What was there before counts as read. */
async function addMessageFacts(db: Schema): Promise<void> {
  await sql`ALTER TABLE handset_messages ADD COLUMN read_at bigint`.execute(db);
  await sql`ALTER TABLE handset_messages ADD COLUMN buttons text`.execute(db);
  await sql`UPDATE handset_messages SET read_at = date_created WHERE arrives_at IS NULL`.execute(db);
}
