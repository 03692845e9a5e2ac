// What hangs on threads and users beside the conversation itself: scoped webhooks, invites, push credentials and
// bindings.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await db.schema.alterTable('webhook_deliveries').addColumn('retry_rule', 'text').execute();

  await createTable(db, 'scoped_webhooks', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    thread_sid: 'sid',
    place: 'int',
    face: 'text',
    target: 'text',
    url: 'text?',
    method: 'text?',
    filters: 'text',
    triggers: 'text',
    flow_sid: 'sid?',
    retry_count: 'int',
    replay_after: 'int?',
    first_index: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_scoped_webhooks_place', 'scoped_webhooks', ['thread_sid', 'place']);
  await index(db, 'ix_scoped_webhooks_thread', 'scoped_webhooks', ['thread_sid', 'sid']);
  await index(db, 'ix_scoped_webhooks_service', 'scoped_webhooks', ['service_sid']);

  await createTable(db, 'invites', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    thread_sid: 'sid',
    identity: 'text',
    role_sid: 'sid',
    created_by: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_invites_identity', 'invites', ['thread_sid', 'identity']);
  await index(db, 'ix_invites_thread', 'invites', ['thread_sid', 'sid']);
  await index(db, 'ix_invites_user', 'invites', ['service_sid', 'identity', 'sid']);
  await index(db, 'ix_invites_role', 'invites', ['service_sid', 'role_sid']);

  await createTable(db, 'push_credentials', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    friendly_name: 'text?',
    type: 'text',
    sandbox: 'int?',
    secrets: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_push_credentials_account', 'push_credentials', ['account_sid', 'sid']);

  await createTable(db, 'push_bindings', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    user_sid: 'sid',
    identity: 'text',
    endpoint: 'text',
    binding_type: 'text',
    credential_sid: 'sid?',
    message_types: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_push_bindings_device', 'push_bindings', ['user_sid', 'binding_type', 'endpoint']);
  await index(db, 'ix_push_bindings_service', 'push_bindings', ['service_sid', 'sid']);
  await index(db, 'ix_push_bindings_user', 'push_bindings', ['user_sid', 'sid']);
  await index(db, 'ix_push_bindings_credential', 'push_bindings', ['credential_sid']);
}
