// What is measured, side by side: Parley on each database, and the two yardsticks.
import { join } from 'node:path';
import { startPostgres } from '../packages/server/tests/support/postgres.ts';
import { BARE_PREFIX } from './bare-route.ts';
import { startPrism } from './prism.ts';
import { createScenario, type Place, probe, type Scenario, writeRequests } from './scenario.ts';
import { type ParleyServer, startParley } from './server.ts';

/** Everything that can be measured, in the order of measuring and reporting. */
export const TARGETS = {
  sqlite: 'Parley on SQLite',
  postgres: 'Parley on PostgreSQL',
  bare: 'Parley, nothing stored',
  prism: 'Prism 5.16.0',
} as const;

export type TargetId = keyof typeof TARGETS;

/** Something that takes messages and is measured doing it. */
export interface Target {
  readonly id: TargetId;
  readonly place: Place;
  /** The file the load generator reads its requests from. */
  readonly requestsFile: string;
  /** The server whose database must hold every message taken here; null for targets that store nothing. */
  readonly keeper: ParleyServer | null;
  /** Bytes in the body of one answer. */
  readonly answerBytes: number;
}

/** What runs, and why the rest does not. */
export interface Line {
  readonly targets: readonly Target[];
  readonly absent: Readonly<Partial<Record<TargetId, string>>>;
}

/** Starts all targets; those that cannot be had on this machine are named with the reason. */
export async function startTargets(folder: string, running: AsyncDisposableStack): Promise<Line> {
  const targets: Target[] = [];
  const absent: Partial<Record<TargetId, string>> = {};

  const add = async (id: TargetId, place: Place, scenario: Scenario, keeper: ParleyServer | null) => {
    const requestsFile = await writeRequests(scenario, place, folder, id);
    targets.push({ id, place, requestsFile, keeper, answerBytes: await probe(scenario, place) });
  };
  const start = (databaseUrl: string) => startParley(running, databaseUrl, folder);
  const orAbsent = async <T>(id: TargetId, acquire: () => Promise<T>): Promise<T | null> => {
    try {
      return await acquire();
    } catch (error) {
      absent[id] = (error as Error).message.split('\n', 1)[0]!;
      return null;
    }
  };

  const embedded = await start(`sqlite:${join(folder, 'parley.db')}`);
  const scenario = await createScenario(embedded.url, embedded.credentials);
  await add('sqlite', { url: embedded.url, prefix: '/chat' }, scenario, embedded);

  const postgres = await orAbsent('postgres', () => startPostgres({ fsync: true }));
  if (postgres !== null) {
    running.defer(() => postgres.stop());
    const server = await start(await postgres.createDatabase());
    const own = await createScenario(server.url, server.credentials);
    await add('postgres', { url: server.url, prefix: '/chat' }, own, server);
  }

  await add('bare', { url: embedded.url, prefix: BARE_PREFIX }, scenario, null);

  const prism = await orAbsent('prism', startPrism);
  if (prism !== null) {
    running.use(prism);
    await add('prism', { url: prism.url, prefix: '' }, scenario, null);
  }
  return { targets, absent };
}
