// Runs the routing benchmark: in each round every trial once, on every database, and the limit beside them.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { newCredentials } from '../server.ts';
import { number, whole } from '../table.ts';
import { makeCentre } from './centre.ts';
import { measureClaims } from './claims.ts';
import { KEEP_COMMIT_TIMES } from './commit-times.ts';
import { CAUSES, measureDrain } from './drain.ts';
import { measureLatency } from './latency.ts';
import { claimTrials, drainTrials, type LatencyTrial, latencyTrials, type RoutingOptions } from './plan.ts';
import type { RoutingResults } from './results.ts';
import { STORES, type Store, startStores } from './stores.ts';
import type { Template } from './trial.ts';

type Tell = (line: string) => void;

/** Prepared centres of one database, each made when it is first needed. */
class Templates {
  readonly #store: Store;
  readonly #folder: string;
  readonly #running: AsyncDisposableStack;
  readonly #made = new Map<string, Promise<Template>>();

  constructor(store: Store, folder: string, running: AsyncDisposableStack) {
    this.#store = store;
    this.#folder = folder;
    this.#running = running;
  }

  of({ workers, waiting }: LatencyTrial): Promise<Template> {
    const key = `${workers} ${waiting}`;
    const made = this.#made.get(key) ?? this.#make({ workers, waiting });
    this.#made.set(key, made);
    return made;
  }

  async #make(size: LatencyTrial): Promise<Template> {
    const [store, folder] = [this.#store, this.#folder];
    const credentials = newCredentials();
    const databaseUrl = await store.create();
    const centre = await makeCentre(databaseUrl, folder, credentials, size);
    await store.tidy(databaseUrl);
    return { store, databaseUrl, folder, credentials, centre, running: this.#running };
  }
}

const sizeText = ({ workers, waiting }: LatencyTrial) =>
  `${whole(workers)} workers, ${whole(waiting)} waiting`;

/** Measures routing; `tell` hears of every trial. What it starts is stopped with `running`, or before. */
export async function measureRouting(
  options: RoutingOptions,
  folder: string,
  running: AsyncDisposableStack,
  tell: Tell,
): Promise<RoutingResults> {
  const own = join(folder, 'routing');
  await mkdir(own, { recursive: true });
  running.defer(() => rm(own, { recursive: true, force: true }));
  const { stores, absent } = await startStores(own, running, [KEEP_COMMIT_TIMES]);
  const results: RoutingResults = { options, absent, latency: [], drains: [], claims: [] };
  const templates = new Map(stores.map((store) => [store, new Templates(store, own, running)]));
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const store of stores) {
      const title = `round ${round}, ${STORES[store.id]}`;
      for (const trial of latencyTrials(options)) {
        const template = await templates.get(store)!.of(trial);
        const cell = await measureLatency(template, options.seconds, round);
        results.latency.push(cell);
        const { p50Ms, p99Ms } = cell.afterCommit;
        tell(`${title}, ${sizeText(trial)}: offered after ${number(p50Ms)} / ${number(p99Ms)} ms`);
      }
      for (const trial of drainTrials(options)) {
        const template = await templates.get(store)!.of(trial);
        const cell = await measureDrain(template, trial.cause, options.drainSeconds, round);
        results.drains.push(cell);
        const outcome = `${whole(cell.offered)} offered, ${number(cell.perSecond)}/s`;
        tell(`${title}, ${sizeText(trial)}, ${CAUSES[trial.cause]}: ${outcome}`);
      }
      if (store.id !== 'postgres') continue;
      for (const way of claimTrials(options)) {
        const cell = await measureClaims(store, way, round);
        results.claims.push(cell);
        tell(`${title}, ${way.connections} connections claim ${way.batch}: ${number(cell.perSecond)}/s`);
      }
    }
  }
  return results;
}
