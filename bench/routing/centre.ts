// A contact centre in a database, as if it had been running for a while: workers at their activities, and tasks
// that wait. A few of each kind are made by the server itself, the rest are copies of those.
import { type App, buildApp } from '../../packages/server/src/app.ts';
import { readConfig } from '../../packages/server/src/config/config.ts';
import { type Context, openContext } from '../../packages/server/src/context.ts';
import { systemClock } from '../../packages/server/src/kernel/clock.ts';
import { ensureAccount } from '../../packages/server/src/operations/seed/account.ts';
import {
  createTask,
  createTaskQueue,
  createWorker,
  createWorkflow,
  createWorkspace,
} from '../../packages/server/src/products/taskrouter/taskrouter.ts';
import type { Database, Transaction } from '../../packages/server/src/storage/database.ts';
import { openDatabase } from '../../packages/server/src/storage/open.ts';
import type { Credentials } from '../server.ts';
import { type Copy, copyObjects } from './copy-objects.ts';
import {
  configurationOf,
  type Person,
  peopleOf,
  QUEUES,
  type QueuePurpose,
  targetWorkersOf,
  type Work,
  workFor,
} from './population.ts';

/** A capacity nobody comes to the end of. */
const CAPACITY = 1_000_000;
/** The workflow's limit for answers: nobody answers here. */
const RESERVATION_TIMEOUT_SECONDS = 36_000;
const TASK_TIMEOUT_SECONDS = 360_000;
/** Of the channels a workspace starts with. */
export const TASK_CHANNEL = 'default';

const ACTIVITIES = { night: 'Available', day: 'Unavailable', home: 'Offline' } as const;

/** How many workers a centre has, and how many tasks wait in it. */
export interface Size {
  readonly workers: number;
  readonly waiting: number;
}

/** What a client needs to know of a centre. */
export interface Centre extends Size {
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly activities: Readonly<Record<Person['duty'], string>>;
  readonly queues: readonly (QueuePurpose & { readonly sid: string })[];
  readonly people: readonly (Person & { readonly sid: string })[];
}

/** Everything of a centre but workers and tasks. */
type House = Omit<Centre, 'people' | keyof Size>;

async function createHouse(tx: Transaction, accountSid: string): Promise<House> {
  const { sid: workspaceSid } = await createWorkspace(tx, { accountSid, friendlyName: 'Benchmark' });
  const place = { accountSid, workspaceSid };
  const rows = await tx.db
    .selectFrom('activities')
    .select(['sid', 'friendly_name'])
    .where('workspace_sid', '=', workspaceSid)
    .execute();
  const activity = (duty: Person['duty']) => rows.find((row) => row.friendly_name === ACTIVITIES[duty])!.sid;
  const queues: House['queues'][number][] = [];
  for (const purpose of QUEUES) {
    const friendlyName = `${purpose.skill} ${purpose.language}`;
    const targetWorkers = targetWorkersOf(purpose);
    queues.push({
      ...purpose,
      sid: (await createTaskQueue(tx, { ...place, friendlyName, targetWorkers })).sid,
    });
  }
  const everyone = await createTaskQueue(tx, { ...place, friendlyName: 'Everyone' });
  const workflow = await createWorkflow(tx, {
    ...place,
    friendlyName: 'Benchmark',
    configuration: configurationOf(
      queues.map(({ sid }) => sid),
      everyone.sid,
    ),
    taskReservationTimeout: RESERVATION_TIMEOUT_SECONDS,
  });
  const activities = { night: activity('night'), day: activity('day'), home: activity('home') };
  return { workspaceSid, workflowSid: workflow.sid, activities, queues };
}

/** Objects the server made, by what makes them alike. */
type Models<T> = ReadonlyMap<string, { readonly sid: string; readonly original: T }>;

/** The first of each kind. */
function firstOfKinds<T>(all: readonly T[], kindOf: (one: T) => string): Map<string, T> {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(kindOf(one))) first.set(kindOf(one), one);
  return first;
}

async function makeModels<T>(
  { database }: Context,
  all: readonly T[],
  kindOf: (one: T) => string,
  make: (tx: Transaction, one: T) => Promise<{ sid: string }>,
): Promise<Models<T>> {
  const models = new Map<string, { sid: string; original: T }>();
  for (const [kind, original] of firstOfKinds(all, kindOf)) {
    const { sid } = await database.transaction((tx) => make(tx, original));
    models.set(kind, { sid, original });
  }
  return models;
}

const kindOfPerson = ({ duty }: Person) => duty;
const kindOfWork = ({ needs, priority }: Work) => `${needs.skill} ${needs.language} ${priority}`;

