// Installs the dependencies a fresh clone lacks. Runs on whatever Node the machine has, before ours is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.installed-lock');

/** The Node this project is pinned to, installed as a package. */
export const node = join(root, 'node_modules', 'node', 'bin', 'node');

/** Runs `npm ci` unless exactly this lock file has been installed. */
export function installMissing() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const isInstalled = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock && existsSync(node);
  if (isInstalled) return;
  console.log('Installing dependencies…');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
  writeFileSync(stampFile, lock);
}
