// The port behind which the bytes of attachments are kept.
import type { Readable } from 'node:stream';
import type { MediaRow } from '#storage/schema/media.ts';

/** A file that has arrived whole and waits on the disk of this server. */
export interface StagedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Digest of the content, in hex. */
  readonly sha256: string;
}

/** Bytes from `start` to `end`, both counted from 0 and included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A place for the bytes of attachments. Names are SIDs and nothing else. */
export interface MediaStore {
  readonly name: MediaRow['store'];
  /** Keeps a file under a SID; it is durable when this resolves. What was staged may be gone afterwards. */
  put(sid: string, file: StagedFile): Promise<void>;
  /** The bytes, or those of a range; null when there is no such file. */
  read(sid: string, range: ByteRange | null): Promise<Readable | null>;
  /** Removes a file; no error when there is none. */
  remove(sid: string): Promise<void>;
}

/** Where a file is put, so that no folder gets too many: by digits of the SID that are random. */
export function fanOut(sid: string): string {
  return `${sid.slice(-4, -2)}/${sid.slice(-2)}`;
}
