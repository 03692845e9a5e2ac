// The process that is measured: a Parley with production settings, the bare route beside its own,
// and answers to its parent's questions. Its settings come from the environment, as for `main.ts`.
import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { type App, buildApp } from '../packages/server/src/app.ts';
import { readConfig } from '../packages/server/src/config/config.ts';
import { type Context, openContext } from '../packages/server/src/context.ts';
import { ensureAccount } from '../packages/server/src/operations/seed/account.ts';
import { addBareRoute } from './bare-route.ts';
import type { Answers, Asked, Question, Said } from './control.ts';
import { readLedger } from './ledger.ts';

const session = new Session();

async function startProfile(interval: string | undefined): Promise<null> {
  session.connect();
  await session.post('Profiler.enable');
  if (interval !== undefined) {
    await session.post('Profiler.setSamplingInterval', { interval: Number(interval) });
  }
  await session.post('Profiler.start');
  return null;
}

async function stopProfile(file: string | undefined): Promise<null> {
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  if (file === undefined) throw new Error('a profile needs a file');
  await writeFile(file, JSON.stringify(profile));
  return null;
}

async function settle(app: App): Promise<number> {
  const began = performance.now();
  await app.settled();
  return performance.now() - began;
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function memory(): Promise<Answers['memory']> {
  const collector = new Session();
  collector.connect();
  await collector.post('HeapProfiler.collectGarbage');
  collector.disconnect();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, live: heapUsed + external };
}

async function answer({ question, detail }: Asked, app: App, context: Context): Promise<Answers[Question]> {
  switch (question) {
    case 'statements':
      return context.database.statementCount();
    case 'ledger':
      return readLedger(context.database.read);
    case 'settle':
      return settle(app);
    case 'processor-time':
      return processorTime();
    case 'resident':
      return process.memoryUsage.rss();
    case 'memory':
      return memory();
    case 'start-profile':
      return startProfile(detail);
    case 'stop-profile':
      return stopProfile(detail);
  }
}

const say = (said: Said) => {
  if (process.connected) process.send?.(said);
};

const context = await openContext(readConfig(process.env));
const app = buildApp(context);
addBareRoute(app.server, context);
await context.database.transaction((tx) => ensureAccount(tx, context.config));

const stop = () => {
  app.stop().finally(() => process.exit(0));
};
process.once('SIGTERM', stop);
// The parent is gone, however it ended.
process.once('disconnect', stop);
process.on('message', (asked: Asked) => {
  answer(asked, app, context).then(
    (given) => say({ id: asked.id, answer: given }),
    (error: unknown) => say({ id: asked.id, failure: String(error) }),
  );
});
say({ listening: await app.start() });
