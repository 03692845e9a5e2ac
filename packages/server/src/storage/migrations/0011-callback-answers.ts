// Webhooks whose answer somebody waits for.
import { index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  // SQLite adds one column a statement.
  for (const column of ['asker', 'asker_facts', 'fallback_url'] as const) {
    await db.schema.alterTable('webhook_deliveries').addColumn(column, 'text').execute();
  }
  await db.schema.alterTable('webhook_deliveries').addColumn('answer_limit', 'bigint').execute();
  await index(
    db,
    'ix_webhook_deliveries_asked',
    'webhook_deliveries',
    ['due_at'],
    "status = 'pending' AND asker IS NOT NULL",
  );
}
