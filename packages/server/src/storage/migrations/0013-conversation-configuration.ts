// What an account sets up around its conversations: whom it tells of them, and the addresses that open one.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'conversation_webhooks', ['account_sid'], {
    account_sid: 'sid',
    target: 'text',
    method: 'text',
    filters: 'text',
    pre_webhook_url: 'text?',
    post_webhook_url: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });

  await createTable(db, 'address_configurations', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    type: 'text',
    address: 'text',
    address_country: 'text?',
    friendly_name: 'text?',
    is_auto_creating: 'int',
    auto_creation_type: 'text?',
    auto_creation_service_sid: 'sid?',
    webhook_url: 'text?',
    webhook_method: 'text?',
    webhook_filters: 'text?',
    studio_flow_sid: 'sid?',
    studio_retry_count: 'int?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_address_configurations_address', 'address_configurations', [
    'account_sid',
    'address',
  ]);
  await index(db, 'ix_address_configurations_account', 'address_configurations', ['account_sid', 'sid']);
  await index(db, 'ix_address_configurations_type', 'address_configurations', ['account_sid', 'type', 'sid']);
}
