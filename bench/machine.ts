// Facts about this machine without which no number means anything.
import { execFile } from 'node:child_process';
import { closeSync, fdatasyncSync, ftruncateSync, openSync, statfsSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Magic numbers of file systems, as statfs(2) gives them. */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  61267: 'ext4',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlay',
  16914836: 'tmpfs',
};

const BLOCK = Buffer.alloc(8_192, 1);
const FILE_BLOCKS = 512;
const SYNC_TEST_MS = 1_000;

/** Name of the file system a folder is on. */
export function fileSystemOf(folder: string): string {
  const { type } = statfsSync(folder);
  return FILE_SYSTEMS[type] ?? `type 0x${type.toString(16)}`;
}

/** How often a second this disk makes a written block of 8 kB durable: the bound of commits one after another. */
export function syncsPerSecond(folder: string): number {
  const file = openSync(join(folder, 'sync-test'), 'w');
  ftruncateSync(file, BLOCK.length * FILE_BLOCKS);
  const began = performance.now();
  let syncs = 0;
  while (performance.now() - began < SYNC_TEST_MS) {
    writeSync(file, BLOCK, 0, BLOCK.length, (syncs % FILE_BLOCKS) * BLOCK.length);
    fdatasyncSync(file);
    syncs += 1;
  }
  closeSync(file);
  return (syncs * 1_000) / (performance.now() - began);
}

/** Version of the PostgreSQL in a folder of binaries. */
export async function postgresVersion(binaries: string): Promise<string> {
  const { stdout } = await promisify(execFile)(join(binaries, 'postgres'), ['--version']);
  return /\) (\S+)/.exec(stdout)?.[1] ?? stdout.trim();
}

/** Processor, cores and memory. */
export function hardware(): {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
} {
  return {
    processor: cpus()[0]?.model ?? 'unknown processor',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
  };
}
