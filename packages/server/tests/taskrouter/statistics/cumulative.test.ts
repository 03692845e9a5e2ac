// Cumulative statistics, counted by hand: what happened to tasks and reservations, and how long tasks waited.
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { makeWorkspace } from '../workspace-fixture.ts';
import { acceptAfter, advanceToNext, answer, ask, cancelAfter, MINUTE, moveTo, SECOND } from './scene.ts';

const NO_WAITS = { avg: 0, min: 0, max: 0, total: 0 };

describe.each(databases())('cumulative statistics on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  it('count the ways tasks and reservations end, for the workspace, workflow, queue and worker', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await acceptAfter(server, workspace, 0);
    const rejected = await workspace.addTask();
    await answer(workspace, rejected, 'rejected');
    await server.settled();
    await workspace.api().tasks(rejected).update({ assignmentStatus: 'canceled' });
    const removed = await workspace.addTask();
    await workspace.api().tasks(removed).remove();
    await workspace.addTask();
    await server.advance(120 * SECOND);
    expect(await workspace.offersTo(anna)).toContain('timeout');

    const reservations = {
      reservationsCreated: 5,
      reservationsAccepted: 1,
      reservationsRejected: 1,
      reservationsTimedOut: 1,
      reservationsCanceled: 2,
      reservationsRescinded: 0,
    };
    const tasks = { tasksCompleted: 1, tasksCanceled: 1, tasksDeleted: 1, tasksMoved: 0 };
    const api = workspace.api();
    expect(await api.cumulativeStatistics().fetch()).toMatchObject({
      ...reservations,
      ...tasks,
      tasksCreated: 4,
      tasksTimedOutInWorkflow: 0,
    });
    expect(await api.workflows(workspace.workflowSid).cumulativeStatistics().fetch()).toMatchObject({
      ...reservations,
      ...tasks,
      tasksEntered: 4,
      tasksTimedOutInWorkflow: 0,
    });
    expect(await api.taskQueues(workspace.queueSid).cumulativeStatistics().fetch()).toMatchObject({
      ...reservations,
      ...tasks,
      tasksEntered: 4,
    });
    const ofWorker = await api.workers(anna).statistics().fetch();
    expect(ofWorker.cumulative).toMatchObject({
      reservations_created: 5,
      reservations_accepted: 1,
      reservations_rejected: 1,
      reservations_timed_out: 1,
      reservations_canceled: 2,
      reservations_rescinded: 0,
    });
  });

  it('measure waits in whole seconds from the making of the task', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    for (const seconds of [4, 5.9, 12]) await acceptAfter(server, workspace, seconds);
    for (const seconds of [3, 30]) await cancelAfter(server, workspace, seconds);
    const queue = await workspace.api().taskQueues(workspace.queueSid).cumulativeStatistics().fetch();
    expect(queue.avgTaskAcceptanceTime).toBe(7);
    expect(queue.waitDurationUntilAccepted).toEqual({ avg: 7, min: 4, max: 12, total: 21 });
    expect(queue.waitDurationUntilCanceled).toEqual({ avg: 17, min: 3, max: 30, total: 33 });
    expect(queue.waitDurationInQueueUntilAccepted).toEqual({ avg: 7, min: 4, max: 12, total: 21 });
    expect(queue.splitByWaitTime).toBeNull();
  });

  it('divide tasks by thresholds: those that waited less are below, the others above', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    for (const seconds of [4, 5, 9.999]) await acceptAfter(server, workspace, seconds);
    for (const seconds of [5, 30]) await cancelAfter(server, workspace, seconds);
    const splitByWaitTime = '10, 5';
    const expected = {
      5: {
        below: { reservations_accepted: 1, tasks_canceled: 0 },
        above: { reservations_accepted: 2, tasks_canceled: 2 },
      },
      10: {
        below: { reservations_accepted: 3, tasks_canceled: 1 },
        above: { reservations_accepted: 0, tasks_canceled: 1 },
      },
    };
    const api = workspace.api();
    const workflow = api.workflows(workspace.workflowSid);
    const queue = api.taskQueues(workspace.queueSid);
    expect((await api.cumulativeStatistics().fetch({ splitByWaitTime })).splitByWaitTime).toEqual(expected);
    expect((await workflow.cumulativeStatistics().fetch({ splitByWaitTime })).splitByWaitTime).toEqual(
      expected,
    );
    expect((await queue.cumulativeStatistics().fetch({ splitByWaitTime })).splitByWaitTime).toEqual(expected);
    const both = await queue.statistics().fetch({ splitByWaitTime });
    expect(both.cumulative.split_by_wait_time).toEqual(expected);
    const [listed] = await api.taskQueues.statistics.list({ splitByWaitTime });
    expect(listed!.cumulative.split_by_wait_time).toEqual(expected);
  });

  it('have zeros where nothing happened', async () => {
    const workspace = await makeWorkspace(server);
    const quiet = await workspace.api().taskQueues(workspace.queueSid).cumulativeStatistics().fetch({
      splitByWaitTime: '5',
    });
    expect(quiet).toMatchObject({
      avgTaskAcceptanceTime: 0,
      tasksEntered: 0,
      waitDurationUntilAccepted: NO_WAITS,
      waitDurationUntilCanceled: NO_WAITS,
      waitDurationInQueueUntilAccepted: NO_WAITS,
    });
    const nobody = { reservations_accepted: 0, tasks_canceled: 0 };
    expect(quiet.splitByWaitTime).toEqual({ 5: { below: nobody, above: nobody } });
  });

  it('count a task that moves on as moved for the queue it leaves and as entered for the next', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const second = await api.taskQueues.create({ friendlyName: 'Second', targetWorkers: '1==1' });
    const workflow = await workspace.addWorkflow([
      { queue: workspace.queueSid, timeout: 10 },
      { queue: second.sid, timeout: 20 },
    ]);
    const task = await workspace.addTask({ workflowSid: workflow });
    await server.advance(10 * SECOND);
    const anna = await workspace.addWorker('anna');
    await server.advance(5 * SECOND);
    await answer(workspace, task, 'accepted');
    await moveTo(server, workspace, anna, 'Unavailable');
    await workspace.addTask({ workflowSid: workflow });
    await server.advance(10 * SECOND);
    await server.advance(20 * SECOND);

    const statisticsOf = (queueSid: string) => api.taskQueues(queueSid).cumulativeStatistics().fetch();
    expect(await statisticsOf(workspace.queueSid)).toMatchObject({
      tasksEntered: 2,
      tasksMoved: 2,
      tasksCanceled: 0,
      reservationsAccepted: 0,
    });
    expect(await statisticsOf(second.sid)).toMatchObject({
      tasksEntered: 2,
      tasksMoved: 0,
      tasksCanceled: 1,
      reservationsAccepted: 1,
      waitDurationUntilAccepted: { avg: 15, min: 15, max: 15, total: 15 },
      waitDurationInQueueUntilAccepted: { avg: 5, min: 5, max: 5, total: 5 },
    });
    const ofWorkflow = { tasksEntered: 2, tasksMoved: 2, tasksTimedOutInWorkflow: 1, tasksCanceled: 1 };
    expect(await api.workflows(workflow).cumulativeStatistics().fetch()).toMatchObject(ofWorkflow);
    expect(await api.workflows(workspace.workflowSid).cumulativeStatistics().fetch()).toMatchObject({
      tasksEntered: 0,
      tasksCanceled: 0,
    });
  });

  it('count an offer that another worker was faster with as rescinded', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await api.taskQueues(workspace.queueSid).update({ maxReservedWorkers: 2 });
    await workspace.addWorker('anna');
    await workspace.addWorker('ben');
    await acceptAfter(server, workspace, 2);
    expect(await api.cumulativeStatistics().fetch()).toMatchObject({
      tasksCreated: 1,
      reservationsCreated: 2,
      reservationsAccepted: 1,
      reservationsRescinded: 1,
    });
  });

  it('of one task channel, by SID or unique name, hold what happened to its tasks alone', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await workspace.addWorker('anna');
    const letters = await api.taskChannels.create({ friendlyName: 'Letters', uniqueName: 'letters' });
    await acceptAfter(server, workspace, 3);
    await acceptAfter(server, workspace, 8, { taskChannel: 'letters' });
    await cancelAfter(server, workspace, 4, { taskChannel: 'letters' });
    const expected = {
      tasksCreated: 2,
      tasksCanceled: 1,
      reservationsAccepted: 1,
      avgTaskAcceptanceTime: 8,
      splitByWaitTime: {
        5: {
          below: { reservations_accepted: 0, tasks_canceled: 1 },
          above: { reservations_accepted: 1, tasks_canceled: 0 },
        },
      },
    };
    for (const taskChannel of [letters.sid, 'letters']) {
      const filtered = await api.cumulativeStatistics().fetch({ taskChannel, splitByWaitTime: '5' });
      expect(filtered).toMatchObject(expected);
    }
    expect(await api.cumulativeStatistics().fetch({ taskChannel: 'default' })).toMatchObject({
      tasksCreated: 1,
      reservationsAccepted: 1,
      avgTaskAcceptanceTime: 3,
    });
    expect(await api.cumulativeStatistics().fetch()).toMatchObject({
      tasksCreated: 3,
      reservationsAccepted: 2,
      avgTaskAcceptanceTime: 6,
    });
    await expect(api.cumulativeStatistics().fetch({ taskChannel: 'fax' })).rejects.toMatchObject({
      status: 400,
      code: 20001,
      message: expect.stringContaining('TaskChannel'),
    });
  });

  it('hold whole minutes: one that ends when the window begins is outside, the one of its end inside', async () => {
    const workspace = await makeWorkspace(server);
    await advanceToNext(server, MINUTE);
    const start = server.clock.now();
    await server.advance(MINUTE - 1);
    await workspace.addTask();
    await server.advance(1);
    await workspace.addTask();
    await server.advance(MINUTE);
    await workspace.addTask();
    await server.advance(10 * MINUTE);
    const created = async (startDate: number, endDate?: number) => {
      const iso = (at: number) => new Date(at).toISOString();
      const { body } = await ask(server, `/Workspaces/${workspace.sid}/CumulativeStatistics`, {
        StartDate: iso(startDate),
        ...(endDate === undefined ? {} : { EndDate: iso(endDate) }),
      });
      return [body['tasks_created'], body['start_time'], body['end_time']];
    };
    const wire = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
    const second = start + MINUTE;
    expect(await created(start)).toEqual([3, wire(start), wire(server.clock.now())]);
    expect(await created(second)).toEqual([2, wire(second), wire(server.clock.now())]);
    expect(await created(start, second)).toEqual([1, wire(start), wire(second)]);
    expect(await created(start, second + 1)).toEqual([2, wire(start), wire(second + MINUTE)]);
    expect(await created(second + 30 * SECOND, second + 40 * SECOND)).toEqual([
      1,
      wire(second),
      wire(second + MINUTE),
    ]);
    expect(await created(second, second)).toEqual([0, wire(second), wire(second)]);
  });

  it('are the cumulative half of the combined statistics', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    await acceptAfter(server, workspace, 6);
    const base = `/Workspaces/${workspace.sid}`;
    for (const scope of ['', `/Workflows/${workspace.workflowSid}`, `/TaskQueues/${workspace.queueSid}`]) {
      const query = { SplitByWaitTime: '5', Minutes: '30' };
      const both = await ask(server, `${base}${scope}/Statistics`, query);
      const cumulative = await ask(server, `${base}${scope}/CumulativeStatistics`, query);
      expect(cumulative.body).toMatchObject(both.body['cumulative'] as object);
      const present = await ask(server, `${base}${scope}/RealTimeStatistics`);
      expect(present.body).toMatchObject(both.body['realtime'] as object);
    }
  });

  it('are refused beyond 30 days and for an unusable window or threshold', async () => {
    const workspace = await makeWorkspace(server);
    const refusal = async (query: Record<string, string>) => {
      const { status, body } = await ask(server, `/Workspaces/${workspace.sid}/CumulativeStatistics`, query);
      return [status, body['code']];
    };
    expect(await refusal({ StartDate: '2020-01-01T00:00:00Z' })).toEqual([400, 14241]);
    expect(await refusal({ Minutes: '43201' })).toEqual([400, 14241]);
    const unusable: Record<string, string>[] = [
      { Minutes: '0' },
      { Minutes: '-5' },
      { Minutes: 'x' },
      { StartDate: 'yesterday' },
      { SplitByWaitTime: '5,x' },
      { SplitByWaitTime: ',' },
      { SplitByWaitTime: '-5' },
      { Minutes: '5', StartDate: '2026-06-01' },
    ];
    for (const query of unusable) expect(await refusal(query)).toEqual([400, 20001]);
  });

  it('of a foreign or unknown scope are not found', async () => {
    const workspace = await makeWorkspace(server);
    const other = await makeWorkspace(server);
    const paths = [
      `/Workspaces/WS${'0'.repeat(32)}/CumulativeStatistics`,
      `/Workspaces/${workspace.sid}/Workflows/${other.workflowSid}/CumulativeStatistics`,
      `/Workspaces/${workspace.sid}/TaskQueues/${other.queueSid}/Statistics`,
      `/Workspaces/${workspace.sid}/TaskQueues/${other.queueSid}/RealTimeStatistics`,
      `/Workspaces/${workspace.sid}/Workers/WK${'0'.repeat(32)}/Statistics`,
    ];
    for (const path of paths) {
      const { status, body } = await ask(server, path);
      expect([status, body['code']]).toEqual([404, 20404]);
    }
  });
});
