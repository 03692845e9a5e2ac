// What pushing costs, and that it reaches clients of every process.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventType, StoredEvent } from '#events/event-types.ts';
import { concerned } from '#products/taskrouter/event-bridge/pushes/concerned.ts';
import { messagesOf } from '#products/taskrouter/event-bridge/pushes/messages.ts';
import { readBatch } from '#products/taskrouter/event-bridge/pushes/read-batch.ts';
import type { WorkerSockets } from '#products/taskrouter/event-bridge/sockets/worker-sockets.ts';
import { databases } from '../support/databases.ts';
import { startServer } from '../support/start-server.ts';
import { type Desk, openDesk, reported, WORKER_SDKS } from './desk-fixture.ts';
import { someName } from './working-fixture.ts';

/** Workers, channels, reservations, holders, tasks and transfers: a statement each. */
const MOST_STATEMENTS = 6;

/** A registry in which exactly these workers, or all, are connected. */
function connected(workerSids: readonly string[] | 'all'): WorkerSockets {
  const has = (sid: string) => workerSids === 'all' || workerSids.includes(sid);
  return { has, hasWorkspace: () => workerSids.length > 0 } as unknown as WorkerSockets;
}

describe.each(databases())('pushes on $name', ({ name, create }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  const logged = async (): Promise<StoredEvent[]> => {
    const rows = await desk.server.context.database.read
      .selectFrom('events')
      .selectAll()
      .orderBy('id')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      type: row.type as EventType,
      accountSid: row.account_sid,
      subjectSid: row.subject_sid,
      data: JSON.parse(row.data),
      at: row.date_created,
    })) as StoredEvent[];
  };
  /** Statements of the work: the fewest of some runs, since a server that rests still looks around now and then. */
  const statements = async (work: () => Promise<unknown>) => {
    const { database } = desk.server.context;
    const runs: number[] = [];
    for (let run = 0; run < 5; run += 1) {
      await desk.server.settled();
      const before = database.statementCount();
      await work();
      runs.push(database.statementCount() - before);
    }
    return Math.min(...runs);
  };

  it('read a batch in a number of statements that does not grow with it', async () => {
    const { workspace } = desk;
    const { read } = desk.server.context.database;
    const workers: string[] = [];
    for (let count = 0; count < 4; count += 1) workers.push(await workspace.addWorker(someName(), {}, 20));
    for (const routingTarget of workers) {
      for (let count = 0; count < 4; count += 1) {
        const task = await workspace.addTask({ routingTarget });
        const [reservation] = await workspace.api().tasks(task).reservations.list();
        await workspace
          .api()
          .tasks(task)
          .reservations(reservation!.sid)
          .update({ reservationStatus: 'accepted' });
        await workspace.api().tasks(task).update({ attributes: '{"a":1}' });
      }
      await workspace.api().workers(routingTarget).update({ attributes: '{"b":1}' });
      await workspace.api().workers(routingTarget).workerChannels('default').update({ capacity: 30 });
    }
    const all = concerned(await logged(), connected('all'));
    expect(all.reservations.length).toBe(32);
    expect(all.tasks.length).toBe(16);
    const one = concerned(await logged(), connected([workers[0]!]));
    const [cost, costOfOne] = [
      await statements(() => readBatch(read, all)),
      await statements(() => readBatch(read, one)),
    ];
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(MOST_STATEMENTS);
    expect(cost).toBe(costOfOne);
    const told = messagesOf(all, await readBatch(read, all), Date.now());
    expect(told.map(({ id }) => id)).toEqual(told.map(({ id }) => id).toSorted((a, b) => a - b));
  });

  it('read nothing for events that concern nobody who is connected', async () => {
    const nobody = concerned(await logged(), connected([]));
    expect(Object.values(nobody).flat()).toEqual([]);
    expect(await statements(() => readBatch(desk.server.context.database.read, nobody))).toBe(0);
  });

  it.runIf(name === 'postgres').each(WORKER_SDKS)('reach $name at another process', async ({ module }) => {
    const { clock } = desk.server;
    const other = await startServer(desk.server.context.config.databaseUrl, {}, clock);
    try {
      const sid = await desk.workspace.addWorker(someName());
      const worker = await desk.connect(sid, { module, server: other });
      const created = reported(worker, 'reservationCreated');
      await desk.workspace.addTask({ routingTarget: sid });
      const reservation = await created;
      const completed = reported(reservation, 'completed');
      await reservation.accept();
      await desk.workspace.api().tasks(reservation.task.sid).update({ assignmentStatus: 'completed' });
      expect(await completed).toMatchObject({ status: 'completed' });
      worker.disconnect();
    } finally {
      await other.stop();
    }
  });
});
