// What is known of TaskRouter from its documentation and from those who ran it: given this, then that.
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { bringTask, eventsOf } from '../lifecycles/subject.ts';
import { requestJson } from '../requests.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';

const REFUSED = { status: 400, code: 20001 };

describe.each(databases())('known behaviour of taskrouter on $name', (database) => {
  let server: TestServer;
  useServer(database.create, (started) => {
    server = started;
  });

  const warningsOf = async (tasks: readonly string[]) => {
    const rows = await server.context.database.read
      .selectFrom('events')
      .select(['subject_sid', 'data'])
      .where('type', '=', 'routing.warning')
      .where('subject_sid', 'in', tasks)
      .orderBy('id')
      .execute();
    return rows.map(({ subject_sid: task, data }) => [task, JSON.parse(data).code]);
  };
  const assignedTasks = async (workspace: Workspace, worker: string) =>
    (await workspace.api().workers(worker).workerChannels('default').fetch()).assignedTasks;

  it('of two tasks of equal priority the later one that claims the earlier start is offered first', async () => {
    const workspace = await makeWorkspace(server);
    const later = await workspace.addTask();
    const earlier = await workspace.addTask({ virtualStartTime: new Date(server.clock.now() - 60_000) });
    await workspace.addWorker('anna');
    expect(await workspace.taskStatus(earlier)).toBe('reserved');
    expect(await workspace.taskStatus(later)).toBe('pending');
  });

  it('a LIFO queue offers the newest task, whatever the priorities', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.api().taskQueues(workspace.queueSid).update({ taskOrder: 'LIFO' });
    const older = await workspace.addTask({ priority: 9 });
    const newer = await workspace.addTask({ priority: 0 });
    await workspace.addWorker('anna');
    expect(await workspace.taskStatus(newer)).toBe('reserved');
    expect(await workspace.taskStatus(older)).toBe('pending');
  });

  it('of two workers who are offered a task at once the one who accepts gets it, the other offer is rescinded', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await api.taskQueues(workspace.queueSid).update({ maxReservedWorkers: 2 });
    for (const name of ['anna', 'ben', 'cleo']) await workspace.addWorker(name);
    const task = await workspace.addTask();
    const [first, second] = await api.tasks(task).reservations.list();
    expect(await workspace.offers(task)).toEqual(['anna: pending', 'ben: pending']);
    await api.tasks(task).reservations(first!.sid).update({ reservationStatus: 'accepted' });
    await server.settled();
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'ben: rescinded']);
    expect(await eventsOf(server, second!.sid)).toEqual(['reservation.created', 'reservation.rescinded']);
    expect(await eventsOf(server, first!.sid)).toEqual(['reservation.created', 'reservation.accepted']);
    await expect(
      api.tasks(task).reservations(second!.sid).update({ reservationStatus: 'accepted' }),
    ).rejects.toMatchObject(REFUSED);
    expect(await workspace.offers(await workspace.addTask())).toEqual(['cleo: pending', 'ben: pending']);
  });

  it('a worker who leaves an offer unanswered is in the timeout activity, and gets no offer of any channel', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await api.update({ timeoutActivitySid: workspace.activities.Unavailable });
    const anna = await workspace.addWorker('anna', {}, 5);
    const task = await workspace.addTask();
    await server.advance(120_000);
    expect(await workspace.offers(task)).toEqual(['anna: timeout']);
    expect(await workspace.taskStatus(task)).toBe('pending');
    expect((await api.workers(anna).fetch()).activityName).toBe('Unavailable');
    await workspace.addTask();
    await workspace.addTask({ taskChannel: 'chat' });
    expect(await workspace.offersTo(anna)).toEqual(['timeout']);
    expect(await assignedTasks(workspace, anna)).toBe(0);
    await api.workers(anna).update({ activitySid: workspace.activities.Available });
    await server.settled();
    expect(await workspace.offersTo(anna)).toEqual(['timeout', 'pending', 'pending', 'pending']);
  });

  it('a task whose only target is over is canceled, and the default filter is never reached by timeout', async () => {
    const workspace = await makeWorkspace(server);
    const fallback = await workspace.api().taskQueues.create({ friendlyName: 'Rest' });
    const workflowSid = await workspace.addWorkflow(
      [{ queue: workspace.queueSid, timeout: 5 }],
      fallback.sid,
    );
    const task = await workspace.addTask({ workflowSid });
    await server.advance(4_999);
    expect(await workspace.taskStatus(task)).toBe('pending');
    await server.advance(1);
    const canceled = await workspace.api().tasks(task).fetch();
    expect(canceled.assignmentStatus).toBe('canceled');
    expect(canceled.reason).toBe('Task canceled on Workflow timeout');
    expect(canceled.taskQueueSid).toBe(workspace.queueSid);
    expect(await eventsOf(server, task)).not.toContain('task-queue.moved');
  });

  it('a task that skips its only target is in the default filter at once, and stays there', async () => {
    const workspace = await makeWorkspace(server);
    const fallback = await workspace.api().taskQueues.create({ friendlyName: 'Rest' });
    const workflowSid = await workspace.addWorkflow(
      [{ queue: workspace.queueSid, timeout: 5, skip_if: '1==1' }],
      fallback.sid,
    );
    const task = await workspace.addTask({ workflowSid });
    expect((await workspace.api().tasks(task).fetch()).taskQueueSid).toBe(fallback.sid);
    await server.advance(60_000);
    expect(await workspace.taskStatus(task)).toBe('pending');
    await workspace.addWorker('anna');
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    expect(await workspace.offers(await workspace.addTask({ workflowSid }))).toEqual([]);
  });

  it('a known worker that is null is waited for without a warning, a wrong one with 40152 or 40154', async () => {
    const workspace = await makeWorkspace(server);
    const experts = await workspace.api().taskQueues.create({
      friendlyName: 'Experts',
      targetWorkers: 'level > 3',
    });
    const workflowSid = await workspace.addWorkflow([
      { queue: experts.sid, known_worker_sid: 'task.agent_sid', timeout: 30 },
    ]);
    const anna = await workspace.addWorker('anna', { level: 5 });
    const ben = await workspace.addWorker('ben', { level: 1 });
    const add = (agent: string | null) =>
      workspace.addTask({ workflowSid, attributes: JSON.stringify({ agent_sid: agent }) });
    const none = await add(null);
    const outside = await add(ben);
    const unknown = await add(`WK${'0'.repeat(32)}`);
    const known = await add(anna);
    expect(await workspace.offers(known)).toEqual(['anna: pending']);
    const waiting = [none, outside, unknown];
    for (const task of waiting) expect(await workspace.taskStatus(task)).toBe('pending');
    expect(await warningsOf([...waiting, known])).toEqual([
      [outside, 40152],
      [unknown, 40154],
    ]);
    await server.advance(30_000);
    for (const task of waiting) expect(await workspace.taskStatus(task)).toBe('canceled');
  });

  it('a stale If-Match is refused with 412, for a change and for a removal', async () => {
    const workspace = await makeWorkspace(server);
    const task = await workspace.addTask();
    const etag = (await requestJson(server, workspace, 'GET', `/Tasks/${task}`)).etag!;
    const update = () =>
      requestJson(server, workspace, 'POST', `/Tasks/${task}`, { Priority: '3' }, { 'if-match': etag });
    const first = await update();
    expect([first.status, first.body['priority']]).toEqual([200, 3]);
    expect(await update()).toMatchObject({ status: 412, body: { code: 20412, status: 412 } });
    const remove = (value: string) =>
      requestJson(server, workspace, 'DELETE', `/Tasks/${task}`, {}, { 'if-match': value });
    expect((await remove(etag)).status).toBe(412);
    expect((await remove(first.etag!)).status).toBe(204);
    expect((await requestJson(server, workspace, 'GET', `/Tasks/${task}`)).status).toBe(404);
  });

  it('an assigned task cannot be canceled', async () => {
    const { workspace, task } = await bringTask(server, 'assigned');
    await expect(workspace.api().tasks(task).update({ assignmentStatus: 'canceled' })).rejects.toMatchObject(
      REFUSED,
    );
    expect(await workspace.taskStatus(task)).toBe('assigned');
  });

  it.each(['completed', 'canceled'] as const)(
    'a task that is %s is gone five minutes later, without a task.deleted',
    async (status) => {
      const { workspace, task } = await bringTask(server, status);
      await server.advance(299_999);
      expect(await workspace.taskStatus(task)).toBe(status);
      await server.advance(1);
      const gone = { status: 404, code: 20404 };
      await expect(workspace.api().tasks(task).fetch()).rejects.toMatchObject(gone);
      const events = await eventsOf(server, task);
      expect(events.filter((type) => type.includes('deleted'))).toEqual([]);
    },
  );

  it('a hyphen in an attribute name of an expression is refused with 20001', async () => {
    const workspace = await makeWorkspace(server);
    const { taskQueues, workflows } = workspace.api();
    await expect(
      taskQueues.create({ friendlyName: 'Hyphen', targetWorkers: 'skill-level > 3' }),
    ).rejects.toMatchObject(REFUSED);
    const targets = [{ queue: workspace.queueSid }];
    const configuration = { task_routing: { filters: [{ expression: 'skill-level > 3', targets }] } };
    await expect(
      workflows.create({ friendlyName: 'Hyphen', configuration: JSON.stringify(configuration) }),
    ).rejects.toMatchObject(REFUSED);
  });

  it('HAS on a single value is accepted and matches nobody', async () => {
    const workspace = await makeWorkspace(server);
    const queue = await workspace
      .api()
      .taskQueues.create({ friendlyName: 'Has', targetWorkers: "level HAS 'x'" });
    await workspace.addWorker('anna', { level: 'x' });
    const task = await workspace.addTask({ workflowSid: await workspace.addWorkflow([], queue.sid) });
    expect(await workspace.taskStatus(task)).toBe('pending');
    await workspace.addWorker('ben', { level: ['x'] });
    expect(await workspace.offers(task)).toEqual(['ben: pending']);
  });

  it('a task sent to a worker is offered although the worker has no capacity left', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await workspace.addTask();
    const forced = await workspace.addTask({ routingTarget: anna });
    expect(await workspace.offers(forced)).toEqual(['anna: pending']);
    const task = await workspace.api().tasks(forced).fetch();
    expect([task.routingTarget, task.ignoreCapacity]).toEqual([anna, true]);
    const channel = await workspace.api().workers(anna).workerChannels('default').fetch();
    expect([channel.assignedTasks, channel.availableCapacityPercentage]).toEqual([2, 0]);
  });

  it('a task that was assigned for 24 hours is removed with task.system-deleted', async () => {
    const { workspace, task, worker } = await bringTask(server, 'assigned');
    await server.advance(86_400_000 - 1);
    expect(await workspace.taskStatus(task)).toBe('assigned');
    await server.advance(1);
    await expect(workspace.api().tasks(task).fetch()).rejects.toMatchObject({ status: 404 });
    const events = await eventsOf(server, task);
    expect(events.filter((type) => type.includes('deleted'))).toEqual(['task.system-deleted']);
    expect(await assignedTasks(workspace, worker)).toBe(0);
  });
});
