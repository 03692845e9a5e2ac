// What a request for statistics costs: as many statements however much there is, and no table read from end to end.
import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '#http/operations.ts';
import { fetchPage } from '#http/paging.ts';
import { readInput } from '#http/parameters.ts';
import type { Route } from '#http/resource.ts';
import type { Reader, Transaction } from '#storage/database.ts';
import { databases } from '../../support/databases.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { fewestStatements } from '../fewest-statements.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';
import { acceptAfter, ask, DAY } from './scene.ts';

const WHOLE = { SplitByWaitTime: '5,10', TaskChannel: 'default' };

/** Every read of the statistics with parameters that make it do all it can. */
const READS: readonly [path: string, query: Record<string, string>][] = [
  ['/Statistics', WHOLE],
  ['/RealTimeStatistics', { TaskChannel: 'default' }],
  ['/CumulativeStatistics', WHOLE],
  ['/Workflows/{WorkflowSid}/Statistics', WHOLE],
  ['/Workflows/{WorkflowSid}/RealTimeStatistics', {}],
  ['/Workflows/{WorkflowSid}/CumulativeStatistics', WHOLE],
  ['/TaskQueues/{TaskQueueSid}/Statistics', WHOLE],
  ['/TaskQueues/{TaskQueueSid}/RealTimeStatistics', {}],
  ['/TaskQueues/{TaskQueueSid}/CumulativeStatistics', WHOLE],
  ['/TaskQueues/Statistics', WHOLE],
  ['/Workers/{WorkerSid}/Statistics', {}],
  ['/Workers/Statistics', { FriendlyName: 'anna', TaskQueueName: 'German' }],
  ['/Workers/Statistics', {}],
  ['/Workers/CumulativeStatistics', {}],
  ['/Workers/RealTimeStatistics', {}],
];

interface Place {
  readonly workspace: Workspace;
  readonly workerSid: string;
}

function filled(path: string, { workspace, workerSid }: Place): string {
  return path
    .replace('{WorkflowSid}', workspace.workflowSid)
    .replace('{TaskQueueSid}', workspace.queueSid)
    .replace('{WorkerSid}', workerSid);
}

/** Keeps the statements of a reader as they are run. */
class Recorder implements KyselyPlugin {
  readonly statements: CompiledQuery[] = [];
  readonly #db: Reader;

  constructor(db: Reader) {
    this.#db = db;
  }

  get reader(): Reader {
    return this.#db.withPlugin(this);
  }

  transformQuery({ node, queryId }: { node: RootOperationNode; queryId: never }): RootOperationNode {
    this.statements.push(this.#db.getExecutor().compileQuery(node, queryId));
    return node;
  }

  async transformResult<Result>({ result }: { result: Result }): Promise<Result> {
    return result;
  }
}

/** Runs the read behind a path as a request would. */
async function run(
  server: TestServer,
  db: Reader,
  path: string,
  input: object,
  params: object,
): Promise<void> {
  const isMeant = (route: Route) => route.path === `/v1/Workspaces/{WorkspaceSid}${path}`;
  const { operation } = server.app.routes.find(isMeant)!;
  const call = {
    accountSid: server.account.sid,
    params,
    now: server.clock.now(),
    input: readInput(operation.input, { ...input }),
  } as unknown as Call;
  if (operation.kind === 'read') await operation.run(db, call);
  if (operation.kind === 'write') await operation.run({ db } as Transaction, call);
  if (operation.kind !== 'list') return;
  const page = { size: 50, page: 0, from: null, isBackward: false };
  const { rows } = await fetchPage(await operation.query(db, call), operation.order(call), page);
  await operation.complete!(db, call, rows);
}

describe.each(databases())('requests for statistics on $name', ({ name, create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let place: Place;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    const workspace = await makeWorkspace(server);
    place = { workspace, workerSid: await workspace.addWorker('anna', { languages: ['de'] }) };
    await workspace.api().taskQueues.create({ friendlyName: 'German', targetWorkers: "languages HAS 'de'" });
    await acceptAfter(server, workspace, 3);
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  async function statementsOf(path: string, query: Record<string, string>): Promise<number> {
    const { workspace } = place;
    return fewestStatements(server, async () => {
      const { status } = await ask(server, `/Workspaces/${workspace.sid}${filled(path, place)}`, query);
      expect(status).toBe(200);
    });
  }

  it('take the same few statements whatever the number of queues, workers, tasks and events', async () => {
    const { workspace } = place;
    const counts = async () => {
      const found: [string, number][] = [];
      for (const [path, query] of READS) found.push([path, await statementsOf(path, query)]);
      return found;
    };
    const few = await counts();
    for (let number = 0; number < 12; number += 1) {
      await workspace.api().taskQueues.create({ friendlyName: `Queue ${number}`, targetWorkers: '1==1' });
      await workspace.addWorker(`worker ${number}`, { languages: ['de'] }, 3);
      await workspace.addTask();
      await acceptAfter(server, workspace, number);
    }
    await server.advance(DAY);
    await acceptAfter(server, workspace, 2);
    expect(await counts()).toEqual(few);
    for (const [path, statements] of few) expect([path, statements <= 14]).toEqual([path, true]);
  });

  it.runIf(name === 'sqlite')('find every row through an index', async () => {
    const recorder = new Recorder(server.context.database.read);
    const params = {
      WorkspaceSid: place.workspace.sid,
      WorkflowSid: place.workspace.workflowSid,
      TaskQueueSid: place.workspace.queueSid,
      WorkerSid: place.workerSid,
    };
    const window = { StartDate: new Date(server.clock.now() - 20 * DAY).toISOString() };
    for (const [path, query] of READS) {
      const hasWindow = !path.endsWith('RealTimeStatistics');
      await run(server, recorder.reader, path, hasWindow ? { ...query, ...window } : query, params);
    }
    const queues = { QueueSids: [place.workspace.queueSid] };
    await run(server, recorder.reader, '/TaskQueues/RealTimeStatistics', queues, params);
    expect(recorder.statements.length).toBeGreaterThan(60);
    const tables = await server.context.database.read.introspection.getTables();
    const named = tables.map((table) => table.name).join('|');
    for (const { sql, parameters } of recorder.statements) {
      const { rows } = await server.context.database.read.executeQuery<{ detail: string }>(
        CompiledQuery.raw(`EXPLAIN QUERY PLAN ${sql}`, [...parameters]),
      );
      const scans = rows.filter(({ detail }) => new RegExp(`^SCAN (${named})\\b`).test(detail));
      expect(scans, sql).toEqual([]);
      // Of the figures by span of time only those of the window are read.
      const spans = rows.filter(({ detail }) => /^SEARCH statistics_(buckets|waits|moves)\b/.test(detail));
      for (const { detail } of spans) expect(detail).toContain('grain=? AND starts_at>? AND starts_at<?');
      expect(sql).not.toContain('from "events"');
    }
  });
});
