// Files that came with a text: the message has them at once, their bytes are fetched from the carrier afterwards.
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import type { Transaction } from '#storage/database.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import type { MessageMedia, MessageRow } from '#storage/schema/threads.ts';
import { MEDIA_PER_MESSAGE } from '../attach-media.ts';
import { UNKNOWN_TYPE } from '../content-type.ts';
import { filenameOf } from '../filename.ts';
import { messageMedia } from '../message-media.ts';

/** The signal of a commit that left files to be fetched. */
export const FETCH_SIGNAL = 'media-fetch';

function isFetchable(url: string): boolean {
  if (url.length > 2_048 || !URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === 'http:' || protocol === 'https:';
}

/**
 * Makes the files at these addresses attachments of a message that is about to be written, and returns them as the
 * message keeps them until they are here: without a size, of an unknown type. Addresses that are neither http nor
 * https are left out, and so is what is beyond ten.
 */
export async function expectMedia(
  tx: Transaction,
  message: MessageRow,
  urls: readonly string[],
): Promise<readonly MessageMedia[]> {
  const fetchable = urls.filter(isFetchable).slice(0, MEDIA_PER_MESSAGE);
  const rows = fetchable.map(
    (url, position): MediaRow => ({
      sid: newSid('ME'),
      account_sid: message.account_sid,
      service_sid: message.service_sid,
      thread_sid: message.thread_sid,
      message_sid: message.sid,
      position,
      author: message.author,
      category: 'media',
      filename: filenameOf(url),
      content_type: UNKNOWN_TYPE,
      size: 0,
      sha256: null,
      store: 'disk',
      state: 'fetching',
      source_url: url,
      fetch_at: tx.now,
      fetch_attempts: 0,
      date_uploaded: null,
      date_created: tx.now,
      date_updated: tx.now,
    }),
  );
  if (rows.length === 0) return [];
  await insertRows(
    tx,
    'media',
    rows.map((row) => ({ ...row })),
  );
  tx.signal(FETCH_SIGNAL);
  return rows.map(messageMedia);
}
