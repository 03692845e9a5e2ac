// The load generator: wrk, a native program, so that it takes as little of the machine as possible.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('load.lua', import.meta.url));
const run = promisify(execFile);

/** What a run of the load generator saw. */
export interface Load {
  /** Requests answered with a success status. */
  readonly answered: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers other than a success, and broken or silent connections, in words; empty when there were none. */
  readonly problems: string;
}

interface Outcome {
  requests: number;
  microseconds: number;
  p50: number;
  p99: number;
  refused: number;
  connect: number;
  read: number;
  write: number;
  timeout: number;
}

/** The installed version, or null when this machine has no wrk. */
export async function wrkVersion(): Promise<string | null> {
  try {
    await run('wrk', ['--version']);
    return null;
  } catch (error) {
    // It prints its version and leaves with status 1.
    return /^wrk (?:debian\/)?(\S+)/.exec((error as { stdout?: string }).stdout ?? '')?.[1] ?? null;
  }
}

/** Posts the messages of a requests file for some seconds, over one thread and the given connections. */
export async function runLoad(
  url: string,
  requestsFile: string,
  connections: number,
  seconds: number,
): Promise<Load> {
  const { stdout } = await run('wrk', [
    '--threads=1',
    `--connections=${connections}`,
    `--duration=${seconds}s`,
    '--timeout=10s',
    `--script=${script}`,
    url,
    '--',
    requestsFile,
  ]);
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) throw new Error(`wrk said something unexpected:\n${stdout}`);
  const outcome = JSON.parse(line) as Outcome;
  const answered = outcome.requests - outcome.refused;
  const problems = (['refused', 'connect', 'read', 'write', 'timeout'] as const)
    .filter((kind) => outcome[kind] > 0)
    .map((kind) => `${outcome[kind]} ${kind}`);
  return {
    answered,
    perSecond: (answered * 1e6) / outcome.microseconds,
    p50Ms: outcome.p50 / 1_000,
    p99Ms: outcome.p99 / 1_000,
    problems: problems.join(', '),
  };
}
