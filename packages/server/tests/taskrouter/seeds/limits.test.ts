// The limits TaskRouter documents, each at its edge: the last value that is taken and the first that is refused.
import { describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { insertRows } from '#storage/bulk-insert.ts';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';

const REFUSED = { status: 400, code: 20001 };
const ROWS_A_STATEMENT = 1_000;

/** A JSON object of exactly so many characters. */
function documentOf(length: number): string {
  return JSON.stringify({ text: 'x'.repeat(length - JSON.stringify({ text: '' }).length) });
}

/** A configuration of exactly so many bytes. */
function configurationOf(queue: string, bytes: number): string {
  const text = JSON.stringify({ task_routing: { filters: [], default_filter: { queue } } });
  return text + ' '.repeat(bytes - Buffer.byteLength(text));
}

describe.each(databases())('limits of taskrouter on $name', (database) => {
  let server: TestServer;
  useServer(database.create, (started) => {
    server = started;
  });

  describe('attributes of at most 4096 characters', () => {
    const ways = {
      'a new task': ({ api, workflowSid }: Workspace, attributes: string) =>
        api().tasks.create({ workflowSid, attributes }),
      'a task': async (workspace: Workspace, attributes: string) =>
        workspace
          .api()
          .tasks(await workspace.addTask())
          .update({ attributes }),
      'a new worker': ({ api }: Workspace, attributes: string) =>
        api().workers.create({ friendlyName: 'new', attributes }),
      'a worker': async (workspace: Workspace, attributes: string) =>
        workspace
          .api()
          .workers(await workspace.addWorker('anna'))
          .update({ attributes }),
    };
    it.each(Object.entries(ways))('of %s', async (_name, write) => {
      const longest = documentOf(4_096);
      const taken = await write(await makeWorkspace(server), longest);
      expect(taken.attributes).toBe(longest);
      await expect(write(await makeWorkspace(server), documentOf(4_097))).rejects.toMatchObject(REFUSED);
      await expect(write(await makeWorkspace(server), `${documentOf(4_096)} `)).rejects.toMatchObject(
        REFUSED,
      );
    });
  });

  it.each(['workers', 'activities', 'taskQueues', 'workflows', 'taskChannels'] as const)(
    'names of %s have at most 64 characters, and at least one',
    async (list) => {
      const workspace = await makeWorkspace(server);
      const configuration = configurationOf(workspace.queueSid, 200);
      const collection = workspace.api()[list] as unknown as {
        create(options: object): Promise<{ sid: string; friendlyName: string }>;
      };
      const make = (friendlyName: string, uniqueName: string) =>
        collection.create({ friendlyName, uniqueName, configuration });
      const { friendlyName } = await make('x'.repeat(64), 'letters');
      expect(friendlyName).toBe('x'.repeat(64));
      await expect(make('x'.repeat(65), 'parcels')).rejects.toMatchObject(REFUSED);
      await expect(make('', 'parcels')).rejects.toMatchObject(REFUSED);
    },
  );

  it('a workflow configuration has at most 1,038,576 bytes', async () => {
    const workspace = await makeWorkspace(server);
    const save = (configuration: string) =>
      workspace.api().workflows.create({ friendlyName: 'Large', configuration });
    const largest = configurationOf(workspace.queueSid, 1_038_576);
    expect((await save(largest)).configuration).toBe(largest);
    await expect(save(`${largest} `)).rejects.toMatchObject(REFUSED);
  });

  it('a task waits for at least a second and at most two weeks', async () => {
    const workspace = await makeWorkspace(server);
    const { tasks } = workspace.api();
    for (const timeout of [0, 1_209_601]) {
      await expect(tasks.create({ timeout })).rejects.toMatchObject(REFUSED);
    }
    const short = await workspace.addTask({ timeout: 1 });
    const long = await workspace.addTask({ timeout: 1_209_600 });
    await server.advance(1_000);
    expect(await workspace.taskStatus(short)).toBe('canceled');
    await server.advance(1_209_600_000 - 1_001);
    expect(await workspace.taskStatus(long)).toBe('pending');
    await server.advance(1);
    expect(await workspace.taskStatus(long)).toBe('canceled');
  });

  it('priorities go from 0 to 2,147,483,647', async () => {
    const workspace = await makeWorkspace(server);
    for (const priority of [-1, 2 ** 31]) {
      await expect(workspace.api().tasks.create({ priority })).rejects.toMatchObject(REFUSED);
    }
    const task = await workspace.addTask({ priority: 2 ** 31 - 1 });
    expect((await workspace.api().tasks(task).fetch()).priority).toBe(2 ** 31 - 1);
    await expect(
      workspace
        .api()
        .tasks(task)
        .update({ priority: 2 ** 31 }),
    ).rejects.toMatchObject(REFUSED);
  });

  it.each([1, 86_400])('an offer can stay open for %i seconds', async (taskReservationTimeout) => {
    const workspace = await makeWorkspace(server);
    await workspace.api().workflows(workspace.workflowSid).update({ taskReservationTimeout });
    await workspace.addWorker('anna');
    const task = await workspace.addTask({ timeout: 1_000_000 });
    await server.advance(taskReservationTimeout * 1_000 - 1);
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    await server.advance(1);
    expect(await workspace.offers(task)).toEqual(['anna: timeout']);
  });

  it('an offer can stay open neither for no time nor for more than a day', async () => {
    const workspace = await makeWorkspace(server);
    for (const taskReservationTimeout of [0, 86_401]) {
      await expect(
        workspace.api().workflows(workspace.workflowSid).update({ taskReservationTimeout }),
      ).rejects.toMatchObject(REFUSED);
    }
  });

  it('a task is offered to at most 50 workers at once', async () => {
    const workspace = await makeWorkspace(server);
    const queue = workspace.api().taskQueues(workspace.queueSid);
    for (const maxReservedWorkers of [0, 51]) {
      await expect(queue.update({ maxReservedWorkers })).rejects.toMatchObject(REFUSED);
    }
    await queue.update({ maxReservedWorkers: 50 });
    const { Available } = workspace.activities;
    await Promise.all(
      Array.from({ length: 51 }, (_, number) =>
        workspace.api().workers.create({ friendlyName: `worker ${number}`, activitySid: Available }),
      ),
    );
    const task = await workspace.addTask();
    const offers = await workspace.api().tasks(task).reservations.list();
    expect(new Set(offers.map(({ workerSid }) => workerSid)).size).toBe(50);
    expect(offers).toHaveLength(50);
  });

  it('a workspace has at most 100 activities, and room again when one is removed', async () => {
    const workspace = await makeWorkspace(server);
    const { activities } = workspace.api();
    const make = (number: number) => activities.create({ friendlyName: `Activity ${number}` });
    for (let number = 4; number <= 99; number += 1) await make(number);
    const last = await make(100);
    await expect(make(101)).rejects.toMatchObject(REFUSED);
    await workspace.api().activities(last.sid).remove();
    expect((await make(101)).friendlyName).toBe('Activity 101');
  });

  /** Puts rows like the one there is into a table, up to a number, without asking the API for each. */
  const fill = async (table: 'workers' | 'task_queues', workspace: Workspace, until: number) => {
    const database = server.context.database;
    const own = database.read.selectFrom(table as 'workers').where('workspace_sid', '=', workspace.sid);
    const row = await own.selectAll().executeTakeFirstOrThrow();
    const { count } = await own
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const rows = Array.from({ length: until - Number(count) }, (_, number) => ({
      ...row,
      sid: newSid(row.sid.slice(0, 2)),
      ...(table === 'workers' ? { name_key: `filler ${number}`, friendly_name: `filler ${number}` } : {}),
    }));
    for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
      await database.transaction((tx) => insertRows(tx, table, rows.slice(at, at + ROWS_A_STATEMENT)));
    }
  };

  it('a workspace has at most 5,000 task queues', async () => {
    const workspace = await makeWorkspace(server);
    await fill('task_queues', workspace, 4_999);
    const make = () => workspace.api().taskQueues.create({ friendlyName: 'Another' });
    await make();
    await expect(make()).rejects.toMatchObject(REFUSED);
  });

  it('a workspace has at most 15,000 workers', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    await fill('workers', workspace, 14_999);
    const make = (friendlyName: string) => workspace.api().workers.create({ friendlyName });
    await make('the last');
    await expect(make('one too many')).rejects.toMatchObject(REFUSED);
  });

  it('a task that was offered a thousand times is canceled', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const anna = await workspace.addWorker('anna');
    const task = await workspace.addTask();
    await server.context.database.transaction((tx) =>
      tx.db.updateTable('tasks').set({ assignment_count: 998 }).where('sid', '=', task).execute(),
    );
    const reject = async () => {
      const [open] = await api.workers(anna).reservations.list({ reservationStatus: 'pending' });
      await api.workers(anna).reservations(open!.sid).update({ reservationStatus: 'rejected' });
      await server.settled();
    };
    await reject();
    await reject();
    expect(await workspace.offers(task)).toEqual(['anna: rejected', 'anna: rejected', 'anna: pending']);
    await reject();
    const canceled = await api.tasks(task).fetch();
    expect([canceled.assignmentStatus, canceled.reason]).toEqual([
      'canceled',
      'Max Assignment Count reached',
    ]);
    expect((await workspace.offers(task)).filter((offer) => offer.endsWith('pending'))).toEqual([]);
  });
});
