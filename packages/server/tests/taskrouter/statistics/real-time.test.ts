// Statistics of the present: tasks by status and priority, who has waited longest, and the workers at hand.
import { describe, expect, it } from 'vitest';
import { newSid } from '#kernel/sid.ts';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { makeWorkspace } from '../workspace-fixture.ts';
import { acceptAfter, answer, MINUTE, moveTo, SECOND } from './scene.ts';

const NO_TASKS = { reserved: 0, pending: 0, assigned: 0, wrapping: 0, canceled: 0, completed: 0 };

describe.each(databases())('real-time statistics on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  it('count tasks by status and priority and name the one that has waited longest', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await workspace.addWorker('anna', {}, 4);
    await acceptAfter(server, workspace, 0);
    const assigned = await workspace.addTask({ priority: 7 });
    await answer(workspace, assigned, 'accepted');
    const wrapping = await workspace.addTask({ priority: 7 });
    await answer(workspace, wrapping, 'accepted');
    await api.tasks(wrapping).update({ assignmentStatus: 'wrapping' });
    const reserved = await workspace.addTask();
    await server.advance(10 * SECOND);
    await workspace.addTask();
    await server.advance(10 * SECOND);
    await workspace.addTask({ priority: 2 });
    await workspace.addTask({ priority: 2 });
    await server.advance(5 * SECOND);

    const expected = {
      tasksByStatus: { ...NO_TASKS, completed: 1, assigned: 1, wrapping: 1, reserved: 2, pending: 2 },
      tasksByPriority: { 0: 3, 2: 2, 7: 2 },
      totalTasks: 7,
      longestTaskWaitingSid: reserved,
      longestTaskWaitingAge: 25,
    };
    expect(await api.realTimeStatistics().fetch()).toMatchObject({ ...expected, totalWorkers: 1 });
    expect(await api.workflows(workspace.workflowSid).realTimeStatistics().fetch()).toMatchObject(expected);
    expect(await api.taskQueues(workspace.queueSid).realTimeStatistics().fetch()).toMatchObject(expected);
    const other = await workspace.addWorkflow([], workspace.queueSid);
    expect(await api.workflows(other).realTimeStatistics().fetch()).toMatchObject({
      tasksByStatus: NO_TASKS,
      tasksByPriority: {},
      totalTasks: 0,
      longestTaskWaitingSid: null,
      longestTaskWaitingAge: 0,
    });
  });

  it('tell the age of a task in its queue from its entry there, not from its making', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const second = await api.taskQueues.create({ friendlyName: 'Second', targetWorkers: '1==2' });
    const moving = await workspace.addWorkflow([
      { queue: workspace.queueSid, timeout: 10 },
      { queue: second.sid },
    ]);
    const straight = await workspace.addWorkflow([{ queue: second.sid }]);
    const moved = await workspace.addTask({ workflowSid: moving });
    await server.advance(2 * SECOND);
    const first = await workspace.addTask({ workflowSid: straight });
    await server.advance(8 * SECOND);
    await server.advance(7 * SECOND);
    const present = await api.taskQueues(second.sid).realTimeStatistics().fetch();
    expect(present).toMatchObject({
      longestTaskWaitingSid: moved,
      longestTaskWaitingAge: 17,
      longestRelativeTaskSidInQueue: first,
      longestRelativeTaskAgeInQueue: 15,
    });
    await api.tasks(first).update({ assignmentStatus: 'canceled' });
    expect(await api.taskQueues(second.sid).realTimeStatistics().fetch()).toMatchObject({
      longestRelativeTaskSidInQueue: moved,
      longestRelativeTaskAgeInQueue: 7,
    });
    expect(await api.taskQueues(workspace.queueSid).realTimeStatistics().fetch()).toMatchObject({
      totalTasks: 0,
      longestRelativeTaskSidInQueue: null,
      longestRelativeTaskAgeInQueue: 0,
    });
  });

  it('count the workers a queue is for, and those of them who are available, busy or not', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const queue = await api.taskQueues.create({
      friendlyName: 'German',
      targetWorkers: "languages HAS 'de' AND activity_name != 'Nowhere'",
    });
    const nobody = await api.taskQueues.create({ friendlyName: 'Nobody', targetWorkers: '1==2' });
    await workspace.addWorker('anna', { languages: ['de'] });
    const ben = await workspace.addWorker('ben', { languages: ['de', 'en'] });
    await workspace.addWorker('cleo', { languages: ['en'] });
    await moveTo(server, workspace, ben, 'Unavailable');
    const { Offline, Available, Unavailable } = workspace.activities;
    const activity = (sid: string, friendly_name: string, workers: number) => ({
      sid,
      friendly_name,
      workers,
    });
    const present = await api.taskQueues(queue.sid).realTimeStatistics().fetch();
    expect([present.totalEligibleWorkers, present.totalAvailableWorkers]).toEqual([2, 1]);
    expect(present.activityStatistics).toHaveLength(3);
    expect(present.activityStatistics).toEqual(
      expect.arrayContaining([
        activity(Offline, 'Offline', 0),
        activity(Available, 'Available', 1),
        activity(Unavailable, 'Unavailable', 1),
      ]),
    );
    const none = await api.taskQueues(nobody.sid).realTimeStatistics().fetch();
    expect([none.totalEligibleWorkers, none.totalAvailableWorkers]).toEqual([0, 0]);
    const task = await workspace.addTask({
      workflowSid: await workspace.addWorkflow([{ queue: queue.sid }]),
    });
    await answer(workspace, task, 'accepted');
    const busy = await api.taskQueues(queue.sid).realTimeStatistics().fetch();
    expect(busy.totalAvailableWorkers).toBe(1);
    const whole = await api.realTimeStatistics().fetch();
    expect(whole.totalWorkers).toBe(3);
    expect(whole.activityStatistics).toEqual(
      expect.arrayContaining([activity(Available, 'Available', 2), activity(Unavailable, 'Unavailable', 1)]),
    );
  });

  it('of one task channel hold its tasks alone, and every worker', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await api.taskChannels.create({ friendlyName: 'Letters', uniqueName: 'letters' });
    await workspace.addWorker('anna', {}, 0);
    await workspace.addTask();
    const letter = await workspace.addTask({ taskChannel: 'letters' });
    const queue = api.taskQueues(workspace.queueSid);
    const taskChannel = 'letters';
    const one = { totalTasks: 1, longestTaskWaitingSid: letter };
    expect(await api.realTimeStatistics().fetch({ taskChannel })).toMatchObject({ ...one, totalWorkers: 1 });
    expect(await queue.realTimeStatistics().fetch({ taskChannel })).toMatchObject({
      ...one,
      longestRelativeTaskSidInQueue: letter,
      totalEligibleWorkers: 1,
    });
    expect(
      await api.workflows(workspace.workflowSid).realTimeStatistics().fetch({ taskChannel }),
    ).toMatchObject(one);
  });

  it('are listed for the queues of a workspace, a page at a time and by name', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const names = ['A', 'B', 'C', 'D'];
    const queues = [];
    for (const friendlyName of names) {
      queues.push((await api.taskQueues.create({ friendlyName, targetWorkers: '1==1' })).sid);
    }
    await workspace.addWorker('anna');
    const workflow = await workspace.addWorkflow([{ queue: queues[2]! }]);
    const task = await workspace.addTask({ workflowSid: workflow });
    await server.advance(MINUTE);
    const listed = await api.taskQueues.statistics.list({ pageSize: 2 });
    expect(listed.map((queue) => queue.taskQueueSid)).toEqual([workspace.queueSid, ...queues]);
    expect(listed.map((queue) => queue.cumulative.tasks_entered)).toEqual([0, 0, 0, 1, 0]);
    expect(listed.map((queue) => queue.realtime.total_tasks)).toEqual([0, 0, 0, 1, 0]);
    expect(listed[3]!.realtime).toMatchObject({
      longest_task_waiting_sid: task,
      longest_task_waiting_age: 60,
      total_eligible_workers: 1,
      total_available_workers: 1,
    });
    const [named, ...others] = await api.taskQueues.statistics.list({ friendlyName: 'C' });
    expect([named!.taskQueueSid, others]).toEqual([queues[2], []]);
    const page = await api.taskQueues.statistics.page({ pageSize: 2 });
    expect(page.nextPageUrl).toContain('PageToken=');
    await expect(api.taskQueues.statistics.list({ minutes: -1 })).rejects.toMatchObject({ code: 20001 });
  });

  it('are answered for up to 50 queues at once, with zeros for those the workspace does not have', async () => {
    const workspace = await makeWorkspace(server);
    const other = await makeWorkspace(server);
    await other.addTask();
    const api = workspace.api();
    await workspace.addWorker('anna');
    const task = await workspace.addTask({ priority: 3 });
    const bulk = (body: object) => api.taskQueues.bulkRealTimeStatistics.create(body as never);
    const unknown = newSid('WQ');
    const answered = await bulk({ QueueSids: [workspace.queueSid, other.queueSid, unknown] });
    expect(answered.taskQueueResponseCount).toBe(3);
    const data = answered.taskQueueData as Record<string, unknown>[];
    expect(data.map((queue) => queue['task_queue_sid'])).toEqual([
      workspace.queueSid,
      other.queueSid,
      unknown,
    ]);
    expect(data[0]).toMatchObject({
      total_tasks: 1,
      total_eligible_workers: 1,
      total_available_workers: 1,
      longest_task_waiting_sid: task,
      tasks_by_priority: { 3: 1 },
      tasks_by_status: { ...NO_TASKS, reserved: 1 },
    });
    for (const foreign of data.slice(1)) {
      expect(foreign).toMatchObject({
        total_tasks: 0,
        total_eligible_workers: 0,
        total_available_workers: 0,
        longest_task_waiting_sid: null,
        longest_task_waiting_age: 0,
        tasks_by_priority: {},
        tasks_by_status: NO_TASKS,
      });
    }
    const spelledAsInExample = await bulk({ queueSids: [workspace.queueSid] });
    expect(spelledAsInExample.taskQueueResponseCount).toBe(1);
    const refused = { status: 400, code: 20001, message: expect.stringContaining('QueueSids') };
    const many = Array.from({ length: 51 }, () => newSid('WQ'));
    for (const body of [
      {},
      { QueueSids: [] },
      { QueueSids: many },
      { QueueSids: ['x'] },
      { QueueSids: 'x' },
    ]) {
      await expect(bulk(body)).rejects.toMatchObject(refused);
    }
    expect((await bulk({ QueueSids: many.slice(1) })).taskQueueResponseCount).toBe(50);
  });
});
