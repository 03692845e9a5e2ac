// `npm run bench`: durable messages a second on both databases, beside the same server without storage and Prism.
// Exits with 1 when anything was refused, lost or left out.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findPostgresBinaries } from '../packages/server/tests/support/postgres-binaries.ts';
import { FailedCheck } from './failed-check.ts';
import { fileSystemOf, hardware, postgresVersion, syncsPerSecond } from './machine.ts';
import { Measurement, measure } from './measure.ts';
import { type Options, readOptions } from './options.ts';
import { readProfile, type TimeShares } from './profile.ts';
import { type Facts, printout, progress, writeReport } from './report.ts';
import { number } from './table.ts';
import { startTargets, TARGETS, type Target, type TargetId } from './targets.ts';
import { wrkVersion } from './wrk.ts';

async function factsOf(folder: string, wrk: string): Promise<Facts> {
  const { processor, cores, memoryGib } = hardware();
  const binaries = findPostgresBinaries();
  return {
    Processor: `${processor}, ${cores} cores`,
    Memory: `${memoryGib} GiB`,
    Node: process.versions.node,
    SQLite: process.versions.sqlite ?? 'unknown',
    PostgreSQL: binaries === undefined ? 'not installed' : await postgresVersion(binaries),
    'Load generator': `wrk ${wrk}, one thread`,
    'Data folder': fileSystemOf(folder),
    'Disk, synced 8 kB writes one after another': `${number(syncsPerSecond(folder))}/s`,
  };
}

/** A run of its own under the profiler for each target with a database. */
async function profileTargets(
  measurement: Measurement,
  targets: readonly Target[],
  connections: number,
  folder: string,
): Promise<Partial<Record<TargetId, TimeShares>>> {
  const shares: Partial<Record<TargetId, TimeShares>> = {};
  for (const target of targets) {
    if (target.keeper === null) continue;
    const file = join(folder, `${target.id}.cpuprofile`);
    await target.keeper.ask('start-profile');
    await measurement.cell(target, connections, 0);
    await target.keeper.ask('stop-profile', file);
    shares[target.id] = await readProfile(file);
  }
  return shares;
}

async function run(options: Options, wrk: string, running: AsyncDisposableStack): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  running.defer(() => rm(folder, { recursive: true, force: true }));
  const facts = await factsOf(folder, wrk);
  const { targets, absent } = await startTargets(folder, running);
  const bytes = targets.find(({ id }) => id === 'sqlite')!.answerBytes;
  const measurement = new Measurement(options.seconds, targets);
  const cells = await measure(measurement, targets, options, ({ target, connections, round, perSecond }) =>
    console.error(progress(TARGETS[target], connections, round, perSecond)),
  );
  const profileFolder = options.profileFolder === undefined ? folder : resolve(options.profileFolder);
  await mkdir(profileFolder, { recursive: true });
  const shares = await profileTargets(measurement, targets, options.connections.at(-1)!, profileFolder);
  const results = { cells, absent, shares };
  console.log(printout(results, facts));
  if (options.isWritten) {
    console.log(`\nWritten to ${await writeReport(results, facts, options, bytes)}`);
  }
}

const options = readOptions(process.argv.slice(2));
const wrk = await wrkVersion();
if (wrk === null) {
  console.error(
    'The load generator wrk is missing. Debian and Ubuntu: apt-get install -y wrk; macOS: brew install wrk',
  );
  process.exit(1);
}
const running = new AsyncDisposableStack();
let closing: Promise<void> | undefined;
const close = () => {
  closing ??= running.disposeAsync();
  return closing;
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => close().finally(() => process.exit(1)));
}
try {
  await run(options, wrk, running);
} catch (error) {
  if (!(error instanceof FailedCheck)) throw error;
  console.error(`FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  await close();
}
