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

/** Where Node keeps compiled modules: a start that finds them is faster and needs less memory. */
export const compileCache = join(root, 'node_modules', '.cache', 'parley');

/**
 * Loads the server once without starting it, so that its first start finds its modules compiled: a port that
 * cannot be one makes it stop right after loading.
 */
function compileServer() {
  spawnSync(node, ['--disable-warning=ExperimentalWarning', join(root, 'packages/server/src/main.ts')], {
    cwd: root,
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache, PORT: 'none' },
    stdio: 'ignore',
  });
}

/**
 * Installs unless exactly this lock file has been. Not `npm ci`: it refuses a lock file that was written where
 * the packages of other platforms could not be had, and `--no-save` leaves the file as it is.
 */
export function installMissing() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const isInstalled = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock && existsSync(node);
  if (isInstalled) return;
  console.log('Installing dependencies…');
  const result = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
  compileServer();
  writeFileSync(stampFile, lock);
}
