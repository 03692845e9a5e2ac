// Runs a throw-away PostgreSQL server in a temporary directory: started for a test run, gone after it,
// even when the process that started it is killed.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type ChildUser, findPostgresBinaries, unprivilegedUser } from './postgres-binaries.ts';
import { createDatabase, databaseUrl } from './postgres-databases.ts';

export interface PostgresOptions {
  /** Directory with `initdb` and `postgres`; looked up when left out. */
  binaries?: string;
  /** Commits reach the disk before they are answered. Off by default: only durability tests need it. */
  fsync?: boolean;
  /** Further settings (`name=value`). */
  settings?: readonly string[];
}

/** A running server. */
export interface PostgresServer {
  /** Process id of the server's main process. */
  pid: number;
  /** The temporary directory with its data, socket and log. */
  directory: string;
  /** Address of a database on this server. */
  url(database: string): string;
  /** Makes a fresh empty database and returns its address. */
  createDatabase(): Promise<string>;
  /** Stops the server and removes its directory. */
  stop(): Promise<void>;
}

const startAttempts = 3;
const readyWithinMs = 30_000;
const stopStepMs = 5_000;

/** Starts a server of its own; resolves when it takes connections. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const binaries = options.binaries ?? findPostgresBinaries();
  if (!binaries) throw new Error('no PostgreSQL binaries found; PARLEY_PG_BIN may name their directory');
  const user = unprivilegedUser();
  const directory = await mkdtemp(join(tmpdir(), 'parley-pg-'));
  try {
    if (user.uid !== undefined && user.gid !== undefined) chownSync(directory, user.uid, user.gid);
    await initialise(binaries, directory, user);
    return await launch(binaries, directory, user, options);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function initialise(binaries: string, directory: string, user: ChildUser): Promise<void> {
  // The files initdb writes need no sync even for durability tests: those kill processes, not the machine.
  const args = ['-A', 'trust', '-U', 'parley', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  await promisify(execFile)(join(binaries, 'initdb'), [...args, '-D', join(directory, 'data')], {
    cwd: directory,
    ...user,
  });
}

async function launch(
  binaries: string,
  directory: string,
  user: ChildUser,
  options: PostgresOptions,
): Promise<PostgresServer> {
  // Another process can take the free port before PostgreSQL binds it, so a failed start is tried again.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = spawnServer(binaries, directory, port, user, options);
    const release = stopWithThisProcess(child, directory);
    const adminUrl = `postgres://parley@127.0.0.1:${port}/postgres`;
    try {
      await ready(child, adminUrl, directory);
      return {
        pid: child.pid ?? 0,
        directory,
        url: (database) => databaseUrl(adminUrl, database),
        createDatabase: () => createDatabase(adminUrl),
        async stop() {
          await end(child);
          await rm(directory, { recursive: true, force: true });
          release();
        },
      };
    } catch (error) {
      await end(child);
      release();
      if (attempt === startAttempts) throw error;
    }
  }
}

function spawnServer(
  binaries: string,
  directory: string,
  port: number,
  user: ChildUser,
  { fsync = false, settings: further = [] }: PostgresOptions,
): ChildProcess {
  const settings = ['max_connections=300', 'logging_collector=off', ...further];
  if (!fsync) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const args = ['-D', join(directory, 'data'), '-k', directory, '-h', '127.0.0.1', '-p', String(port)];
  const log = openSync(join(directory, 'log'), 'a');
  // In a process group of its own, so that an interrupt from the terminal stops it only through us.
  const child = spawn(join(binaries, 'postgres'), [...args, ...settings.flatMap((set) => ['-c', set])], {
    cwd: directory,
    stdio: ['ignore', log, log],
    detached: true,
    ...user,
  });
  closeSync(log);
  child.on('error', () => {});
  child.unref();
  return child;
}

// A handler for signals or exit would miss SIGKILL. The watcher instead reads a pipe that the system
// closes when this process ends, however it ends; a line in the pipe tells it that nothing is left to do.
// It waits for the server's own pid file to go: the process may stay a zombie in a container without init.
const watcherScript = `
  read -r _ && exit 0
  kill -QUIT "$1" 2>/dev/null
  tries=0
  while [ -e "$2/data/postmaster.pid" ] && [ $tries -lt 100 ]; do tries=$((tries + 1)); sleep 0.1; done
  rm -rf "$2"
`;

function stopWithThisProcess(child: ChildProcess, directory: string): () => void {
  if (child.pid === undefined) return () => {};
  const watcher = spawn('/bin/sh', ['-c', watcherScript, 'sh', String(child.pid), directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  const pipe = watcher.stdin;
  pipe.on('error', () => {});
  (pipe as typeof pipe & { unref?: () => void }).unref?.();
  const release = () => {
    if (pipe.writable) pipe.end('done\n');
  };
  // Once the server is gone its process id may become somebody else's.
  child.once('exit', release);
  return release;
}

async function ready(child: ChildProcess, adminUrl: string, directory: string): Promise<void> {
  const deadline = Date.now() + readyWithinMs;
  for (;;) {
    const client = new pg.Client({ connectionString: adminUrl });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (hasEnded(child) || Date.now() > deadline) {
        const log = readFileSync(join(directory, 'log'), 'utf8').slice(-2_000);
        throw new Error(`PostgreSQL did not start: ${log}`, { cause: error });
      }
      await sleep(25);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  // From polite to final: cancel sessions and shut down, drop everything, kill.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (hasEnded(child)) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    child.ref();
    await Promise.race([exited, sleep(stopStepMs, undefined, { ref: false })]);
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
