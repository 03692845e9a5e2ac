// Runs the thread benchmark: fan-outs beside the bare one, what crosses from process to process, and long histories.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { STORES, type Store, startStores } from '../routing/stores.ts';
import { startParley } from '../server.ts';
import { number, whole } from '../table.ts';
import { openService } from './conversation.ts';
import { CROSSINGS, measureCrossing } from './crossing.ts';
import { type FanOutCell, measureBare, measureFanOut } from './fan-out.ts';
import { measureHistory } from './history.ts';
import type { ThreadOptions } from './plan.ts';
import { PACES, SERVERS, type ThreadResults } from './results.ts';

type Tell = (line: string) => void;

function fanOutLine({ server, clients, pace, delivered, seconds, p50Ms, p99Ms }: FanOutCell): string {
  const rate = `${whole(delivered / seconds)} events/s, ${number(p50Ms)} / ${number(p99Ms)} ms`;
  return `${SERVERS[server]}, ${whole(clients)} clients, ${PACES[pace]}: ${rate}`;
}

/** The fan-outs of one database; resolves with frames as clients of so many were sent them. */
async function measureFanOuts(
  store: Store,
  { clients, seconds }: ThreadOptions,
  { folder, results, running, tell }: Run,
): Promise<ReadonlyMap<number, Buffer>> {
  await using own = running.use(new AsyncDisposableStack());
  const databaseUrl = await store.create();
  own.defer(() => store.remove(databaseUrl));
  const server = await startParley(own, databaseUrl, folder);
  const conversation = await openService(server.url, server.credentials, Math.max(...clients));
  own.defer(() => conversation.rest.close());
  const frames = new Map<number, Buffer>();
  for (const count of clients) {
    const { cells, memory, frame } = await measureFanOut(
      store.id,
      server,
      conversation,
      count,
      seconds,
      (cell) => tell(fanOutLine(cell)),
    );
    results.fanOuts.push(...cells);
    results.memory.push(memory);
    frames.set(count, frame);
  }
  return frames;
}

/** What a run has in common. */
interface Run {
  readonly folder: string;
  readonly results: ThreadResults;
  readonly running: AsyncDisposableStack;
  readonly tell: Tell;
}

/** Measures threads; `tell` hears of every trial. What it starts is stopped with `running`, or before. */
export async function measureThreads(
  options: ThreadOptions,
  folder: string,
  running: AsyncDisposableStack,
  tell: Tell,
): Promise<ThreadResults> {
  const own = join(folder, 'threads');
  await mkdir(own, { recursive: true });
  running.defer(() => rm(own, { recursive: true, force: true }));
  const { stores, absent } = await startStores(own, running);
  const results: ThreadResults = { options, absent, fanOuts: [], memory: [], crossings: [], histories: [] };
  const run = { folder: own, results, running, tell };
  for (const store of stores) {
    const frames = await measureFanOuts(store, options, run);
    if (store.id !== 'sqlite') continue;
    for (const [count, frame] of frames) {
      const bare = await measureBare(running, frame, count, options.seconds, (cell) =>
        tell(fanOutLine(cell)),
      );
      results.fanOuts.push(...bare);
    }
  }
  for (const store of stores.filter(({ id }) => id === 'postgres')) {
    results.crossings.push(...(await measureCrossing(store, options.seconds, own, running)));
    for (const { kind, p50Ms, p99Ms } of results.crossings) {
      tell(`${STORES[store.id]}, ${CROSSINGS[kind]} cross in ${number(p50Ms)} / ${number(p99Ms)} ms`);
    }
  }
  for (const store of stores) {
    results.histories.push(...(await measureHistory(store, options.history, own, running, tell)));
  }
  return results;
}
