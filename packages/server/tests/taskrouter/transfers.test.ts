// Transfers of tasks: how they start, who is offered the task, and what accepting it means.
import { afterEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { eventsOf, withAcceptedTask, wrongCounts } from './transfer-fixture.ts';

const REFUSED = { status: 400, code: 20001 };

describe.each(databases())('transfers on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  afterEach(async () => {
    expect(await wrongCounts(server)).toEqual([]);
  });

  it('offers the task to the worker it is transferred to, while the other keeps it', async () => {
    const { workspace, anna, task, reservation, transfer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    await addWorker('carl');
    const started = await transfer(bert);
    expect(started).toMatchObject({
      sid: expect.stringMatching(/^TT[0-9a-f]{32}$/),
      task_sid: task,
      initiating_reservation_sid: reservation,
      initiating_worker_sid: anna,
      initiating_queue_sid: workspace.queueSid,
      initiating_workflow_sid: workspace.workflowSid,
      transfer_mode: 'WARM',
      transfer_to: bert,
      transfer_type: 'WORKER',
      transfer_status: 'initiated',
      transfer_failed_reason: null,
    });
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: pending']);
    expect(await workspace.taskStatus(task)).toBe('reserved');
    expect(await eventsOf(server, started.sid)).toEqual(['task.transfer-initiated']);
  });

  it('leaves both on the task when a warm transfer is accepted; it ends with the last of them', async () => {
    const { workspace, anna, task, transfer, stored, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const started = await transfer(bert);
    await answer(bert, 'accepted');
    expect((await stored(started))?.transfer_status).toBe('completed');
    expect(await eventsOf(server, started.sid)).toEqual([
      'task.transfer-initiated',
      'task.transfer-completed',
    ]);
    expect(await workspace.taskStatus(task)).toBe('assigned');
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: accepted']);
    await answer(anna, 'completed');
    expect(await workspace.taskStatus(task)).toBe('assigned');
    await answer(bert, 'completed');
    expect(await workspace.taskStatus(task)).toBe('completed');
  });

  it('wraps up with the last who works and completes with the last who wraps up', async () => {
    const { workspace, anna, task, transfer, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    await transfer(bert);
    await answer(bert, 'accepted');
    const statuses = [];
    for (const [worker, status] of [
      [bert, 'wrapping'],
      [anna, 'wrapping'],
      [bert, 'completed'],
      [anna, 'completed'],
    ] as const) {
      await answer(worker, status);
      statuses.push(await workspace.taskStatus(task));
    }
    expect(statuses).toEqual(['assigned', 'wrapping', 'wrapping', 'completed']);
    expect((await eventsOf(server, task)).filter((type) => type !== 'task.updated').slice(-2)).toEqual([
      'task.wrapup',
      'task.completed',
    ]);
  });

  it('ends the work of both when the task itself is completed', async () => {
    const { workspace, task, transfer, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    await transfer(bert);
    await answer(bert, 'accepted');
    await workspace.api().tasks(task).update({ assignmentStatus: 'wrapping' });
    expect(await workspace.offers(task)).toEqual(['anna: wrapping', 'bert: wrapping']);
    await workspace.api().tasks(task).update({ assignmentStatus: 'completed' });
    expect(await workspace.offers(task)).toEqual(['anna: completed', 'bert: completed']);
  });

  it('moves the worker who transferred to wrapping when a cold transfer is accepted, not before', async () => {
    const { workspace, anna, task, transfer, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    await transfer(bert, { mode: 'COLD' });
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: pending']);
    await answer(bert, 'accepted');
    expect(await workspace.offers(task)).toEqual(['anna: wrapping', 'bert: accepted']);
    expect(await workspace.taskStatus(task)).toBe('assigned');
    await answer(anna, 'completed');
    expect(await workspace.taskStatus(task)).toBe('assigned');
    await answer(bert, 'wrapping');
    expect(await workspace.taskStatus(task)).toBe('wrapping');
    await answer(bert, 'completed');
    expect(await workspace.taskStatus(task)).toBe('completed');
  });

  it('goes on from the worker who took it over, with a transfer of their own', async () => {
    const { workspace, anna, task, transfer, offerTo, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    await transfer(bert, { mode: 'COLD' });
    await answer(bert, 'accepted');
    const carl = await addWorker('carl');
    await transfer(carl, { workerSid: bert, reservationSid: await offerTo(bert) });
    await answer(carl, 'accepted');
    expect(await workspace.offers(task)).toEqual(['anna: wrapping', 'bert: accepted', 'carl: accepted']);
    await answer(anna, 'completed');
    await answer(bert, 'completed');
    expect(await workspace.taskStatus(task)).toBe('assigned');
    await answer(carl, 'completed');
    expect(await workspace.taskStatus(task)).toBe('completed');
  });

  it('carries priority and attributes of the transfer, and shows where the task is', async () => {
    const { workspace, task, transfer, addWorker } = await withAcceptedTask(server);
    await addWorker('bert');
    const queue = await workspace
      .api()
      .taskQueues.create({ friendlyName: 'Billing', targetWorkers: 'name == "nobody"' });
    await transfer(queue.sid, { priority: 9, attributes: '{"topic":"billing"}' });
    expect(await workspace.api().tasks(task).fetch()).toMatchObject({
      assignmentStatus: 'pending',
      priority: 9,
      attributes: '{"topic":"billing"}',
      taskQueueSid: queue.sid,
      workflowSid: workspace.workflowSid,
      routingTarget: queue.sid,
      ignoreCapacity: false,
    });
  });

  it('leads into the workflow it is transferred to, by the attributes of the transfer', async () => {
    const { workspace, task, transfer, addWorker } = await withAcceptedTask(server);
    await addWorker('bert', { name: 'bert' });
    const { api } = workspace;
    const billing = await api().taskQueues.create({
      friendlyName: 'Billing',
      targetWorkers: 'name == "bert"',
    });
    const workflow = await api().workflows.create({
      friendlyName: 'Second level',
      configuration: JSON.stringify({
        task_routing: {
          filters: [{ expression: 'topic == "billing"', targets: [{ queue: billing.sid }] }],
          default_filter: { queue: workspace.queueSid },
        },
      }),
    });
    const started = await transfer(workflow.sid, { attributes: '{"topic":"billing"}' });
    expect(started.transfer_type).toBe('WORKFLOW');
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: pending']);
    expect(await api().tasks(task).fetch()).toMatchObject({
      workflowSid: workflow.sid,
      taskQueueSid: billing.sid,
    });
  });

  it('waits until the worker it is transferred to has room', async () => {
    const { workspace, task, transfer, answer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    await workspace.addTask({ routingTarget: bert });
    await answer(bert, 'accepted');
    await transfer(bert);
    expect(await workspace.offers(task)).toEqual(['anna: accepted']);
    await answer(bert, 'completed');
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'bert: pending']);
  });

  it('rescinds the other offers of a transfer when one is accepted', async () => {
    const { workspace, task, transfer, answer, addWorker } = await withAcceptedTask(server);
    const [bert] = [await addWorker('bert'), await addWorker('carl')];
    const queue = await workspace.api().taskQueues.create({
      friendlyName: 'Everybody',
      targetWorkers: 'name != "anna"',
      maxReservedWorkers: 2,
    });
    await transfer(queue.sid);
    await answer(bert, 'accepted');
    expect((await workspace.offers(task)).sort()).toEqual([
      'anna: accepted',
      'bert: accepted',
      'carl: rescinded',
    ]);
  });

  it('is refused to anybody but the worker who has accepted the task', async () => {
    const { workspace, task, transfer, offerTo, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    await expect(transfer(workspace.queueSid, { workerSid: bert })).rejects.toMatchObject({ status: 404 });
    await expect(transfer(bert, { accountSid: `AC${'0'.repeat(32)}` })).rejects.toMatchObject({
      status: 404,
    });
    const other = await workspace.addTask();
    const offered = { taskSid: other, workerSid: bert, reservationSid: await offerTo(bert) };
    await expect(transfer(workspace.queueSid, offered)).rejects.toMatchObject(REFUSED);
    await expect(transfer(bert, { taskSid: other })).rejects.toMatchObject({ status: 404 });
    expect(await workspace.taskStatus(task)).toBe('assigned');
  });

  it.each([
    ['an unknown worker', { to: `WK${'0'.repeat(32)}` }],
    ['an unknown queue', { to: `WQ${'0'.repeat(32)}` }],
    ['an unknown workflow', { to: `WW${'0'.repeat(32)}` }],
    ['something else', { to: 'bert' }],
    ['another mode', { mode: 'LUKEWARM' as 'WARM' }],
    ['attributes that are no object', { attributes: '[]' }],
    ['a negative priority', { priority: -1 }],
  ])('is refused with %s, and changes nothing', async (_what, options) => {
    const { workspace, task, transfer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const before = await eventsOf(server, task);
    await expect(transfer(bert, options)).rejects.toMatchObject(REFUSED);
    expect(await workspace.taskStatus(task)).toBe('assigned');
    expect(await eventsOf(server, task)).toEqual(before);
  });

  it('is refused to the same worker, an unavailable one and one without capacity for the channel', async () => {
    const { workspace, anna, task, transfer, addWorker } = await withAcceptedTask(server);
    const bert = await addWorker('bert');
    const { workers } = workspace.api();
    await expect(transfer(anna)).rejects.toMatchObject(REFUSED);
    await workers(bert).update({ activitySid: workspace.activities.Unavailable });
    await expect(transfer(bert)).rejects.toMatchObject(REFUSED);
    await workers(bert).update({ activitySid: workspace.activities.Available });
    await workers(bert).workerChannels('default').update({ capacity: 0 });
    await expect(transfer(bert)).rejects.toMatchObject(REFUSED);
    expect(await workspace.taskStatus(task)).toBe('assigned');
  });

  it('is refused while another is under way, and once the task wraps up', async () => {
    const { workspace, task, transfer, cancel, addWorker } = await withAcceptedTask(server);
    const [bert, carl] = [await addWorker('bert'), await addWorker('carl')];
    const started = await transfer(bert);
    await expect(transfer(carl)).rejects.toMatchObject({
      ...REFUSED,
      message: expect.stringContaining(started.sid),
    });
    await cancel(started);
    await workspace.api().tasks(task).update({ assignmentStatus: 'wrapping' });
    await expect(transfer(bert)).rejects.toMatchObject(REFUSED);
  });
});
