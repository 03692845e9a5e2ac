// TaskRouter: transfers of tasks from the worker who works on them to another worker, queue or workflow.
import { createTable, index, type Schema, uniqueIndex } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'task_transfers', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    workspace_sid: 'sid',
    task_sid: 'sid',
    initiating_reservation_sid: 'sid',
    initiating_worker_sid: 'sid',
    initiating_queue_sid: 'sid?',
    initiating_workflow_sid: 'sid?',
    transfer_mode: 'text',
    transfer_to: 'sid',
    transfer_type: 'text',
    transfer_status: 'text',
    transfer_failed_reason: 'text?',
    previous_routing_target: 'sid?',
    previous_ignore_capacity: 'int',
    previous_priority: 'int',
    date_created: 'time',
    date_updated: 'time',
  });
  // A task is transferred once at a time.
  await uniqueIndex(
    db,
    'uq_task_transfers_initiated',
    'task_transfers',
    ['task_sid'],
    `transfer_status = 'initiated'`,
  );
  await index(db, 'ix_task_transfers_to', 'task_transfers', ['transfer_to', 'transfer_status', 'sid']);
  await index(db, 'ix_task_transfers_task', 'task_transfers', ['task_sid', 'sid']);
  await index(db, 'ix_task_transfers_workspace', 'task_transfers', ['workspace_sid', 'sid']);
}
