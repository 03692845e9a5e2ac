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
    messages_count: 'int',
    next_index: 'int',
    version: 'int',
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
  await index(db, 'ix_threads_service', 'threads', ['service_sid', 'sid']);

  await createTable(db, 'participants', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    thread_sid: 'sid',
    identity: 'text',
    role_sid: 'sid',
    attributes: 'text',
    last_read_index: 'int?',
    last_read_at: 'time?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_participants_identity', 'participants', ['thread_sid', 'identity']);
  await index(db, 'ix_participants_identity', 'participants', ['service_sid', 'identity', 'thread_sid']);

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
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_messages_index', 'messages', ['thread_sid', 'message_index']);
}
