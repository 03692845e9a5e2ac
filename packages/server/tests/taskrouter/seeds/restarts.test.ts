// What falls due while the server is down is made up for when it starts, and the tasks concerned are routed.
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';

/** What is under way when the server stops, and what must be so when it runs again. */
interface Case {
  readonly name: string;
  prepare(server: TestServer, workspace: Workspace): Promise<string>;
  /** Seconds without a server. */
  readonly downtime: number;
  readonly status: string;
  readonly offers: readonly string[];
  readonly isInFirstQueue: boolean;
}

const CASES: readonly Case[] = [
  {
    name: 'an offer that was not answered goes to the next worker',
    async prepare(_server, workspace) {
      await workspace.addWorker('anna');
      const task = await workspace.addTask();
      await workspace.addWorker('ben');
      return task;
    },
    downtime: 200,
    status: 'reserved',
    offers: ['anna: timeout', 'ben: pending'],
    isInFirstQueue: true,
  },
  {
    name: 'a task sent to a worker whatever they hold is offered to them again',
    async prepare(_server, workspace) {
      const anna = await workspace.addWorker('anna');
      return workspace.addTask({ routingTarget: anna, taskQueueSid: workspace.queueSid });
    },
    downtime: 200,
    status: 'reserved',
    offers: ['anna: timeout', 'anna: pending'],
    isInFirstQueue: true,
  },
  {
    name: 'a task whose time in its target was up is in the next one',
    async prepare(_server, workspace) {
      const rest = await workspace.api().taskQueues.create({ friendlyName: 'Rest', targetWorkers: '' });
      const targets = [{ queue: workspace.queueSid, timeout: 10 }, { queue: rest.sid }];
      return workspace.addTask({ workflowSid: await workspace.addWorkflow(targets) });
    },
    downtime: 15,
    status: 'pending',
    offers: [],
    isInFirstQueue: false,
  },
  {
    name: 'a task that comes back to its target is asked whether it skips it',
    async prepare(_server, workspace) {
      await workspace.addWorker('anna');
      const rest = await workspace.api().taskQueues.create({ friendlyName: 'Rest', targetWorkers: '' });
      const targets = [{ queue: workspace.queueSid, skip_if: 'workers.available == 0' }, { queue: rest.sid }];
      return workspace.addTask({ workflowSid: await workspace.addWorkflow(targets) });
    },
    downtime: 200,
    status: 'pending',
    offers: ['anna: timeout'],
    isInFirstQueue: false,
  },
  {
    name: 'a task whose time to live was over is canceled',
    prepare: (_server, workspace) => workspace.addTask({ timeout: 30 }),
    downtime: 40,
    status: 'canceled',
    offers: [],
    isInFirstQueue: true,
  },
];

describe.each(databases())('after a time without a server on $name', ({ create }) => {
  it.each(CASES)('$name', async ({ prepare, downtime, status, offers, isInFirstQueue }) => {
    const database = await create();
    const before = await startServer(database.url);
    const { sid, queueSid, task } = await (async () => {
      const workspace = await makeWorkspace(before);
      return { ...workspace, task: await prepare(before, workspace) };
    })();
    await before.stop();
    before.clock.advance(downtime * 1_000);
    const after = await startServer(database.url, {}, before.clock);
    try {
      await after.settled();
      const { read } = after.context.database;
      const row = await read
        .selectFrom('tasks')
        .selectAll()
        .where('sid', '=', task)
        .executeTakeFirstOrThrow();
      const made = await read
        .selectFrom('reservations')
        .innerJoin('workers', 'workers.sid', 'reservations.worker_sid')
        .select(['workers.friendly_name as name', 'reservations.reservation_status as status'])
        .where('reservations.workspace_sid', '=', sid)
        .orderBy('reservations.sid')
        .execute();
      expect(made.map((one) => `${one.name}: ${one.status}`)).toEqual(offers);
      expect(row.assignment_status).toBe(status);
      expect(row.task_queue_sid === queueSid).toBe(isInFirstQueue);
    } finally {
      await after.stop();
      await database.dispose();
    }
  });
});
