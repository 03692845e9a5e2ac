// Content templates and their approval, the windows in which customers may be written to, and why a
// text may leave outside of them.
import { createTable, index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'contents', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    friendly_name: 'text',
    language: 'text',
    variables: 'text',
    types: 'text',
    type_names: 'text',
    searched_name: 'text',
    searched: 'text',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_contents_account', 'contents', ['account_sid', 'sid']);
  await index(db, 'ix_contents_updated', 'contents', ['account_sid', 'date_updated', 'sid']);
  await index(db, 'ix_contents_name', 'contents', ['account_sid', 'friendly_name', 'sid']);

  await createTable(db, 'content_approvals', ['content_sid', 'channel'], {
    content_sid: 'sid',
    channel: 'text',
    account_sid: 'sid',
    name: 'text',
    category: 'text',
    content_type: 'text',
    status: 'text',
    rejection_reason: 'text',
    allow_category_change: 'int',
    send_ttl_seconds: 'int?',
    date_created: 'time',
    date_updated: 'time',
  });

  await createTable(db, 'messaging_windows', ['account_sid', 'own_address', 'customer_address'], {
    account_sid: 'sid',
    own_address: 'text',
    customer_address: 'text',
    last_inbound_at: 'time',
  });

  await db.schema.alterTable('carrier_messages').addColumn('message_tag', 'text').execute();
}
