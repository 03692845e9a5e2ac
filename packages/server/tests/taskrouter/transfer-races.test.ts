// Transfers that several people decide about at the same moment: one of them wins, and the books stay right.
import { afterEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { withAcceptedTask, wrongCounts } from './transfer-fixture.ts';

const ROUNDS = [1, 2, 3, 4, 5, 6];

/** Whether each was carried out; anything but a refusal fails the test. */
async function outcomes(attempts: readonly Promise<unknown>[]): Promise<boolean[]> {
  const settled = await Promise.allSettled(attempts);
  for (const outcome of settled) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 400, code: 20001 });
  }
  return settled.map((outcome) => outcome.status === 'fulfilled');
}

describe.each(databases())('transfers at the same moment on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  afterEach(async () => {
    expect(await wrongCounts(server)).toEqual([]);
  });

  it('are accepted by one of several workers', async () => {
    const { workspace, task, transfer, stored, prepareAccept, addWorker } = await withAcceptedTask(server);
    const workers = [await addWorker('bert'), await addWorker('carl'), await addWorker('dora')];
    const queue = await workspace.api().taskQueues.create({
      friendlyName: 'Everybody',
      targetWorkers: 'name != "anna"',
      maxReservedWorkers: 3,
    });
    const started = await transfer(queue.sid);
    const accepts = await Promise.all(workers.map(prepareAccept));
    const won = await outcomes(accepts.map((accept) => accept()));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await stored(started))?.transfer_status).toBe('completed');
    const statuses = (await workspace.offers(task)).map((offer) => offer.split(': ')[1]).sort();
    expect(statuses).toEqual(['accepted', 'accepted', 'rescinded', 'rescinded']);
  });

  it.each(ROUNDS)('are either accepted or taken back (%i)', async () => {
    const { workspace, task, transfer, cancel, stored, prepareAccept, addWorker } =
      await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const started = await transfer(bert);
    const accept = await prepareAccept(bert);
    const [accepted, canceled] = await outcomes([accept(), cancel(started)]);
    expect(accepted).not.toBe(canceled);
    expect((await stored(started))?.transfer_status).toBe(accepted ? 'completed' : 'canceled');
    expect(await workspace.offers(task)).toEqual([
      'anna: accepted',
      `bert: ${accepted ? 'accepted' : 'canceled'}`,
    ]);
    expect(await workspace.taskStatus(task)).toBe('assigned');
  });

  it.each(ROUNDS)('are either accepted or end with the task (%i)', async () => {
    const { workspace, task, transfer, stored, prepareAccept, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const started = await transfer(bert, { mode: 'COLD' });
    const accept = await prepareAccept(bert);
    const complete = workspace.api().tasks(task).update({ assignmentStatus: 'completed' });
    const [accepted, completed] = await outcomes([accept(), complete]);
    expect(completed).toBe(true);
    expect(await workspace.taskStatus(task)).toBe('completed');
    expect((await stored(started))?.transfer_status).toBe(accepted ? 'completed' : 'canceled');
    expect(await workspace.offers(task)).toEqual([
      'anna: completed',
      `bert: ${accepted ? 'completed' : 'canceled'}`,
    ]);
  });

  it('start once', async () => {
    const { workspace, task, transfer, addWorker } = await withAcceptedTask(server);
    const workers = [await addWorker('bert'), await addWorker('carl')];
    const won = await outcomes(workers.map((worker) => transfer(worker)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await workspace.offers(task)).filter((offer) => offer.endsWith('pending'))).toHaveLength(1);
  });

  it('let two who finish at once end the task together', async () => {
    const { workspace, anna, task, transfer, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    await transfer(bert);
    await answer(bert, 'accepted');
    expect(await outcomes([answer(anna, 'completed'), answer(bert, 'completed')])).toEqual([true, true]);
    expect(await workspace.taskStatus(task)).toBe('completed');
  });
});
