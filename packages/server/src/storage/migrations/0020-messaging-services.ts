// Messaging services and their senders, senders of channels, consent with its history, rules of sending, and media of
// carrier messages as rows.
import { sql } from 'kysely';
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

/** Parameters of a statement are limited. */
const ROWS_A_STATEMENT = 100;

export async function up(db: Schema): Promise<void> {
  await createServices(db);
  await createSenders(db);
  await createConsents(db);
  await createRules(db);
  await extendMessages(db);
}

async function createServices(db: Schema): Promise<void> {
  await createTable(db, 'messaging_services', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    friendly_name: 'text',
    inbound_request_url: 'text?',
    inbound_method: 'text',
    fallback_url: 'text?',
    fallback_method: 'text',
    status_callback: 'text?',
    sticky_sender: 'int',
    mms_converter: 'int',
    smart_encoding: 'int',
    scan_message_content: 'text',
    fallback_to_long_code: 'int',
    area_code_geomatch: 'int',
    synchronous_validation: 'int',
    validity_period: 'int',
    usecase: 'text',
    use_inbound_webhook_on_number: 'int',
    opt_out_settings: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_messaging_services_account', 'messaging_services', ['account_sid', 'sid']);
}

async function createSenders(db: Schema): Promise<void> {
  // A sender is in one service only, which its own SID as the key says.
  await createTable(db, 'service_senders', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    kind: 'text',
    address: 'text',
    country_code: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_service_senders_address', 'service_senders', [
    'service_sid',
    'kind',
    'address',
    'country_code',
  ]);
  await index(db, 'ix_service_senders_kind', 'service_senders', ['service_sid', 'kind', 'sid']);
  await index(db, 'ix_service_senders_address', 'service_senders', ['account_sid', 'address']);
  await createTable(db, 'sticky_senders', ['service_sid', 'recipient'], {
    service_sid: 'sid',
    recipient: 'text',
    account_sid: 'sid',
    address: 'text',
    date_created: 'time',
  });
  await index(db, 'ix_sticky_senders_address', 'sticky_senders', ['service_sid', 'address']);
  await createTable(db, 'channel_senders', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    address: 'text',
    channel: 'text',
    friendly_name: 'text?',
    status: 'text',
    configuration: 'text',
    webhook: 'text',
    profile: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_channel_senders_address', 'channel_senders', ['address']);
  await index(db, 'ix_channel_senders_account', 'channel_senders', ['account_sid', 'channel', 'sid']);
}

async function createConsents(db: Schema): Promise<void> {
  await createTable(db, 'consents', ['account_sid', 'customer_address', 'sender'], {
    account_sid: 'sid',
    customer_address: 'text',
    sender: 'text',
    sid: 'sid',
    status: 'text',
    source: 'text',
    word: 'text?',
    message_sid: 'sid?',
    date_of_consent: 'time',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_consents_sid', 'consents', ['account_sid', 'sid']);
  await createTable(db, 'consent_changes', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    consent_sid: 'sid',
    status: 'text',
    source: 'text',
    word: 'text?',
    message_sid: 'sid?',
    date_of_consent: 'time',
    date_created: 'time',
  });
  await index(db, 'ix_consent_changes_consent', 'consent_changes', ['consent_sid', 'sid']);
  const refusals = await db.selectFrom('opt_outs').selectAll().orderBy('date_created').execute();
  const consents = refusals.map((row, place) => ({
    account_sid: row.account_sid,
    customer_address: row.customer_address,
    sender: row.own_address,
    // In the order of the old rows, and before every SID that is made from now on.
    sid: `CN${place.toString(16).padStart(32, '0')}`,
    status: 'opt-out',
    source: 'keyword',
    word: row.source,
    message_sid: null,
    date_of_consent: row.date_created,
    date_created: row.date_created,
    date_updated: row.date_created,
  }));
  for (let at = 0; at < consents.length; at += ROWS_A_STATEMENT) {
    await db
      .insertInto('consents')
      .values(consents.slice(at, at + ROWS_A_STATEMENT))
      .execute();
  }
  await db.schema.dropTable('opt_outs').execute();
}

async function createRules(db: Schema): Promise<void> {
  await createTable(db, 'sending_rules', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    subject: 'text',
    quiet_start: 'int?',
    quiet_end: 'int?',
    time_zone: 'text',
    daily_cap: 'int?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_sending_rules_subject', 'sending_rules', ['account_sid', 'subject']);
  await index(db, 'ix_sending_rules_account', 'sending_rules', ['account_sid', 'sid']);
  await createTable(db, 'daily_counts', ['rule_sid', 'recipient', 'day'], {
    rule_sid: 'sid',
    recipient: 'text',
    day: 'text',
    account_sid: 'sid',
    count: 'int',
  });
  await index(db, 'ix_daily_counts_day', 'daily_counts', ['day']);
}

async function extendMessages(db: Schema): Promise<void> {
  for (const [column, type] of [
    ['messaging_service_sid', 'varchar(34)'],
    ['flow_sid', 'varchar(34)'],
    ['content_sid', 'varchar(34)'],
    ['content_variables', 'text'],
    ['send_at', 'bigint'],
    ['validity_ms', 'bigint'],
    ['is_confirmation', 'bigint'],
  ] as const) {
    await sql`ALTER TABLE carrier_messages ADD COLUMN ${sql.id(column)} ${sql.raw(type)}`.execute(db);
  }
  await createTable(db, 'carrier_media', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    message_sid: 'sid',
    url: 'text',
    content_type: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_carrier_media_message', 'carrier_media', ['message_sid', 'sid']);
}
