// Attachments of messages, and the files that still have to be removed.
import { createTable, index, type Schema } from '../columns.ts';

export async function up(db: Schema): Promise<void> {
  await createTable(db, 'media', ['sid'], {
    sid: 'sid',
    account_sid: 'sid',
    service_sid: 'sid',
    thread_sid: 'sid?',
    message_sid: 'sid?',
    position: 'int',
    author: 'text',
    category: 'text',
    filename: 'text?',
    content_type: 'text',
    size: 'int',
    sha256: 'text?',
    store: 'text',
    state: 'text',
    source_url: 'text?',
    fetch_at: 'time?',
    fetch_attempts: 'int',
    date_uploaded: 'time?',
    date_created: 'time',
    date_updated: 'time',
  });
  await index(db, 'ix_media_message', 'media', ['message_sid', 'position'], 'message_sid IS NOT NULL');
  await index(db, 'ix_media_thread', 'media', ['thread_sid'], 'thread_sid IS NOT NULL');
  await index(db, 'ix_media_service', 'media', ['service_sid']);
  await index(db, 'ix_media_fetch', 'media', ['fetch_at'], 'fetch_at IS NOT NULL');

  await createTable(db, 'media_removals', ['media_sid'], {
    media_sid: 'sid',
    account_sid: 'sid',
    store: 'text',
    due_at: 'time',
  });
  await index(db, 'ix_media_removals_due', 'media_removals', ['due_at']);
}
