// Starts a Parley as a child process, asks it questions, and stops it.
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Answers, Asked, Question, Said } from './control.ts';

const program = fileURLToPath(new URL('server-child.ts', import.meta.url));
const STOP_MS = 10_000;

/** Who may call a server. */
export interface Credentials {
  readonly accountSid: string;
  readonly authToken: string;
}

/** A server in a process of its own. */
export interface ChildServer extends AsyncDisposable {
  readonly url: string;
  ask<Q extends Question>(question: Q, detail?: string): Promise<Answers[Q]>;
}

/** A running Parley. */
export interface ParleyServer extends ChildServer {
  readonly credentials: Credentials;
}

/** Resolves with the address, or rejects when the process ends before it listens. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('message', (said: Said) => {
      if ('listening' in said) resolve(said.listening);
    });
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`the server ended before it listened (${code ?? signal})`)),
    );
  });
}

/** Ends a child process: politely, then for good. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}

function questions(child: ChildProcess): ChildServer['ask'] {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let lastId = 0;
  child.on('message', (said: Said) => {
    if (!('id' in said)) return;
    if ('failure' in said) waiting.get(said.id)?.reject(new Error(said.failure));
    else waiting.get(said.id)?.resolve(said.answer);
    waiting.delete(said.id);
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the server ended'));
  });
  return <Q extends Question>(question: Q, detail?: string) => {
    lastId += 1;
    const answered = Promise.withResolvers<unknown>();
    waiting.set(lastId, answered);
    child.send({ id: lastId, question, detail } satisfies Asked);
    return answered.promise as Promise<Answers[Q]>;
  };
}

/** Credentials nobody has yet. */
export function newCredentials(): Credentials {
  return { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') };
}

/**
 * Starts a program that says where it listens and answers questions; resolves when it listens. It ends with `running`,
 * even when that is disposed of before it listens.
 */
export async function startChild(
  running: AsyncDisposableStack,
  path: string,
  variables: Readonly<Record<string, string>>,
): Promise<ChildServer> {
  const child = fork(path, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...variables },
  });
  running.defer(() => endChild(child));
  return {
    url: await listening(child),
    ask: questions(child),
    [Symbol.asyncDispose]: () => endChild(child),
  };
}

/**
 * Starts a server on the database at `databaseUrl`, with the account of the credentials; resolves when it listens. It
 * ends with `running`, even when that is disposed of before it listens.
 */
export async function startParley(
  running: AsyncDisposableStack,
  databaseUrl: string,
  dataFolder: string,
  credentials: Credentials = newCredentials(),
): Promise<ParleyServer> {
  const child = await startChild(running, program, {
    PORT: '0',
    LOG_LEVEL: 'warn',
    PARLEY_SEED: 'false',
    PARLEY_DATA: dataFolder,
    DATABASE_URL: databaseUrl,
    PARLEY_ACCOUNT_SID: credentials.accountSid,
    PARLEY_AUTH_TOKEN: credentials.authToken,
  });
  return { ...child, credentials };
}
