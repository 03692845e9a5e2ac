// Transfers that do not succeed: rejected, left unanswered, taken back, or overtaken by the end of what they are about.
import { afterEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { eventsOf, withAcceptedTask, wrongCounts } from './transfer-fixture.ts';

const REFUSED = { status: 400, code: 20001 };

describe.each(databases())('transfers that do not succeed on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  afterEach(async () => {
    expect(await wrongCounts(server)).toEqual([]);
  });

  it('fails when the worker rejects it, and the task is as it was before', async () => {
    const { workspace, task, transfer, stored, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const before = await workspace.api().tasks(task).fetch();
    const started = await transfer(bert, { priority: 9 });
    await answer(bert, 'rejected');
    expect(await stored(started)).toMatchObject({
      transfer_status: 'failed',
      transfer_failed_reason: 'Transfer failed because the reservation was rejected',
    });
    expect(await eventsOf(server, started.sid)).toEqual(['task.transfer-initiated', 'task.transfer-failed']);
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: rejected']);
    const { assignmentStatus, priority, taskQueueSid, workflowSid, routingTarget } = before;
    expect(await workspace.api().tasks(task).fetch()).toMatchObject({
      assignmentStatus,
      priority,
      taskQueueSid,
      workflowSid,
      routingTarget,
    });
  });

  it('fails when the worker does not answer in time', async () => {
    const { workspace, task, transfer, stored, addWorker } = await withAcceptedTask(server);
    const started = await transfer(await addWorker('bert'), { mode: 'COLD' });
    await server.advance(120_000);
    expect(await stored(started)).toMatchObject({
      transfer_status: 'failed',
      transfer_failed_reason: 'Transfer failed because the reservation timed out',
    });
    expect(await workspace.taskStatus(task)).toBe('assigned');
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: timeout']);
  });

  it('tries other workers of a queue when one rejects it', async () => {
    const { workspace, task, transfer, stored, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const started = await transfer(workspace.queueSid);
    const carl = await addWorker('carl');
    await workspace
      .api()
      .workers(bert)
      .reservations.list()
      .then(([offer]) =>
        workspace.api().workers(bert).reservations(offer!.sid).update({
          reservationStatus: 'rejected',
          workerActivitySid: workspace.activities.Unavailable,
        }),
      );
    await server.settled();
    expect(await stored(started)).toMatchObject({
      transfer_status: 'initiated',
      transfer_failed_reason:
        'Transfer attempt failed on reservation reject because there are no more pending reservations',
    });
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: rejected', 'carl: pending']);
    await answer(carl, 'accepted');
    expect(await stored(started)).toMatchObject({
      transfer_status: 'completed',
      transfer_failed_reason: null,
    });
    expect(await eventsOf(server, started.sid)).toEqual([
      'task.transfer-initiated',
      'task.transfer-attempt-failed',
      'task.transfer-completed',
    ]);
  });

  it('counts an attempt as failed only when the last of several offers has ended', async () => {
    const { workspace, transfer, answer, addWorker } = await withAcceptedTask(server);
    const [bert, carl] = [await addWorker('bert'), await addWorker('carl')];
    const queue = await workspace.api().taskQueues.create({
      friendlyName: 'Everybody',
      targetWorkers: 'name != "anna"',
      maxReservedWorkers: 2,
    });
    const started = await transfer(queue.sid);
    await answer(bert, 'rejected');
    expect(await eventsOf(server, started.sid)).toEqual(['task.transfer-initiated']);
    await answer(carl, 'rejected');
    expect(await eventsOf(server, started.sid)).toEqual([
      'task.transfer-initiated',
      'task.transfer-attempt-failed',
    ]);
  });

  it('fails at the end of the workflow it went to; the task stays with the worker and is not canceled', async () => {
    const { workspace, task, transfer, stored } = await withAcceptedTask(server);
    const queue = await workspace
      .api()
      .taskQueues.create({ friendlyName: 'Empty', targetWorkers: 'name == "nobody"' });
    const workflowSid = await workspace.addWorkflow([{ queue: queue.sid, timeout: 20, priority: 8 }]);
    const started = await transfer(workflowSid);
    await server.advance(19_000);
    expect((await stored(started))?.transfer_status).toBe('initiated');
    await server.advance(1_000);
    expect((await stored(started))?.transfer_status).toBe('failed');
    expect(await workspace.api().tasks(task).fetch()).toMatchObject({
      assignmentStatus: 'assigned',
      priority: 5,
      workflowSid: workspace.workflowSid,
      taskQueueSid: workspace.queueSid,
    });
    expect(await workspace.offers(task)).toEqual(['anna: accepted']);
    await workspace.api().tasks(task).update({ assignmentStatus: 'completed' });
  });

  it('fails when nobody was found for as long as the task may wait', async () => {
    const { workspace, task, transfer, stored } = await withAcceptedTask(server, { timeout: 60 });
    await server.advance(300_000);
    const queue = await workspace
      .api()
      .taskQueues.create({ friendlyName: 'Empty', targetWorkers: 'name == "nobody"' });
    const started = await transfer(queue.sid);
    await server.advance(59_000);
    expect((await stored(started))?.transfer_status).toBe('initiated');
    await server.advance(1_000);
    expect((await stored(started))?.transfer_status).toBe('failed');
    expect(await workspace.taskStatus(task)).toBe('assigned');
  });

  it('cancels the open offer when it is taken back, once', async () => {
    const { workspace, task, transfer, cancel, offerTo, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const started = await transfer(bert);
    await expect(cancel(started, bert)).rejects.toMatchObject({ status: 404 });
    expect(await cancel(started)).toMatchObject({ sid: started.sid, transfer_status: 'canceled' });
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: canceled']);
    expect(await workspace.taskStatus(task)).toBe('assigned');
    await expect(cancel(started)).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('is already canceled'),
    });
    await expect(
      workspace
        .api()
        .workers(bert)
        .reservations(await offerTo(bert))
        .update({ reservationStatus: 'accepted' }),
    ).rejects.toMatchObject(REFUSED);
    expect(await eventsOf(server, started.sid)).toEqual([
      'task.transfer-initiated',
      'task.transfer-canceled',
    ]);
    const again = await transfer(bert);
    expect(again.sid).not.toBe(started.sid);
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: canceled', 'bert: pending']);
  });

  it('cannot be taken back once it is completed', async () => {
    const { transfer, cancel, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const started = await transfer(bert);
    await answer(bert, 'accepted');
    await expect(cancel(started)).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringContaining('is already completed'),
    });
  });

  it.each(['wrapping', 'completed'] as const)('ends when the task is moved to %s', async (status) => {
    const { workspace, task, transfer, stored, addWorker } = await withAcceptedTask(server);
    const started = await transfer(await addWorker('bert'), { mode: 'COLD' });
    await workspace.api().tasks(task).update({ assignmentStatus: status });
    expect((await stored(started))?.transfer_status).toBe('canceled');
    expect(await workspace.offers(task)).toEqual([`anna: ${status}`, 'bert: canceled']);
    expect(await workspace.taskStatus(task)).toBe(status);
  });

  it('ends a warm one with the work of the worker who started it', async () => {
    const { workspace, anna, task, transfer, stored, answer, addWorker } = await withAcceptedTask(server);
    const started = await transfer(await addWorker('bert'));
    await answer(anna, 'completed');
    expect((await stored(started))?.transfer_status).toBe('canceled');
    expect(await workspace.offers(task)).toEqual(['anna: completed', 'bert: canceled']);
    expect(await workspace.taskStatus(task)).toBe('completed');
  });

  it('goes on with a cold one when the worker who started it has finished', async () => {
    const { workspace, anna, task, transfer, stored, addWorker, offerTo, answer } =
      await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const started = await transfer(bert, { mode: 'COLD' });
    const own = workspace
      .api()
      .workers(anna)
      .reservations(await offerTo(anna));
    await own.update({ reservationStatus: 'wrapping' });
    await own.update({ reservationStatus: 'completed' });
    expect((await stored(started))?.transfer_status).toBe('initiated');
    expect(await workspace.taskStatus(task)).toBe('reserved');
    await answer(bert, 'accepted');
    expect(await workspace.offers(task)).toEqual(['anna: completed', 'bert: accepted']);
    await answer(bert, 'completed');
    expect(await workspace.taskStatus(task)).toBe('completed');
  });

  it('lets the task wait in its workflow again when nobody works on it any more', async () => {
    const { workspace, anna, task, transfer, offerTo, answer, addWorker } = await withAcceptedTask(server, {
      timeout: 60,
    });
    await server.advance(100_000);
    const bert = await addWorker('bert');
    await transfer(bert, { mode: 'COLD' });
    await workspace.api().workers(anna).update({ activitySid: workspace.activities.Unavailable });
    const own = workspace
      .api()
      .workers(anna)
      .reservations(await offerTo(anna));
    await own.update({ reservationStatus: 'completed' });
    await answer(bert, 'rejected');
    expect(await workspace.offers(task)).toEqual(['anna: completed', 'bert: rejected', 'bert: pending']);
    const { assignmentStatus, routingTarget } = await workspace.api().tasks(task).fetch();
    expect([assignmentStatus, routingTarget]).toEqual(['reserved', null]);
    await server.advance(60_000);
    const { assignmentStatus: last, reason } = await workspace.api().tasks(task).fetch();
    expect([last, reason]).toEqual(['canceled', 'Task TTL Exceeded']);
  });

  it('cannot be used to cancel a task that somebody has accepted', async () => {
    const { workspace, anna, task, transfer, stored, offerTo, addWorker } = await withAcceptedTask(server);
    const started = await transfer(await addWorker('bert'), { mode: 'COLD' });
    const cancel = () => workspace.api().tasks(task).update({ assignmentStatus: 'canceled' });
    await expect(cancel()).rejects.toMatchObject(REFUSED);
    expect((await stored(started))?.transfer_status).toBe('initiated');
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: pending']);
    const own = workspace
      .api()
      .workers(anna)
      .reservations(await offerTo(anna));
    await own.update({ reservationStatus: 'completed' });
    expect((await cancel()).assignmentStatus).toBe('canceled');
    expect((await stored(started))?.transfer_status).toBe('failed');
    expect(await workspace.offers(task)).toEqual(['anna: completed', 'bert: canceled']);
  });

  it('fails when the worker it goes to is removed, offered or not', async () => {
    const offered = await withAcceptedTask(server);
    const bert = await offered.addWorker('bert');
    const first = await offered.transfer(bert);
    await offered.workspace.api().workers(bert).remove();
    expect((await offered.stored(first))?.transfer_status).toBe('failed');
    expect(await offered.workspace.taskStatus(offered.task)).toBe('assigned');
    const carl = await offered.addWorker('carl');
    const { workers } = offered.workspace.api();
    await offered.workspace.addTask({ routingTarget: carl });
    const second = await offered.transfer(carl);
    expect((await offered.stored(second))?.transfer_status).toBe('initiated');
    await workers(carl).remove();
    expect((await offered.stored(second))?.transfer_status).toBe('failed');
    expect(await offered.workspace.taskStatus(offered.task)).toBe('assigned');
  });

  it('ends with the task, and with the workspace', async () => {
    const { workspace, anna, task, transfer, stored, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const started = await transfer(bert);
    await workspace.api().tasks(task).remove();
    expect(await eventsOf(server, started.sid)).toEqual(['task.transfer-initiated', 'task.transfer-failed']);
    expect(await stored(started)).toBeUndefined();
    expect((await eventsOf(server, task)).at(-1)).toBe('task.deleted');
    expect([await workspace.offersTo(anna), await workspace.offersTo(bert)]).toEqual([[], []]);
    const other = await withAcceptedTask(server);
    const second = await other.transfer(await other.addWorker('bert'));
    await other.workspace.api().remove();
    expect((await eventsOf(server, second.sid)).at(-1)).toBe('task.transfer-failed');
    expect((await eventsOf(server, other.task)).at(-1)).toBe('task.deleted');
    expect((await eventsOf(server, other.reservation)).at(-1)).toBe('reservation.completed');
    expect(await other.stored(second)).toBeUndefined();
    await server.advance(86_400_000);
  });

  it('does not keep a task for longer than it may be held', async () => {
    const { workspace, task, transfer } = await withAcceptedTask(server, { timeout: 200_000 });
    const queue = await workspace
      .api()
      .taskQueues.create({ friendlyName: 'Empty', targetWorkers: 'name == "nobody"' });
    await server.advance(80_000_000);
    await transfer(queue.sid);
    await server.advance(6_400_000);
    await expect(workspace.taskStatus(task)).rejects.toMatchObject({ status: 404 });
    expect((await eventsOf(server, task)).at(-1)).toBe('task.system-deleted');
  });
});
