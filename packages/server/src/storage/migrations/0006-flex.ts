// Flex Flows and the chat channels the Flex API makes.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'flex_flows', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    friendly_name: 'text',
    chat_service_sid: 'sid',
    channel_type: 'text',
    contact_identity: 'text?',
    enabled: 'int',
    integration_type: 'text',
    integration: 'text',
    long_lived: 'int',
    janitor_enabled: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_flex_flows_account', 'flex_flows', ['account_sid', 'sid']);
  // Inbound messages to an address go one way.
  await uniqueIndex(
    db,
    'uq_flex_flows_enabled',
    'flex_flows',
    ['account_sid', 'channel_type', 'contact_identity'],
    'enabled = 1',
  );

  await createTable(db, 'flex_channels', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    flex_flow_sid: 'sid',
    service_sid: 'sid',
    identity: 'text',
    user_sid: 'sid?',
    target: 'text?',
    status: 'text',
    task_sid: 'sid?',
    task_attributes: 'text',
    customer_name: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_flex_channels_account', 'flex_channels', ['account_sid', 'sid']);
  await index(db, 'ix_flex_channels_task', 'flex_channels', ['task_sid'], 'task_sid IS NOT NULL');
  // One conversation with a customer at a time through one flow.
  await uniqueIndex(
    db,
    'uq_flex_channels_active',
    'flex_channels',
    ['flex_flow_sid', 'target'],
    "status = 'ACTIVE' AND target IS NOT NULL",
  );
}
