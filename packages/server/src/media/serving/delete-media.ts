// Removing an attachment by itself.
import { appendEvent } from '#events/event-log.ts';
import { apiError } from '#kernel/errors.ts';
import type { Database } from '#storage/database.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { removeMediaOf } from '../remove-media.ts';
import type { MediaCaller } from './access.ts';

/**
 * Removes an attachment. Programs may remove any, and the message it was sent with loses it; users may only take back
 * what they uploaded and nobody has sent (403/50107).
 */
export async function deleteMedia(database: Database, caller: MediaCaller, row: MediaRow): Promise<void> {
  const isUser = caller.serviceSid !== null;
  if (isUser && (row.author !== caller.identity || row.message_sid !== null)) throw apiError(50107);
  await database.transaction(async (tx) => {
    await removeMediaOf(tx, { sid: row.sid, isUnused: isUser });
    if (row.message_sid === null || row.thread_sid === null) return;
    appendEvent(tx, {
      type: 'media.changed',
      accountSid: row.account_sid,
      subjectSid: row.message_sid,
      data: { serviceSid: row.service_sid, threadSid: row.thread_sid },
    });
  });
}
