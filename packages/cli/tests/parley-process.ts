// The command as an operator runs it, in a process of its own.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { COMPILE_CACHE } from '../../server/tests/support/server-process.ts';

const PARLEY = fileURLToPath(new URL('../src/parley.ts', import.meta.url));

/** What a command left behind. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Runs `parley` with these arguments; `variables` are all it knows of its environment. */
export function parley(args: readonly string[], variables: Readonly<Record<string, string>>): Promise<Ended> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PARLEY, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: COMPILE_CACHE, LOG_LEVEL: 'warn', ...variables },
  });
  let out = '';
  let error = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    error += data.toString();
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, error })));
}
