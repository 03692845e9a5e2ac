// Parley in a process of its own, as an operator runs it, so that a test can kill it.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { newSid } from '#kernel/sid.ts';
import type { TestAccount } from './start-server.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Far more than a start takes, which on a busy machine is many times what it takes alone. */
const START_LIMIT_MS = 90_000;
/** As with `npm start`, what was compiled once is not compiled again. */
export const COMPILE_CACHE = fileURLToPath(
  new URL('../../../../node_modules/.cache/parley', import.meta.url),
);

/** A server that can be started again on the same data. */
export interface ServerProcess {
  readonly account: TestAccount;
  readonly dataFolder: string;
  /** Address of the running process. */
  url(): string;
  start(): Promise<void>;
  /** `kill -9`, without a chance to finish anything. */
  kill(): Promise<void>;
  /** Asks it to stop and waits; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Stops it if it runs and removes its data. */
  dispose(): Promise<void>;
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)));
}

/** Resolves with the address the process prints, or rejects with what it said instead. */
function readyAt(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const timeout = setTimeout(
      () => reject(new Error(`not ready in time:\n${said.join('\n')}`)),
      START_LIMIT_MS,
    );
    const listen = (line: string) => {
      said.push(line);
      const address = /ready at (http\S+)/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timeout);
      resolve(address);
    };
    createInterface({ input: child.stdout! }).on('line', listen);
    createInterface({ input: child.stderr! }).on('line', (line) => said.push(line));
    child.once('exit', () => reject(new Error(`it ended before it was ready:\n${said.join('\n')}`)));
  });
}

/** Prepares a server process. Without a database URL it uses the embedded database in a folder of its own. */
export async function serverProcess(
  variables: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'parley-process-'));
  const account = { sid: newSid('AC'), token: randomBytes(16).toString('hex') };
  let child: ChildProcess | null = null;
  let address = '';
  const end = async (signal: NodeJS.Signals) => {
    if (child === null) return null;
    child.kill(signal);
    const code = await ended(child);
    child = null;
    return code;
  };
  return {
    account,
    dataFolder,
    url: () => address,
    async start() {
      child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          NODE_COMPILE_CACHE: COMPILE_CACHE,
          PORT: '0',
          PARLEY_DATA: dataFolder,
          PARLEY_ACCOUNT_SID: account.sid,
          PARLEY_AUTH_TOKEN: account.token,
          PARLEY_SEED: 'false',
          LOG_LEVEL: 'warn',
          ...variables,
        },
      });
      address = await readyAt(child);
    },
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
    async dispose() {
      await end('SIGKILL');
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
