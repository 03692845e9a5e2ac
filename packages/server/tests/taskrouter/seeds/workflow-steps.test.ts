// The way of tasks through filters and targets: skipping by presence, deadlines, known workers, the order of workers,
// and what an edited workflow does to the tasks in it.
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { eventsOf } from '../lifecycles/subject.ts';
import { makeWorkspace, type Target, type Workspace } from '../workspace-fixture.ts';

/** A workspace with a first queue, and another to which tasks that skip it go. */
async function withTwoQueues(workspace: Workspace, targetWorkers = '1==1') {
  const first = await workspace.api().taskQueues.create({ friendlyName: 'First', targetWorkers });
  const second = await workspace.api().taskQueues.create({ friendlyName: 'Second', targetWorkers: '' });
  return { first: first.sid, second: second.sid };
}

function configurationOf(filters: readonly { expression: string; targets: Target[] }[], fallback?: string) {
  const rest = fallback === undefined ? {} : { default_filter: { queue: fallback } };
  return JSON.stringify({ task_routing: { filters, ...rest } });
}

describe.each(databases())('steps through a workflow on $name', (database) => {
  let server: TestServer;
  useServer(database.create, (started) => {
    server = started;
  });
  const queueOf = async (workspace: Workspace, task: string) =>
    (await workspace.api().tasks(task).fetch()).taskQueueSid;
  const busy = { capacity: 0 };

  /** Workers of the first queue: two available, of whom none has room, and one each elsewhere. */
  const withPresence = async (workspace: Workspace) => {
    for (const name of ['anna', 'ben']) {
      const worker = await workspace.addWorker(name, { team: 'first' });
      await workspace.api().workers(worker).workerChannels('default').update(busy);
    }
    const attributes = '{"team":"first"}';
    const { Offline, Unavailable } = workspace.activities;
    await workspace.api().workers.create({ friendlyName: 'cleo', attributes, activitySid: Unavailable });
    await workspace.api().workers.create({ friendlyName: 'dora', attributes, activitySid: Offline });
    await workspace.addWorker('of another queue', { team: 'second' }, 0);
  };

  it.each<[string, boolean]>([
    ['workers.available == 2', true],
    ['workers.available > 2', false],
    ['workers.available <= 2', true],
    ['workers.unavailable == 2', true],
    ['workers.unavailable != 2', false],
    ['workers.{Available} == 2', true],
    ['workers.{Unavailable} == 1', true],
    ['workers.{Unavailable} < 1', false],
    ['workers.{Offline} >= 1', true],
    ['workers.available == 0 OR workers.unavailable == 2', true],
    ['workers.available == 2 AND workers.unavailable == 0', false],
    ['1==1', true],
    ['1==2', false],
  ])('skip_if %s, asked of the workers of the queue, is %s', async (skipIf, isSkipped) => {
    const workspace = await makeWorkspace(server);
    const { first, second } = await withTwoQueues(workspace, "team == 'first'");
    await withPresence(workspace);
    const text = skipIf.replace(
      /\{(\w+)\}/,
      (_match, name) => workspace.activities[name as keyof Workspace['activities']],
    );
    const workflowSid = await workspace.addWorkflow([{ queue: first, skip_if: text }, { queue: second }]);
    const task = await workspace.addTask({ workflowSid });
    expect(await queueOf(workspace, task)).toBe(isSkipped ? second : first);
    expect((await eventsOf(server, task)).includes('workflow.skipped')).toBe(isSkipped);
  });

  it('a target is not skipped when a worker can be offered the task at once', async () => {
    const workspace = await makeWorkspace(server);
    const { first, second } = await withTwoQueues(workspace);
    await workspace.addWorker('anna');
    const workflowSid = await workspace.addWorkflow([{ queue: first, skip_if: '1==1' }, { queue: second }]);
    const task = await workspace.addTask({ workflowSid });
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    expect(await queueOf(workspace, task)).toBe(first);
  });

  it('a task that comes back to a target by rejection is asked again whether it skips it', async () => {
    const workspace = await makeWorkspace(server);
    const { first, second } = await withTwoQueues(workspace);
    await workspace.addWorker('anna');
    const workflowSid = await workspace.addWorkflow([
      { queue: first, skip_if: 'workers.available == 0' },
      { queue: second },
    ]);
    const task = await workspace.addTask({ workflowSid });
    const [offer] = await workspace.api().tasks(task).reservations.list();
    await workspace.api().tasks(task).reservations(offer!.sid).update({
      reservationStatus: 'rejected',
      workerActivitySid: workspace.activities.Unavailable,
    });
    await server.settled();
    expect(await queueOf(workspace, task)).toBe(second);
  });

  it('a filter that was skipped leads to the next that matches, one that timed out to no default filter', async () => {
    const workspace = await makeWorkspace(server);
    const { first, second } = await withTwoQueues(workspace, '');
    const workflow = await workspace.api().workflows.create({
      friendlyName: 'Steps',
      configuration: configurationOf(
        [
          { expression: 'lang == "es"', targets: [{ queue: first, skip_if: '1==1' }] },
          { expression: 'lang == "de"', targets: [{ queue: first }] },
          { expression: 'vip == true', targets: [{ queue: second, timeout: 20, priority: 9 }] },
        ],
        workspace.queueSid,
      ),
    });
    const add = (attributes: string) => workspace.addTask({ workflowSid: workflow.sid, attributes });
    const vip = await add('{"lang":"es","vip":true}');
    const usual = await add('{"lang":"es"}');
    const shown = await workspace.api().tasks(vip).fetch();
    expect([shown.taskQueueSid, shown.priority]).toEqual([second, 9]);
    expect(await queueOf(workspace, usual)).toBe(workspace.queueSid);
    await server.advance(20_000);
    expect(await workspace.taskStatus(vip)).toBe('canceled');
    expect(await workspace.taskStatus(usual)).toBe('pending');
  });

  it('a task that skips through two filters tells its way, the last of its queues and the last priority', async () => {
    const workspace = await makeWorkspace(server);
    const { first, second } = await withTwoQueues(workspace, '');
    const workflowSid = await workspace.addWorkflow([
      { queue: first, priority: 3, skip_if: '1==1' },
      { queue: second, priority: 5 },
    ]);
    const task = await workspace.addTask({ workflowSid, priority: 1 });
    expect(await eventsOf(server, task)).toEqual([
      'task.created',
      'workflow.entered',
      'workflow.target-matched',
      'task-queue.entered',
      'workflow.skipped',
      'workflow.target-matched',
      'task-queue.moved',
    ]);
    const shown = await workspace.api().tasks(task).fetch();
    expect([shown.taskQueueSid, shown.priority]).toEqual([second, 5]);
  });

  it('a task that leaves its workflow in one go is canceled in the last queue it was in', async () => {
    const workspace = await makeWorkspace(server);
    const { first, second } = await withTwoQueues(workspace, '');
    const workflowSid = await workspace.addWorkflow([
      { queue: first, priority: 3, skip_if: '1==1' },
      { queue: second, priority: 5, skip_if: '1==1' },
    ]);
    const task = await workspace.addTask({ workflowSid, priority: 1 });
    const canceled = await workspace.api().tasks(task).fetch();
    expect(canceled.assignmentStatus).toBe('canceled');
    expect([canceled.taskQueueSid, canceled.priority]).toEqual([second, 5]);
  });

  it('deadlines of targets add up from the entry into the workflow, also over offers and skipped targets', async () => {
    const workspace = await makeWorkspace(server);
    const { first, second } = await withTwoQueues(workspace);
    const third = await workspace.api().taskQueues.create({ friendlyName: 'Third', targetWorkers: '' });
    const workflowSid = await workspace.addWorkflow(
      [
        { queue: first, timeout: 10 },
        { queue: second, timeout: 10, skip_if: '1==1' },
        { queue: third.sid, timeout: '10' },
      ],
      undefined,
      { taskReservationTimeout: 8 },
    );
    const task = await workspace.addTask({ workflowSid });
    await server.advance(3_000);
    await workspace.addWorker('anna');
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    await server.advance(7_999);
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
    await server.advance(1);
    expect(await workspace.offers(task)).toEqual(['anna: timeout']);
    expect(await queueOf(workspace, task)).toBe(third.sid);
    await server.advance(18_999);
    expect(await workspace.taskStatus(task)).toBe('pending');
    await server.advance(1);
    expect(await workspace.taskStatus(task)).toBe('canceled');
  });

  it('an offer that ends within the time of its target leaves the task there, for the next worker', async () => {
    const workspace = await makeWorkspace(server);
    const { first, second } = await withTwoQueues(workspace);
    const workflowSid = await workspace.addWorkflow(
      [{ queue: first, timeout: 10 }, { queue: second }],
      undefined,
      { taskReservationTimeout: 4 },
    );
    const task = await workspace.addTask({ workflowSid });
    await workspace.addWorker('anna');
    await server.advance(4_000);
    expect(await queueOf(workspace, task)).toBe(first);
    await workspace.addWorker('ben');
    expect(await workspace.offers(task)).toEqual(['anna: timeout', 'ben: pending']);
  });

  it('a known worker can be named by the friendly name, and must satisfy the target as well', async () => {
    const workspace = await makeWorkspace(server);
    const workflowSid = await workspace.addWorkflow([
      {
        queue: workspace.queueSid,
        known_worker_friendly_name: 'task.agent',
        expression: 'worker.level >= task.level',
      },
    ]);
    await workspace.addWorker('anna', { level: 5 }, 9);
    await workspace.addWorker('ben', { level: 2 }, 9);
    const add = (agent: string | null, level: number) =>
      workspace.addTask({ workflowSid, attributes: JSON.stringify({ agent, level }) });
    expect(await workspace.offers(await add('ben', 1))).toEqual(['ben: pending']);
    expect(await workspace.offers(await add('anna', 5))).toEqual(['anna: pending']);
    expect(await workspace.offers(await add('ben', 3))).toEqual([]);
    expect(await workspace.offers(await add('nobody', 0))).toEqual([]);
    expect(await workspace.offers(await add(null, 0))).toEqual([]);
  });

  it('a task waits for its known worker while others are idle, and gets him when he is free', async () => {
    const workspace = await makeWorkspace(server);
    const workflowSid = await workspace.addWorkflow([
      { queue: workspace.queueSid, known_worker_sid: 'agent' },
    ]);
    const anna = await workspace.addWorker('anna');
    await workspace.addWorker('ben');
    await workspace.api().workers(anna).update({ activitySid: workspace.activities.Unavailable });
    const task = await workspace.addTask({ workflowSid, attributes: JSON.stringify({ agent: anna }) });
    expect(await workspace.offers(task)).toEqual([]);
    await workspace.api().workers(anna).update({ activitySid: workspace.activities.Available });
    await server.settled();
    expect(await workspace.offers(task)).toEqual(['anna: pending']);
  });

  it.each([
    ['worker.level DESC', ['nine', 'two', 'one', 'none']],
    ['worker.level ASC', ['one', 'two', 'nine', 'none']],
    ['worker.level', ['one', 'two', 'nine', 'none']],
    ['worker.team ASC, worker.level DESC', ['nine', 'one', 'two', 'none']],
  ])('order_by %s asks the workers in the order %j', async (orderBy, names) => {
    const workspace = await makeWorkspace(server);
    await workspace.api().taskQueues(workspace.queueSid).update({ maxReservedWorkers: 4 });
    await workspace.addWorker('none');
    await workspace.addWorker('two', { level: 2, team: 'b' });
    await workspace.addWorker('nine', { level: 9, team: 'a' });
    await workspace.addWorker('one', { level: 1, team: 'a' });
    const workflowSid = await workspace.addWorkflow([{ queue: workspace.queueSid, order_by: orderBy }]);
    const task = await workspace.addTask({ workflowSid });
    expect(await workspace.offers(task)).toEqual(names.map((name) => `${name}: pending`));
  });

  it('an edited workflow moves waiting tasks only when they are to be evaluated anew', async () => {
    const workspace = await makeWorkspace(server);
    const { first, second } = await withTwoQueues(workspace, '');
    const target = (queue: string) => configurationOf([{ expression: '1==1', targets: [{ queue }] }]);
    const { sid } = await workspace
      .api()
      .workflows.create({ friendlyName: 'W', configuration: target(first) });
    const task = await workspace.addTask({ workflowSid: sid });
    const workflow = workspace.api().workflows(sid);
    await workflow.update({ configuration: target(second) });
    await server.settled();
    expect(await queueOf(workspace, task)).toBe(first);
    await workflow.update({ configuration: target(second), reEvaluateTasks: 'true' });
    await server.settled();
    expect(await queueOf(workspace, task)).toBe(second);
  });

  it.each([
    ['shorter', 60, 10],
    ['longer', 10, 60],
    ['limited', null, 10],
  ])(
    'a waiting task keeps its place in an edited workflow, for the %s time of its target',
    async (_how, from, to) => {
      const workspace = await makeWorkspace(server);
      const { first, second } = await withTwoQueues(workspace, '');
      const configuration = (timeout: number | null) =>
        configurationOf([{ expression: '1==1', targets: [{ queue: first, timeout }, { queue: second }] }]);
      const { sid } = await workspace.api().workflows.create({
        friendlyName: 'W',
        configuration: configuration(from),
      });
      const task = await workspace.addTask({ workflowSid: sid });
      await server.advance(2_000);
      await workspace
        .api()
        .workflows(sid)
        .update({ configuration: configuration(to) });
      await server.advance(to * 1_000 - 2_001);
      expect(await queueOf(workspace, task)).toBe(first);
      await server.advance(1);
      expect(await queueOf(workspace, task)).toBe(second);
    },
  );
});
