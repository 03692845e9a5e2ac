// Texts and their way through carriers: messages, the outbox, our numbers, opt-outs and the simulated phones.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createCarrierMessages(db);
  await createOutbox(db);

  await createTable(db, 'own_numbers', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    phone_number: 'text',
    friendly_name: 'text',
    sms_url: 'text',
    sms_method: 'text',
    sms_fallback_url: 'text',
    sms_fallback_method: 'text',
    settings: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_own_numbers_phone_number', 'own_numbers', ['phone_number']);
  await index(db, 'ix_own_numbers_account', 'own_numbers', ['account_sid', 'sid']);

  await createTable(db, 'opt_outs', ['account_sid', 'own_address', 'customer_address'], {
    account_sid: 'sid',
    own_address: 'text',
    customer_address: 'text',
    source: 'text',
    date_created: 'time',
  });
  await createHandset(db);
}

async function createCarrierMessages(db: Schema): Promise<void> {
  await createTable(db, 'carrier_messages', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    from_address: 'text',
    to_address: 'text',
    body: 'text?',
    media_urls: 'text?',
    num_media: 'int',
    direction: 'text',
    status: 'text',
    status_rank: 'int',
    error_code: 'int?',
    num_segments: 'int',
    status_callback: 'text?',
    connector: 'text?',
    carrier_message_id: 'text?',
    opt_out_type: 'text?',
    is_taken: 'int?',
    feedback: 'text?',
    date_sent: 'time?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(
    db,
    'uq_carrier_messages_carrier_id',
    'carrier_messages',
    ['connector', 'carrier_message_id', 'account_sid', 'direction'],
    'carrier_message_id IS NOT NULL',
  );
  await index(db, 'ix_carrier_messages_account', 'carrier_messages', ['account_sid', 'sid']);
  await index(db, 'ix_carrier_messages_to', 'carrier_messages', ['account_sid', 'to_address', 'sid']);
  await index(db, 'ix_carrier_messages_from', 'carrier_messages', ['account_sid', 'from_address', 'sid']);
  await index(
    db,
    'ix_carrier_messages_sent',
    'carrier_messages',
    ['account_sid', 'date_sent', 'sid'],
    'date_sent IS NOT NULL',
  );
}

async function createOutbox(db: Schema): Promise<void> {
  await createTable(db, 'outbox', ['message_sid'], {
    message_sid: 'sid',
    account_sid: 'sid',
    pair: 'text',
    due_at: 'time',
    expires_at: 'time',
    attempts: 'int',
    lease: 'text?',
  });
  await index(db, 'ix_outbox_due', 'outbox', ['due_at', 'message_sid']);
  await index(db, 'ix_outbox_pair', 'outbox', ['pair', 'message_sid']);
  await createTable(db, 'outbox_turns', ['name'], { name: 'text', taken_at: 'time' });
  await db.insertInto('outbox_turns').values({ name: 'send', taken_at: 0 }).execute();
}

async function createHandset(db: Schema): Promise<void> {
  await createTable(db, 'handset_phones', ['account_sid', 'address'], {
    account_sid: 'sid',
    address: 'text',
    behaviour: 'text',
    error_code: 'int',
    delay_seconds: 'int',
    date_active: 'time',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_handset_phones_active', 'handset_phones', ['account_sid', 'date_active', 'address']);
  await createTable(db, 'handset_messages', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    phone_address: 'text',
    contact_address: 'text',
    direction: 'text',
    carrier_message_sid: 'sid',
    body: 'text?',
    media_urls: 'text?',
    arrives_at: 'time?',
    date_created: 'time',
  });
  await uniqueIndex(db, 'uq_handset_messages_carrier', 'handset_messages', ['carrier_message_sid']);
  await index(db, 'ix_handset_messages_phone', 'handset_messages', ['account_sid', 'phone_address', 'sid']);
  await index(db, 'ix_handset_messages_contact', 'handset_messages', [
    'account_sid',
    'phone_address',
    'contact_address',
    'sid',
  ]);
  await index(
    db,
    'ix_handset_messages_arrival',
    'handset_messages',
    ['account_sid', 'arrives_at'],
    'arrives_at IS NOT NULL',
  );
}
