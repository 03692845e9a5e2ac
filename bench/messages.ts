// The message benchmark: durable messages a second on both databases, beside the same server without storage and Prism.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Facts } from './document.ts';
import { FailedCheck } from './failed-check.ts';
import { Measurement, measure } from './measure.ts';
import type { MessageOptions } from './options.ts';
import { readProfile, type TimeShares } from './profile.ts';
import { messagesPrintout, messagesSection, progress } from './report.ts';
import { startTargets, TARGETS, type Target, type TargetId } from './targets.ts';
import { wrkVersion } from './wrk.ts';

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

/**
 * Measures messages; what it starts is stopped with `running`. Returns what to print and what to write. Throws
 * `FailedCheck` when anything was refused, lost or left out.
 */
export async function benchMessages(
  options: MessageOptions,
  machine: Facts,
  folder: string,
  running: AsyncDisposableStack,
): Promise<{ printout: string; section: string }> {
  const wrk = await wrkVersion();
  if (wrk === null) {
    throw new FailedCheck(
      'the load generator wrk is missing. Debian and Ubuntu: apt-get install -y wrk; macOS: brew install wrk',
    );
  }
  const facts = { ...machine, 'Load generator': `wrk ${wrk}, one thread` };
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
  return {
    printout: messagesPrintout(results, facts),
    section: messagesSection(results, facts, options, bytes),
  };
}
