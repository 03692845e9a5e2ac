// Outbound conversations made by one call, who gets the first answer, and bulks of them.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createConversations(db);
  await createBulks(db);
  await createItems(db);
  await createTable(db, 'outbound_paces', ['account_sid', 'sender'], {
    account_sid: 'sid',
    sender: 'text',
    free_at: 'time',
  });
}

async function createConversations(db: Schema): Promise<void> {
  const table = 'outbound_conversations';
  await createTable(db, table, ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    bulk_sid: 'sid?',
    generation: 'text',
    mode: 'text',
    outcome: 'text',
    status: 'text',
    channel: 'text',
    to_address: 'text',
    from_address: 'text',
    customer_name: 'text?',
    author: 'text',
    conversation_sid: 'sid',
    service_sid: 'sid',
    message_sid: 'sid',
    flex_flow_sid: 'sid?',
    proxy_service_sid: 'sid?',
    session_sid: 'sid?',
    interaction_sid: 'sid?',
    interaction_channel_sid: 'sid?',
    workspace_sid: 'sid?',
    task_sid: 'sid?',
    worker_sid: 'sid?',
    routing: 'text',
    encoding: 'text',
    segments: 'int',
    status_callback: 'text?',
    expires_at: 'time?',
    error_code: 'int?',
    error_message: 'text?',
    date_answered: 'time?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_outbound_conversations_account', table, ['account_sid', 'sid']);
  await index(db, 'ix_outbound_conversations_to', table, ['account_sid', 'to_address', 'sid']);
  await index(db, 'ix_outbound_conversations_status', table, ['account_sid', 'status', 'sid']);
  await index(db, 'ix_outbound_conversations_thread', table, ['account_sid', 'conversation_sid', 'sid']);
  await index(db, 'ix_outbound_conversations_bulk', table, ['bulk_sid', 'sid'], 'bulk_sid IS NOT NULL');
  await index(
    db,
    'ix_outbound_conversations_callback',
    table,
    ['message_sid'],
    'status_callback IS NOT NULL',
  );
  // One record says who gets the customer's first answer.
  await uniqueIndex(
    db,
    'uq_outbound_conversations_waiting',
    table,
    ['conversation_sid'],
    "status = 'waiting'",
  );
}

async function createBulks(db: Schema): Promise<void> {
  const table = 'outbound_bulks';
  await createTable(db, table, ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    friendly_name: 'text?',
    state: 'text',
    sender: 'text',
    per_second: 'int',
    total: 'int',
    settings: 'text',
    status_callback: 'text?',
    date_completed: 'time?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_outbound_bulks_account', table, ['account_sid', 'sid']);
  await index(db, 'ix_outbound_bulks_state', table, ['account_sid', 'state', 'sid']);
}

async function createItems(db: Schema): Promise<void> {
  const table = 'outbound_bulk_items';
  await createTable(db, table, ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    bulk_sid: 'sid',
    position: 'int',
    to_address: 'text',
    recipient: 'text',
    state: 'text',
    due_at: 'time',
    outbound_sid: 'sid?',
    error_code: 'int?',
    error_message: 'text?',
    error_details: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await uniqueIndex(db, 'uq_outbound_bulk_items_position', table, ['bulk_sid', 'position']);
  await index(db, 'ix_outbound_bulk_items_state', table, ['bulk_sid', 'state', 'position']);
  await index(
    db,
    'ix_outbound_bulk_items_due',
    table,
    ['bulk_sid', 'due_at', 'position'],
    "state = 'queued'",
  );
}
