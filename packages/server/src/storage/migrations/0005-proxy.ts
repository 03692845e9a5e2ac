// Proxy: services with their pools of numbers, sessions, participants and interactions.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'proxy_services', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    unique_name: 'text',
    default_ttl: 'int',
    callback_url: 'text?',
    geo_match_level: 'text',
    number_selection_behavior: 'text',
    intercept_callback_url: 'text?',
    out_of_session_callback_url: 'text?',
    chat_instance_sid: 'sid?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_proxy_services_name', 'proxy_services', ['account_sid', 'unique_name']);
  await index(db, 'ix_proxy_services_account', 'proxy_services', ['account_sid', 'sid']);

  await createTable(db, 'proxy_phone_numbers', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    phone_number: 'text',
    iso_country: 'text?',
    is_reserved: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_proxy_phone_numbers_service', 'proxy_phone_numbers', ['service_sid', 'sid']);
  await index(db, 'ix_proxy_phone_numbers_pool', 'proxy_phone_numbers', [
    'service_sid',
    'is_reserved',
    'sid',
  ]);
  await uniqueIndex(db, 'uq_proxy_phone_numbers_number', 'proxy_phone_numbers', [
    'account_sid',
    'phone_number',
  ]);

  await createSessions(db);
  await createParticipants(db);
  await createInteractions(db);
}

async function createSessions(db: Schema): Promise<void> {
  await createTable(db, 'proxy_sessions', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    unique_name: 'text?',
    channel_sid: 'sid?',
    status: 'text',
    closed_reason: 'text?',
    mode: 'text',
    ttl: 'int',
    expires_at: 'time?',
    is_expiry_fixed: 'int',
    participants_count: 'int',
    date_started: 'time?',
    date_ended: 'time?',
    end_mark: 'text?',
    date_last_interaction: 'time?',
    date_created: 'time',
    date_updated: 'time',
  });
  // Closed sessions keep their name. The account comes first so that a session is found without its service.
  await uniqueIndex(
    db,
    'uq_proxy_sessions_name',
    'proxy_sessions',
    ['account_sid', 'unique_name', 'service_sid'],
    'unique_name IS NOT NULL',
  );
  await index(db, 'ix_proxy_sessions_service', 'proxy_sessions', ['service_sid', 'sid']);
  await index(
    db,
    'ix_proxy_sessions_channel',
    'proxy_sessions',
    ['account_sid', 'channel_sid'],
    'channel_sid IS NOT NULL',
  );
}

async function createParticipants(db: Schema): Promise<void> {
  await createTable(db, 'proxy_participants', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    session_sid: 'sid',
    identifier: 'text',
    friendly_name: 'text?',
    proxy_identifier: 'text',
    proxy_identifier_sid: 'sid?',
    active: 'int',
    date_deleted: 'time?',
    date_created: 'time',
    date_updated: 'time',
  });
  // A number is in one service's pool at most, so a pair that is unique in the account is unique in its
  // service, and an inbound message finds its session without knowing the service.
  await uniqueIndex(
    db,
    'uq_proxy_participants_pair',
    'proxy_participants',
    ['account_sid', 'identifier', 'proxy_identifier'],
    'active = 1',
  );
  await uniqueIndex(db, 'uq_proxy_participants_identifier', 'proxy_participants', [
    'session_sid',
    'identifier',
  ]);
  await index(db, 'ix_proxy_participants_session', 'proxy_participants', ['session_sid', 'sid']);
  await index(db, 'ix_proxy_participants_identifier', 'proxy_participants', ['account_sid', 'identifier']);
  await index(db, 'ix_proxy_participants_history', 'proxy_participants', [
    'service_sid',
    'identifier',
    'sid',
  ]);
  await index(
    db,
    'ix_proxy_participants_number',
    'proxy_participants',
    ['proxy_identifier_sid', 'session_sid'],
    'active = 1',
  );
}

async function createInteractions(db: Schema): Promise<void> {
  await createTable(db, 'proxy_interactions', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    session_sid: 'sid',
    data: 'text',
    type: 'text',
    inbound_participant_sid: 'sid?',
    inbound_resource_sid: 'sid?',
    inbound_resource_status: 'text?',
    inbound_resource_type: 'text?',
    inbound_resource_path: 'text?',
    outbound_participant_sid: 'sid?',
    outbound_resource_sid: 'sid?',
    outbound_resource_status: 'text?',
    outbound_resource_type: 'text?',
    outbound_resource_path: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_proxy_interactions_session', 'proxy_interactions', ['session_sid', 'sid']);
  await index(
    db,
    'ix_proxy_interactions_outbound',
    'proxy_interactions',
    ['outbound_resource_sid'],
    'outbound_resource_sid IS NOT NULL',
  );
  // What came in is passed on once in a session, however often it is handled.
  await uniqueIndex(
    db,
    'uq_proxy_interactions_inbound',
    'proxy_interactions',
    ['session_sid', 'inbound_resource_sid'],
    'inbound_resource_sid IS NOT NULL',
  );
}
