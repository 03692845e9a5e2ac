// What would become of a task: the steps of a workflow, without anything coming into being.
import { describe, expect, it } from 'vitest';
import { storedRows } from '../hostile/stored-rows.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { fewestStatements } from './fewest-statements.ts';
import { makeWorkspace, type Target, type Workspace } from './workspace-fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: our own answer, which no SDK describes
type Answer = any;

describe.each(databases())('simulating a workflow on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  async function post(workspace: Workspace, path: string, form: Record<string, string>) {
    const credentials = Buffer.from(`${server.account.sid}:${server.account.token}`).toString('base64');
    const answer = await fetch(`${server.url}/taskrouter/v1/Workspaces/${workspace.sid}${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams(form),
    });
    return { status: answer.status, body: (await answer.json()) as Answer };
  }

  /** Simulates filters that tasks match by their expression, on top of a default filter. */
  async function simulate(
    workspace: Workspace,
    filters: readonly (readonly [expression: string, ...targets: Target[]])[],
    form: Record<string, string> = {},
    fallback?: string,
  ): Promise<Answer> {
    const Configuration = JSON.stringify({
      task_routing: {
        filters: filters.map(([expression, ...targets]) => ({ expression, targets })),
        ...(fallback === undefined ? {} : { default_filter: { queue: fallback } }),
      },
    });
    const { status, body } = await post(workspace, '/Workflows/Simulate', { Configuration, ...form });
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  }

  it('takes the steps from target to target and filter to filter until the task leaves', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const experts = await api.taskQueues.create({ friendlyName: 'Experts', targetWorkers: 'level > 3' });
    const answer = await simulate(
      workspace,
      [
        ['lang == "fr"', { queue: workspace.queueSid }],
        [
          'lang == "de"',
          { queue: experts.sid, timeout: 10, priority: 3 },
          { expression: 'task.city == worker.city', timeout: 20, order_by: 'worker.level DESC' },
        ],
        ['vip == true', { queue: workspace.queueSid, timeout: 30, priority: 9 }],
      ],
      { TaskAttributes: '{"lang":"de","vip":true,"city":"Ulm"}', Priority: '1' },
      workspace.queueSid,
    );
    expect(answer).toMatchObject({
      workspace_sid: workspace.sid,
      workflow_sid: null,
      task_channel_unique_name: 'default',
      priority: 1,
      outcome: 'leaves',
    });
    expect(
      answer.steps.map((step: Answer) => [
        step.filter.index,
        step.target.index,
        step.after,
        step.priority,
        step.target.task_queue_friendly_name,
        step.next,
      ]),
    ).toEqual([
      [1, 0, 0, 3, 'Experts', { cause: 'timeout', after: 10 }],
      [1, 1, 10, 3, 'Experts', { cause: 'timeout', after: 30 }],
      [2, 0, 30, 9, 'Sample Queue', { cause: 'timeout', after: 60 }],
    ]);
    expect(answer.steps[1].target).toMatchObject({
      expression: 'task.city == worker.city',
      order_by: 'worker.level DESC',
      timeout: 20,
      task_queue_expression: 'level > 3',
    });
  });

  it('is what becomes of a real task', async () => {
    const workspace = await makeWorkspace(server);
    const experts = await workspace
      .api()
      .taskQueues.create({ friendlyName: 'Experts', targetWorkers: 'level > 3', maxReservedWorkers: 2 });
    for (const [name, level] of [
      ['anna', 4],
      ['ben', 9],
      ['carl', 6],
      ['dora', 1],
    ] as const) {
      await workspace.addWorker(name, { level });
    }
    const targets = [
      { queue: experts.sid, expression: '1==2', skip_if: 'workers.available > 0' },
      { queue: experts.sid, order_by: 'worker.level DESC', timeout: 60, priority: 5 },
    ];
    const workflowSid = await workspace.addWorkflow(targets);
    const { body: stored } = await post(workspace, `/Workflows/${workflowSid}/Simulate`, {});
    expect(stored).toMatchObject({ workflow_sid: workflowSid, outcome: 'leaves' });
    const [skipped, step] = stored.steps;
    expect(skipped).toMatchObject({
      reason: 'no-worker-matches',
      offered_to: [],
      skip_if: { value: true, workers: { available: 3, unavailable: 0 } },
      next: { cause: 'skip', after: 0 },
    });
    expect(step).toMatchObject({
      after: 0,
      reason: 'offered',
      priority: 5,
      counts: { workers: 4, in_queue: 3, matching: 3, available: 3, ready: 3 },
      next: { cause: 'timeout', after: 60 },
    });
    const named = (members: Answer) => members.map(({ friendly_name }: Answer) => friendly_name);
    expect(named(step.matching_workers)).toEqual(['ben', 'carl', 'anna']);
    expect(named(step.offered_to)).toEqual(['ben', 'carl']);
    const task = await workspace.addTask({ workflowSid });
    expect((await workspace.offers(task)).toSorted()).toEqual(['ben: pending', 'carl: pending']);
    expect((await workspace.api().tasks(task).fetch()).priority).toBe(5);
    const { body: again } = await post(workspace, `/Workflows/${workflowSid}/Simulate`, {});
    expect(again.steps[1]).toMatchObject({ counts: { matching: 3, ready: 1 } });
    expect(named(again.steps[1].offered_to)).toEqual(['anna']);
  });

  it('stays in a target without timeout, and in the default filter', async () => {
    const workspace = await makeWorkspace(server);
    const staying = await simulate(workspace, [['1==1', { queue: workspace.queueSid }]]);
    expect(staying).toMatchObject({ outcome: 'stays', steps: [{ next: null }] });
    const fallback = await simulate(
      workspace,
      [['1==2', { queue: workspace.queueSid }]],
      {},
      workspace.queueSid,
    );
    expect(fallback).toMatchObject({
      outcome: 'stays',
      steps: [{ filter: { index: null, is_default: true }, next: null }],
    });
    const nowhere = await simulate(workspace, [['1==2', { queue: workspace.queueSid }]]);
    expect(nowhere).toMatchObject({ outcome: 'matches-no-filter', steps: [] });
  });

  it('asks filters and targets for the time of day the task would come to them', async () => {
    const workspace = await makeWorkspace(server);
    const now = new Date(server.clock.now());
    const time = (at: Date) => at.getUTCHours() * 100 + at.getUTCMinutes();
    const later = time(new Date(now.getTime() + 3_600_000));
    const answer = await simulate(workspace, [
      [`taskrouter.currentTime = ${time(now)}`, { queue: workspace.queueSid, timeout: 3600 }],
      [`taskrouter.currentTime == ${time(now)}`, { queue: workspace.queueSid, timeout: 1 }],
      [`taskrouter.currentTime == ${later}`, { queue: workspace.queueSid }],
    ]);
    expect(answer.steps.map(({ filter }: Answer) => filter.index)).toEqual([0, 2]);
  });

  it('takes the channel named, and the configuration given in place of the stored one', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await workspace.api().workers(anna).workerChannels('sms').update({ available: false });
    const sms = await simulate(workspace, [['1==1', { queue: workspace.queueSid }]], { TaskChannel: 'sms' });
    expect(sms).toMatchObject({
      task_channel_unique_name: 'sms',
      steps: [{ reason: 'matching-workers-off-channel', counts: { available: 1, on_channel: 0 } }],
    });
    const Configuration = JSON.stringify({
      task_routing: {
        filters: [{ expression: '1==1', targets: [{ queue: workspace.queueSid, timeout: 7 }] }],
      },
    });
    const path = `/Workflows/${workspace.workflowSid}/Simulate`;
    const { body } = await post(workspace, path, { Configuration });
    expect(body).toMatchObject({ workflow_sid: workspace.workflowSid, steps: [{ next: { after: 7 } }] });
    expect((await post(workspace, path, {})).body).toMatchObject({ steps: [{ next: null }] });
  });

  it('warns of expressions that are probably not what was meant, with their places', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const odd = await api.taskQueues.create({ friendlyName: 'Odd', targetWorkers: 'level HAS 3' });
    await workspace.addWorker('anna', { level: 3 });
    const answer = await simulate(
      workspace,
      [
        [
          'lang = "de"',
          { queue: odd.sid, expression: 'task.lang == worker.level', skip_if: 'workers.available = 0' },
        ],
        ['taskrouter.currentTiem > 800', { queue: odd.sid }],
      ],
      { TaskAttributes: '{"lang":"de"}' },
    );
    expect(answer.warnings.map(({ path, code }: Answer) => [path, code])).toEqual([
      ['task_routing.filters[0].expression', 'single-equals'],
      ['task_routing.filters[0].targets[0].expression', 'different-types'],
      ['task_routing.filters[0].targets[0].skip_if', 'single-equals'],
      ['task_routing.filters[1].expression', 'unknown-time'],
      [`TargetWorkers of ${odd.sid}`, 'not-an-array'],
    ]);
    expect(answer.warnings[0]).toMatchObject({ expression: 'lang = "de"', line: 1, column: 6 });
  });

  it.each([
    ['no configuration', {}, 'Configuration'],
    ['what is no JSON', { Configuration: '{' }, 'Configuration'],
    [
      'a broken expression',
      {
        Configuration: JSON.stringify({
          task_routing: {
            filters: [{ expression: 'a-b == 1', targets: [{ queue: `WQ${'0'.repeat(32)}` }] }],
          },
        }),
      },
      'task_routing.filters[0].expression',
    ],
    [
      'a queue nobody has',
      {
        Configuration: JSON.stringify({ task_routing: { default_filter: { queue: `WQ${'0'.repeat(32)}` } } }),
      },
      'task queue',
    ],
    ['broken attributes', { Configuration: '{"task_routing":{}}', TaskAttributes: '[]' }, 'TaskAttributes'],
    ['an unknown channel', { Configuration: '{"task_routing":{}}', TaskChannel: 'smoke' }, 'TaskChannel'],
    ['a negative priority', { Configuration: '{"task_routing":{}}', Priority: '-1' }, 'Priority'],
  ])('refuses %s as on saving', async (_what, form, named) => {
    const workspace = await makeWorkspace(server);
    const { status, body } = await post(workspace, '/Workflows/Simulate', form as Record<string, string>);
    expect([status, body.code]).toEqual([400, 20001]);
    expect(body.message).toContain(named);
  });

  it('finds no workflow of another workspace', async () => {
    const workspace = await makeWorkspace(server);
    const other = await makeWorkspace(server);
    const { status, body } = await post(workspace, `/Workflows/${other.workflowSid}/Simulate`, {});
    expect([status, body.code]).toEqual([404, 20404]);
  });

  it('shows the first steps only of a workflow without end', async () => {
    const workspace = await makeWorkspace(server);
    const targets = Array.from({ length: 60 }, () => ({ queue: workspace.queueSid, timeout: 1 }));
    const answer = await simulate(workspace, [['1==1', ...targets]]);
    expect(answer.outcome).toBe('too-many-steps');
    expect(answer.steps).toHaveLength(50);
  });

  it('creates nothing and changes nothing', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    const workflowSid = await workspace.addWorkflow(
      [{ queue: workspace.queueSid, timeout: 5 }],
      workspace.queueSid,
    );
    await server.settled();
    const before = await storedRows(server);
    await post(workspace, `/Workflows/${workflowSid}/Simulate`, { TaskAttributes: '{"a":1}', Priority: '4' });
    await simulate(workspace, [['1==1', { queue: workspace.queueSid }]]);
    await server.settled();
    expect(await storedRows(server)).toEqual(before);
  });

  it('takes as many statements, however many workers and targets there are', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    const statements = async (count: number) => {
      await server.settled();
      const targets = Array.from({ length: count }, () => ({ queue: workspace.queueSid, timeout: 1 }));
      return fewestStatements(server, () => simulate(workspace, [['1==1', ...targets]]));
    };
    const few = await statements(1);
    for (let number = 0; number < 20; number += 1) {
      await workspace.api().workers.create({ friendlyName: `w${number}` });
    }
    expect(await statements(10)).toBe(few);
  });
});
