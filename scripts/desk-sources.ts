// Whether the desk that is built is the one whose sources are here.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
/** The desk's package. */
export const deskFolder = join(root, 'packages/desk');
/** Where its build is. */
export const deskBuild = join(deskFolder, 'dist');
/** The file in it that names what it was made from. */
export const STAMP = '.built-from';

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Changes with every file the build reads, and with the packages that are installed. */
export function sourcesStamp(): string {
  const hash = createHash('sha256');
  const single = ['index.html', 'vite.config.ts', 'package.json'].map((name) => join(deskFolder, name));
  const files = [...single, ...filesOf(join(deskFolder, 'src')), ...filesOf(join(deskFolder, 'public'))];
  for (const file of [...files, join(root, 'package-lock.json')]) {
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function isBuilt(): boolean {
  const stamp = join(deskBuild, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesStamp();
}

/**
 * Builds the desk when its sources have changed since the last time, in a process of its own: the bundler's memory is
 * nobody else's. Rejects with what the build said when it fails. `onStart` is called when there is something to do.
 */
export async function ensureDeskIsBuilt(onStart: () => void = () => {}): Promise<void> {
  if (isBuilt()) return;
  onStart();
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'build-desk.ts')]).catch(
    ({ stdout, stderr }: { stdout: string; stderr: string }) => {
      throw new Error(`The desk could not be built:\n${stdout}${stderr}`);
    },
  );
}
