// Flex Interactions, and tasks that end with the only offer they can have.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'flex_interactions', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    channel: 'text',
    initiated_by: 'text',
    interaction_context_sid: 'sid?',
    webhook_ttid: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_flex_interactions_account', 'flex_interactions', ['account_sid', 'sid']);
  await createChannels(db);
  await createInvites(db);
  await createParticipants(db);
  await createTransfers(db);
  await db.schema
    .alterTable('tasks')
    .addColumn('ends_with_offer', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
}

async function createChannels(db: Schema): Promise<void> {
  const table = 'flex_interaction_channels';
  await createTable(db, table, ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    interaction_sid: 'sid',
    type: 'text',
    status: 'text',
    error_code: 'int?',
    error_message: 'text?',
    thread_sid: 'sid',
    service_sid: 'sid',
    unattended_since: 'time?',
    unattended_reason: 'text?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_flex_interaction_channels', table, ['interaction_sid', 'sid']);
  await index(db, 'ix_flex_interaction_channels_thread', table, ['thread_sid', 'sid']);
  await index(
    db,
    'ix_flex_interaction_channels_unattended',
    table,
    ['account_sid', 'unattended_since', 'sid'],
    'unattended_since IS NOT NULL',
  );
  // A conversation belongs to one interaction at a time.
  await uniqueIndex(
    db,
    'uq_flex_interaction_channels_thread',
    table,
    ['thread_sid'],
    "status IN ('setup', 'active', 'pause', 'transfer')",
  );
}

async function createInvites(db: Schema): Promise<void> {
  const table = 'flex_interaction_invites';
  await createTable(db, table, ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    interaction_sid: 'sid',
    channel_sid: 'sid',
    workspace_sid: 'sid',
    task_sid: 'sid',
    status: 'text',
    target: 'text',
    task: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_flex_interaction_invites', table, ['channel_sid', 'sid']);
  await uniqueIndex(db, 'uq_flex_interaction_invites_task', table, ['task_sid']);
  // Whoever is invited already is not invited a second time by somebody who asked at the same moment.
  await uniqueIndex(
    db,
    'uq_flex_interaction_invites_target',
    table,
    ['channel_sid', 'target'],
    "status = 'open'",
  );
}

async function createParticipants(db: Schema): Promise<void> {
  const table = 'flex_interaction_participants';
  await createTable(db, table, ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    interaction_sid: 'sid',
    channel_sid: 'sid',
    type: 'text',
    status: 'text',
    identity: 'text?',
    address: 'text?',
    participant_sid: 'sid?',
    workspace_sid: 'sid?',
    task_sid: 'sid?',
    worker_sid: 'sid?',
    reservation_sid: 'sid?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_flex_interaction_participants', table, ['channel_sid', 'sid']);
  // An accepted reservation brings its worker in once, however often that is told.
  await uniqueIndex(
    db,
    'uq_flex_interaction_participants_reservation',
    table,
    ['reservation_sid'],
    'reservation_sid IS NOT NULL',
  );
}

async function createTransfers(db: Schema): Promise<void> {
  const table = 'flex_interaction_transfers';
  await createTable(db, table, ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    interaction_sid: 'sid',
    channel_sid: 'sid',
    type: 'text',
    status: 'text',
    from_sid: 'sid',
    to_target: 'text',
    note_sid: 'sid?',
    summary_sid: 'sid?',
    task_transfer_sid: 'sid?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_flex_interaction_transfers', table, ['channel_sid', 'sid']);
  await uniqueIndex(
    db,
    'uq_flex_interaction_transfers_task',
    table,
    ['task_transfer_sid'],
    'task_transfer_sid IS NOT NULL',
  );
}
