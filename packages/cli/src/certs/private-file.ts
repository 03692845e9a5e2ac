// Files only their owner can read, written whole or not at all.
import { randomBytes } from 'node:crypto';
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;

async function writeAside(file: string, text: string): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(aside, text, { mode: OWNER_ONLY, flag: 'wx', flush: true });
  return aside;
}

/** Writes a file that must not be there yet. Throws `EEXIST` when it is, and leaves that one as it was. */
export async function writeNew(file: string, text: string): Promise<void> {
  const aside = await writeAside(file, text);
  try {
    await link(aside, file);
  } finally {
    await rm(aside);
  }
}

/** Writes a file in place of the one that may be there. */
export async function replaceFile(file: string, text: string): Promise<void> {
  await rename(await writeAside(file, text), file);
}