function makeWorkers(context: Context, accountSid: string, house: House, people: readonly Person[]) {
  return makeModels(context, people, kindOfPerson, async (tx, person) => {
    const worker = await createWorker(tx, {
      accountSid,
      workspaceSid: house.workspaceSid,
      friendlyName: person.name,
      activitySid: house.activities[person.duty],
      attributes: JSON.stringify(person.attributes),
    });
    const capacity = { capacity: CAPACITY };
    await tx.db.updateTable('worker_channels').set(capacity).where('worker_sid', '=', worker.sid).execute();
    return worker;
  });
}

function makeTasks(context: Context, accountSid: string, house: House, work: readonly Work[]) {
  return makeModels(context, work, kindOfWork, (tx, { attributes, priority }) =>
    createTask(tx, {
      accountSid,
      workspaceSid: house.workspaceSid,
      workflowSid: house.workflowSid,
      taskChannel: TASK_CHANNEL,
      timeout: TASK_TIMEOUT_SECONDS,
      attributes,
      priority,
    }),
  );
}

function copiesOf<T>(
  all: readonly T[],
  models: Models<T>,
  kindOf: (one: T) => string,
  textsOf: (one: T) => readonly string[],
  laterOf: (position: number) => number,
): { readonly one: T; readonly copy: Copy }[] {
  return all.flatMap((one, position) => {
    const { sid, original } = models.get(kindOf(one))!;
    if (one === original) return [];
    const own = textsOf(one);
    const texts = new Map(textsOf(original).map((text, number) => [text, own[number]!]));
    return [{ one, copy: { model: sid, texts, later: laterOf(position) } }];
  });
}

const textsOfPerson = ({ name, attributes }: Person) => [
  name,
  name.toLowerCase(),
  JSON.stringify(attributes),
];

async function withServer<T>(
  databaseUrl: string,
  folder: string,
  credentials: Credentials,
  work: (app: App, context: Context) => Promise<T>,
): Promise<T> {
  const context = await openContext(
    readConfig({
      PORT: '0',
      LOG_LEVEL: 'warn',
      PARLEY_SEED: 'false',
      PARLEY_DATA: folder,
      DATABASE_URL: databaseUrl,
      PARLEY_ACCOUNT_SID: credentials.accountSid,
      PARLEY_AUTH_TOKEN: credentials.authToken,
    }),
  );
  const app = buildApp(context);
  await context.database.transaction((tx) => ensureAccount(tx, context.config));
  await app.start();
  try {
    return await work(app, context);
  } finally {
    await app.stop();
  }
}

async function withDatabase<T>(databaseUrl: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(databaseUrl, systemClock());
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/**
 * Makes a centre in an empty database. The waiting tasks are for the day shift, which is away; one was made every
 * millisecond. The server that made the models has stopped when it resolves.
 */
export async function makeCentre(
  databaseUrl: string,
  folder: string,
  credentials: Credentials,
  size: Size,
): Promise<Centre> {
  const { accountSid } = credentials;
  const people = peopleOf(size.workers);
  const work = workFor(people, 'day', size.waiting).take(size.waiting).toArray();
  const made = await withServer(databaseUrl, folder, credentials, async (app, context) => {
    const house = await context.database.transaction((tx) => createHouse(tx, accountSid));
    const workers = await makeWorkers(context, accountSid, house, people);
    const tasks = await makeTasks(context, accountSid, house, work);
    await app.settled();
    return { house, workers, tasks };
  });
  const sids = await withDatabase(databaseUrl, async (database) => {
    const workers = copiesOf(people, made.workers, kindOfPerson, textsOfPerson, () => 0);
    const workerSids = await copyObjects(
      database,
      workers.map(({ copy }) => copy),
    );
    const age = (position: number) => position - work.length;
    const tasks = copiesOf(work, made.tasks, kindOfWork, ({ attributes }) => [attributes], age);
    await copyObjects(
      database,
      tasks.map(({ copy }) => copy),
    );
    const pairs = workers.map(({ one }, position) => [one, workerSids[position]!] as const);
    const originals = [...made.workers.values()].map(({ original, sid }) => [original, sid] as const);
    return new Map<Person, string>([...originals, ...pairs]);
  });
  return { ...made.house, ...size, people: people.map((person) => ({ ...person, sid: sids.get(person)! })) };
}

/** Calls the day shift in before the doors open: its workers are available, and its queues take nobody yet. */
export async function closeQueues(databaseUrl: string, centre: Centre): Promise<void> {
  const queues = centre.queues.filter(({ shift }) => shift === 'day').map(({ sid }) => sid);
  await withDatabase(databaseUrl, (database) =>
    database.transaction(async ({ db }) => {
      await db
        .updateTable('task_queues')
        .set({ target_workers: '1 == 2' })
        .where('sid', 'in', queues)
        .execute();
      await db
        .updateTable('workers')
        .set({ activity_sid: centre.activities.night })
        .where('activity_sid', '=', centre.activities.day)
        .execute();
    }),
  );
}
