// Finds a PostgreSQL installation on this machine, and the user to run it as.

import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whom a child process runs as; empty for the user of this process. */
export interface ChildUser {
  uid?: number;
  gid?: number;
}

const packaged = '/usr/lib/postgresql';

/** The directory with `initdb` and `postgres`; undefined when this machine has none. */
export function findPostgresBinaries(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const wanted = env['PARLEY_PG_BIN'];
  const candidates = wanted ? [wanted] : [...packagedDirectories(), ...(env['PATH'] ?? '').split(delimiter)];
  return candidates.find((directory) =>
    ['initdb', 'postgres'].every((name) => isExecutable(directory, name)),
  );
}

/** An unprivileged user when this process is root, because PostgreSQL refuses to run as root. */
export function unprivilegedUser(): ChildUser {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find(([user]) => user === name);
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user postgres or nobody');
}

function packagedDirectories(): string[] {
  try {
    const versions = readdirSync(packaged).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(packaged, version, 'bin'));
  } catch {
    return [];
  }
}

function isExecutable(directory: string, name: string): boolean {
  try {
    accessSync(join(directory, name), constants.X_OK);
    return directory !== '';
  } catch {
    return false;
  }
}
