// Attachments in the data folder: written beside their place, flushed, and then moved into it.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { isSid } from '#kernel/sid.ts';
import { type ByteRange, fanOut, type MediaStore, type StagedFile } from './store.ts';

/** A folder's own entries are flushed too, or a crash could lose the name of a file whose bytes are safe. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/** Keeps files below a folder. */
export class DiskStore implements MediaStore {
  readonly name = 'disk';
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(sid: string, file: StagedFile): Promise<void> {
    const path = this.#pathOf(sid);
    const folder = dirname(path);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(file.path, path);
    await flushFolder(folder);
    await flushFolder(dirname(folder));
    await flushFolder(this.#folder);
  }

  async read(sid: string, range: ByteRange | null): Promise<Readable | null> {
    try {
      const file = await open(this.#pathOf(sid), 'r');
      return file.createReadStream(range === null ? {} : { start: range.start, end: range.end });
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async remove(sid: string): Promise<void> {
    await rm(this.#pathOf(sid), { force: true });
  }

  #pathOf(sid: string): string {
    if (!isSid(sid, 'ME')) throw new Error(`${sid} does not name an attachment`);
    return join(this.#folder, fanOut(sid), sid);
  }
}
