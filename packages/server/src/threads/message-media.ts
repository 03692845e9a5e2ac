// Keeps messages up with their attachments: one has arrived from a carrier, or was removed by itself.
import { sql } from 'kysely';
import type { Processor } from '#events/dispatcher.ts';
import { appendEvent } from '#events/event-log.ts';
import { currentMedia } from '#media/media.ts';
import type { MessageMedia, MessageRow } from '#storage/schema/threads.ts';
import { messageFacts } from './messages.ts';

/** What a message keeps of its attachments. */
export function mediaColumn(media: readonly MessageMedia[]): string | null {
  return media.length === 0 ? null : JSON.stringify(media);
}

/** Writes the attachments of messages anew and tells that the messages changed. */
export const threadMedia: Processor = {
  name: 'thread-media',
  handles: ['media.changed'],
  async process(tx, events) {
    const sids = [...new Set(events.map(({ subjectSid }) => subjectSid))];
    const media = await currentMedia(tx.db, sids);
    const cases = sids.map((sid) => sql`WHEN ${sid} THEN CAST(${mediaColumn(media.get(sid) ?? [])} AS text)`);
    const updated: MessageRow[] = await tx.db
      .updateTable('messages')
      .set({ media: sql<string | null>`CASE sid ${sql.join(cases, sql` `)} END`, date_updated: tx.now })
      .where('sid', 'in', sids)
      .returningAll()
      .execute();
    for (const message of updated) {
      appendEvent(tx, {
        type: 'message.updated',
        accountSid: message.account_sid,
        subjectSid: message.sid,
        data: messageFacts(tx, message),
      });
    }
  },
};
