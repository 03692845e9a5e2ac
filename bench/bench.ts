// `npm run bench`: how many messages are stored, how fast tasks are routed, how soon clients of conversations are told
// how fast customers are written to and how smooth the desk is, beside what bounds them. Exits with 1 when anything was refused, lost, left
// out or done wrongly.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPostgresBinaries } from '../packages/server/tests/support/postgres-binaries.ts';
import { benchPart } from './bench-part.ts';
import { DESK } from './desk/bench-desk.ts';
import { type Facts, type Part, writeSections } from './document.ts';
import { FailedCheck } from './failed-check.ts';
import { fileSystemOf, hardware, postgresVersion, syncsPerSecond } from './machine.ts';
import { benchMessages } from './messages.ts';
import { type Options, readOptions } from './options.ts';
import { OUTBOUND } from './outbound/bench-outbound.ts';
import { ROUTING } from './routing/bench-routing.ts';
import { number } from './table.ts';
import { THREADS } from './threads/bench-threads.ts';

async function factsOf(folder: string): Promise<Facts> {
  const { processor, cores, memoryGib } = hardware();
  const binaries = findPostgresBinaries();
  return {
    Processor: `${processor}, ${cores} cores`,
    Memory: `${memoryGib} GiB`,
    Node: process.versions.node,
    SQLite: process.versions.sqlite ?? 'unknown',
    PostgreSQL: binaries === undefined ? 'not installed' : await postgresVersion(binaries),
    'Data folder': fileSystemOf(folder),
    'Disk, synced 8 kB writes one after another': `${number(syncsPerSecond(folder))}/s`,
  };
}

function measurePart(part: Part, options: Options, facts: Facts, folder: string, own: AsyncDisposableStack) {
  switch (part) {
    case 'messages':
      return benchMessages(options.messages, facts, folder, own);
    case 'routing':
      return benchPart(ROUTING, options.routing, facts, folder, own);
    case 'threads':
      return benchPart(THREADS, options.threads, facts, folder, own);
    case 'outbound':
      return benchPart(OUTBOUND, options.outbound, facts, folder, own);
    case 'desk':
      return benchPart(DESK, options.desk, facts, folder, own);
  }
}

/** Measures one part; its servers and data are gone when it resolves. */
async function runPart(part: Part, options: Options, running: AsyncDisposableStack): Promise<string> {
  await using own = running.use(new AsyncDisposableStack());
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  own.defer(() => rm(folder, { recursive: true, force: true }));
  const facts = await factsOf(folder);
  const { printout, section } = await measurePart(part, options, facts, folder, own);
  console.log(`\n${printout}`);
  return section;
}

async function run(options: Options, running: AsyncDisposableStack): Promise<void> {
  for (const part of options.parts) {
    const section = await runPart(part, options, running);
    if (options.isWritten) console.log(`\nWritten to ${await writeSections({ [part]: section })}`);
  }
}

const options = readOptions(process.argv.slice(2));
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
  await run(options, running);
} catch (error) {
  // What is cut short by a signal fails in one way or another.
  if (closing !== undefined) await closing;
  else if (!(error instanceof FailedCheck)) throw error;
  else console.error(`FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  await close();
}
