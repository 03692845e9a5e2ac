// What messages keep of a file.
import type { MediaRow } from '#storage/schema/media.ts';
import type { MessageMedia } from '#storage/schema/threads.ts';

/** A file as messages keep it. */
export function messageMedia(row: MediaRow): MessageMedia {
  const { sid, filename, content_type, size, category } = row;
  return { sid, filename, content_type, size, category };
}
