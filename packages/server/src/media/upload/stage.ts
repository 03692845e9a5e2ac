// Taking a file in: piece by piece onto the disk, counted and digested on the way, never whole in memory.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { apiError, invalidParameter } from '#kernel/errors.ts';
import type { StagedFile } from '../store/store.ts';

/** Where and how much. */
export interface StagingRules {
  readonly folder: string;
  /** Bytes of the largest file. */
  readonly maxBytes: number;
}

/** 413/20413, saying how much is taken. */
export function tooLarge(maxBytes: number) {
  return apiError(20413, `The media is larger than ${maxBytes} bytes`);
}

/**
 * Writes what comes in to a file of its own and flushes it. Refused: 413/20413 beyond the limit, 400/20001 when
 * nothing comes. Whatever goes wrong, nothing is left behind.
 */
export async function stageFile(source: AsyncIterable<Buffer>, rules: StagingRules): Promise<StagedFile> {
  await mkdir(rules.folder, { recursive: true, mode: 0o700 });
  const path = join(rules.folder, randomUUID());
  const file = await open(path, 'wx', 0o600);
  const digest = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > rules.maxBytes) throw tooLarge(rules.maxBytes);
      digest.update(chunk);
      await file.appendFile(chunk);
    }
    if (size === 0) throw invalidParameter('body', 'the media is empty');
    await file.sync();
    await file.close();
    return { path, size, sha256: digest.digest('hex') };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
}
