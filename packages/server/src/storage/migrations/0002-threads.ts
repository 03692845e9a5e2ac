// The conversation core: services, roles, users, threads, participants and messages.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'chat_services', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    friendly_name: 'text',
    default_service_role_sid: 'sid',
    default_channel_role_sid: 'sid',
    default_channel_creator_role_sid: 'sid',
    settings: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_chat_services_account', 'chat_services', ['account_sid', 'sid']);

  await createTable(db, 'roles', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    friendly_name: 'text',
    type: 'text',
    permissions: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_roles_service', 'roles', ['service_sid', 'sid']);

  await createTable(db, 'users', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    identity: 'text',
    friendly_name: 'text?',
    attributes: 'text',
    role_sid: 'sid',
    is_online: 'int?',
    is_notifiable: 'int?',
    joined_channels_count: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_users_identity', 'users', ['service_sid', 'identity']);
  await index(db, 'ix_users_service', 'users', ['service_sid', 'sid']);

  await index(db, 'ix_users_role', 'users', ['service_sid', 'role_sid']);

  await createTable(db, 'threads', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    friendly_name: 'text?',
    unique_name: 'text?',
    attributes: 'text',
    type: 'text',
    created_by: 'text',
    members_count: 'int',
    bound_count: 'int',
    messages_count: 'int',
    next_index: 'int',
    version: 'int',
    state: 'text',
    state_changed_at: 'time',
    timer_inactive: 'text?',
    timer_closed: 'text?',
    inactive_after: 'int?',
    closed_after: 'int?',
    inactive_at: 'time?',
    closed_at: 'time?',
    woken_by: 'text?',
    messaging_service_sid: 'sid?',
    bindings: 'text?',
    group_key: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(
    db,
    'uq_threads_unique_name',
    'threads',
    ['service_sid', 'unique_name'],
    'unique_name IS NOT NULL',
  );
  await uniqueIndex(db, 'uq_threads_group', 'threads', ['account_sid', 'group_key'], 'group_key IS NOT NULL');
  await index(db, 'ix_threads_service', 'threads', ['service_sid', 'sid']);
  await index(db, 'ix_threads_created', 'threads', ['service_sid', 'date_created', 'sid']);
  await index(db, 'ix_threads_state', 'threads', ['service_sid', 'state', 'date_created', 'sid']);

  await createTable(db, 'participants', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    thread_sid: 'sid',
    identity: 'text?',
    kind: 'text',
    address: 'text?',
    proxy_address: 'text?',
    projected_address: 'text?',
    is_open: 'int',
    notification_level: 'text',
    role_sid: 'sid',
    attributes: 'text',
    last_read_index: 'int?',
    last_read_at: 'time?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_participants_identity', 'participants', ['thread_sid', 'identity']);
  await uniqueIndex(
    db,
    'uq_participants_binding',
    'participants',
    ['account_sid', 'address', 'proxy_address'],
    'address IS NOT NULL AND is_open = 1',
  );
  await uniqueIndex(
    db,
    'uq_participants_group',
    'participants',
    ['thread_sid', 'address'],
    'address IS NOT NULL AND proxy_address IS NULL',
  );
  await index(db, 'ix_participants_bound', 'participants', ['thread_sid', 'sid'], "kind <> 'chat'");
  await index(db, 'ix_participants_thread', 'participants', ['thread_sid', 'sid']);
  await index(db, 'ix_participants_identity', 'participants', ['service_sid', 'identity', 'sid']);
  await index(db, 'ix_participants_address', 'participants', ['service_sid', 'address', 'sid']);
  await index(db, 'ix_participants_role', 'participants', ['service_sid', 'role_sid']);

  await createTable(db, 'messages', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    thread_sid: 'sid',
    message_index: 'int',
    author: 'text',
    body: 'text?',
    attributes: 'text',
    last_updated_by: 'text?',
    was_edited: 'int',
    subject: 'text?',
    content_sid: 'sid?',
    content_variables: 'text?',
    media: 'text?',
    participant_sid: 'sid?',
    channel_message_sid: 'sid?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_messages_index', 'messages', ['thread_sid', 'message_index']);

  await createTable(db, 'receipts', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    thread_sid: 'sid',
    message_sid: 'sid',
    participant_sid: 'sid',
    channel_message_sid: 'sid',
    status: 'text?',
    status_rank: 'int',
    error_code: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_receipts_channel_message', 'receipts', ['channel_message_sid']);
  await index(db, 'ix_receipts_message', 'receipts', ['message_sid', 'sid']);
  await index(db, 'ix_receipts_thread', 'receipts', ['thread_sid', 'sid']);

  await createTable(db, 'conversation_configurations', ['account_sid'], {
    account_sid: 'sid',
    default_chat_service_sid: 'sid',
    default_messaging_service_sid: 'sid?',
    default_inactive_timer: 'text?',
    default_closed_timer: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
}
