// What servers that died left of files that were still arriving.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** No upload takes as long. The machine's own time counts here: it is when the last byte was written. */
const LONGEST_UPLOAD_MS = 3_600_000;

/** Removes files nothing has been written to for an hour; those of other servers that still arrive stay. */
export async function clearStaging(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const limit = Date.now() - LONGEST_UPLOAD_MS;
  await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const facts = await stat(path).catch(() => null);
      if (facts !== null && facts.mtimeMs < limit) await rm(path, { force: true });
    }),
  );
}
