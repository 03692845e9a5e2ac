// An attachment as JSON: the record of the Media Content Service.
import { isoDate } from '#kernel/dates.ts';
import type { MediaRow } from '#storage/schema/media.ts';
import { contentPath, type LinkSigner, mediaPath } from './links.ts';

/** The record of an attachment ("Media Resource: properties"). The direct link is there once the content is. */
export function presentRecord(row: MediaRow, base: string, sign: LinkSigner) {
  return {
    sid: row.sid,
    account_sid: row.account_sid,
    service_sid: row.service_sid,
    channel_sid: row.thread_sid,
    message_sid: row.message_sid,
    date_created: isoDate(row.date_created),
    date_upload_updated: row.date_uploaded === null ? null : isoDate(row.date_uploaded),
    date_updated: isoDate(row.date_updated),
    size: row.size,
    content_type: row.content_type,
    filename: row.filename,
    category: row.category,
    author: row.author,
    is_multipart_upstream: false,
    url: `${base}${mediaPath(row)}`,
    links: {
      content: `${base}${contentPath(row)}`,
      content_direct_temporary: row.state === 'ready' ? `${base}${sign(row)}` : null,
    },
  };
}
