// One trial: a server of its own on a copy of a prepared centre, warmed up, measured, stopped and checked.
import { setTimeout as sleep } from 'node:timers/promises';
import { FailedCheck } from '../failed-check.ts';
import { type Credentials, type ParleyServer, startParley } from '../server.ts';
import { type Centre, TASK_CHANNEL } from './centre.ts';
import { checkOffers } from './check-offers.ts';
import { inParallel, machineTime, WorkspaceClient } from './client.ts';
import { type Work, workFor } from './population.ts';
import { openRows, type Rows } from './rows.ts';
import type { Store } from './stores.ts';

const WARM_UP_TASKS = 300;
const WARM_UP_AT_ONCE = 4;
const READY_MS = 30_000;
const POLL_MS = 10;

/** A centre in a database that copies are made of. */
export interface Template {
  readonly store: Store;
  readonly databaseUrl: string;
  readonly folder: string;
  readonly credentials: Credentials;
  readonly centre: Centre;
  /** Ends what trials have started, should they be cut short. */
  readonly running: AsyncDisposableStack;
}

/** What a measurement works with. */
export interface Trial {
  readonly store: Store;
  readonly databaseUrl: string;
  readonly centre: Centre;
  readonly server: ParleyServer;
  readonly client: WorkspaceClient;
  readonly rows: Rows;
  /** Folder for files. */
  readonly folder: string;
  /** Tasks for the night shift, which is there. */
  readonly work: Iterator<Work, never>;
  /** Posts a task; its SID. */
  post(work: Work): Promise<string>;
  /** Number of offers in the database. */
  offers(): Promise<number>;
  /** Waits until there are so many offers, or the time is up; whether there are. */
  hasOffers(count: number, withinMs: number): Promise<boolean>;
}

function trialOf(template: Template, databaseUrl: string, server: ParleyServer, rows: Rows): Trial {
  const { store, centre, credentials, folder } = template;
  const client = new WorkspaceClient(server.url, credentials, centre.workspaceSid);
  const offers = async () => {
    const [row] = await rows.read<{ offers: number }>(
      'SELECT CAST(count(*) AS integer) AS offers FROM reservations WHERE workspace_sid = $1',
      [centre.workspaceSid],
    );
    return row!.offers;
  };
  return {
    ...{ store, databaseUrl, centre, server, client, rows, folder, offers },
    work: workFor(centre.people, 'night', 1),
    post: async ({ attributes, priority }) => {
      const task = { WorkflowSid: centre.workflowSid, TaskChannel: TASK_CHANNEL, Attributes: attributes };
      return (await client.post('Tasks', { ...task, Priority: String(priority) })).sid;
    },
    async hasOffers(count, withinMs) {
      const deadline = machineTime() + withinMs;
      while ((await offers()) < count) {
        if (machineTime() > deadline) return false;
        await sleep(POLL_MS);
      }
      return true;
    },
  };
}

/** Sees to it that tasks are routed, and that the code that does it has been compiled. */
async function warmUp(trial: Trial): Promise<void> {
  await trial.post(trial.work.next().value);
  if (!(await trial.hasOffers(1, READY_MS))) throw new FailedCheck('a first task was not offered to anybody');
  const tasks = Array.from({ length: WARM_UP_TASKS }, () => trial.work.next().value);
  await inParallel(tasks, WARM_UP_AT_ONCE, trial.post);
  if (!(await trial.hasOffers(1 + WARM_UP_TASKS, READY_MS))) {
    throw new FailedCheck('tasks of the warm-up were not offered to anybody');
  }
}

/**
 * Runs a measurement on a copy of the template; `prepare` may change the copy before the server starts. Throws
 * `FailedCheck` when an offer was made that must not be.
 */
export async function runTrial<T>(
  template: Template,
  measure: (trial: Trial) => Promise<T>,
  prepare: (databaseUrl: string) => Promise<void> = async () => {},
): Promise<T> {
  const { store, folder, credentials, centre, running } = template;
  await using resources = running.use(new AsyncDisposableStack());
  const databaseUrl = await store.copy(template.databaseUrl);
  resources.defer(() => store.remove(databaseUrl));
  await prepare(databaseUrl);
  const rows = await openRows(databaseUrl);
  resources.defer(() => rows.close());
  const server = await startParley(resources, databaseUrl, folder, credentials);
  const trial = trialOf(template, databaseUrl, server, rows);
  await warmUp(trial);
  const result = await measure(trial);
  await server[Symbol.asyncDispose]();
  await checkOffers(rows, centre);
  return result;
}
