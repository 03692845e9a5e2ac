// Rows of attachments: what is known of each, and the files that still have to be removed.
import type { MessageMedia } from './threads.ts';

/**
 * How far an attachment is: its bytes are being put away, can be read, are being fetched from a carrier, or cannot be
 * had: the carrier does not give them, or the scanner refused them.
 */
export type MediaState = 'storing' | 'ready' | 'fetching' | 'missing' | 'refused';

export interface MediaRow {
  sid: string;
  account_sid: string;
  service_sid: string;
  /** The message it was sent with, and its place among the attachments of it; null until then. */
  thread_sid: string | null;
  message_sid: string | null;
  position: number;
  /** Identity or address of who sent it; `system` for programs. */
  author: string;
  category: NonNullable<MessageMedia['category']>;
  filename: string | null;
  content_type: string;
  /** Bytes. */
  size: number;
  /** Digest of the content, in hex; null until it is here. */
  sha256: string | null;
  /** Where the bytes are. */
  store: 'disk' | 's3';
  state: MediaState;
  /** Where a carrier keeps it, when it is to be fetched next, and how often that was tried. */
  source_url: string | null;
  fetch_at: number | null;
  fetch_attempts: number;
  date_uploaded: number | null;
  date_created: number;
  date_updated: number;
}

/** A file nothing refers to any more. */
export interface MediaRemovalRow {
  media_sid: string;
  account_sid: string;
  store: MediaRow['store'];
  due_at: number;
}

export interface MediaTables {
  media: MediaRow;
  media_removals: MediaRemovalRow;
}
