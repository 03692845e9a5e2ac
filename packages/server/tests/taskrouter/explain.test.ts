// Why a task waits: the word, and for each worker what he lacks.
import { describe, expect, it } from 'vitest';
import { initiateTransfer } from '#products/taskrouter/transfers/commands.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { fewestStatements } from './fewest-statements.ts';
import { makeWorkspace, type Workspace } from './workspace-fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: our own answer, which no SDK describes
type Answer = any;

describe.each(databases())('explaining a task on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  async function get(url: string): Promise<{ status: number; body: Answer }> {
    const credentials = Buffer.from(`${server.account.sid}:${server.account.token}`).toString('base64');
    const answer = await fetch(url, { headers: { authorization: `Basic ${credentials}` } });
    return { status: answer.status, body: await answer.json() };
  }

  const addressOf = (workspace: Workspace, task: string) =>
    `${server.url}/taskrouter/v1/Workspaces/${workspace.sid}/Tasks/${task}/Explain`;

  async function explain(workspace: Workspace, task: string, query = ''): Promise<Answer> {
    await server.settled();
    const { status, body } = await get(`${addressOf(workspace, task)}${query}`);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  }

  /** Failing clauses by worker, in the order of the answer. */
  const clausesOf = ({ workers }: Answer) =>
    workers.map(({ friendly_name, failing_clauses }: Answer) => [
      friendly_name,
      ...failing_clauses.map(({ clause }: Answer) => clause),
    ]);

  /** A workspace whose tasks go to a queue with this expression. */
  async function queueOf(targetWorkers: string, target: object = {}, options: object = {}) {
    const workspace = await makeWorkspace(server);
    const queue = await workspace
      .api()
      .taskQueues.create({ friendlyName: 'Experts', targetWorkers, ...options });
    const workflowSid = await workspace.addWorkflow([{ queue: queue.sid, ...target }]);
    const addTask = (attributes: object = {}, extra: object = {}) =>
      workspace.addTask({ workflowSid, attributes: JSON.stringify(attributes), ...extra });
    return { workspace, queue, workflowSid, addTask };
  }

  it('says who is offered, works on and finished a task that does not wait', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    const task = await workspace.addTask();
    const offered = await explain(workspace, task);
    expect(offered).toMatchObject({
      task_sid: task,
      assignment_status: 'reserved',
      is_waiting: false,
      reason: 'offered',
      explanation: 'The task is offered to anna.',
      filter: null,
      target: null,
      counts: null,
      workers: [],
    });
    const [reservation] = await workspace.api().tasks(task).reservations.list();
    expect(offered.reservations).toMatchObject([
      { sid: reservation!.sid, reservation_status: 'pending', worker_name: 'anna' },
    ]);
    await workspace
      .api()
      .tasks(task)
      .reservations(reservation!.sid)
      .update({ reservationStatus: 'accepted' });
    expect(await explain(workspace, task)).toMatchObject({
      reason: 'assigned',
      explanation: 'The task is worked on by anna.',
    });
    await workspace.api().tasks(task).update({ assignmentStatus: 'wrapping' });
    expect((await explain(workspace, task)).reason).toBe('wrapping');
    await workspace.api().tasks(task).update({ assignmentStatus: 'completed' });
    expect(await explain(workspace, task)).toMatchObject({
      reason: 'completed',
      explanation: 'The task was completed by anna.',
    });
    const lost = await workspace.addTask();
    await workspace.api().tasks(lost).update({ assignmentStatus: 'canceled', reason: 'hung up' });
    expect(await explain(workspace, lost)).toMatchObject({
      reason: 'canceled',
      explanation: 'The task was canceled: hung up.',
    });
  });

  it('names the filter and the target with its queue, its deadline and the value of skip_if', async () => {
    const { workspace, queue, workflowSid } = await queueOf('level > 3');
    const api = workspace.api();
    await api.workflows(workflowSid).update({
      configuration: JSON.stringify({
        task_routing: {
          filters: [
            { expression: 'vip == false', targets: [{ queue: workspace.queueSid }] },
            {
              filter_friendly_name: 'VIP',
              expression: 'vip == true',
              targets: [
                { queue: workspace.queueSid, expression: '1==2', timeout: 10 },
                {
                  queue: queue.sid,
                  expression: 'task.lang == worker.lang',
                  timeout: '50',
                  priority: '7',
                  skip_if: 'workers.available > 5',
                  order_by: 'worker.level DESC',
                },
              ],
            },
          ],
        },
      }),
    });
    const made = server.clock.now();
    const task = await workspace.addTask({ workflowSid, attributes: '{"vip":true,"lang":"de"}' });
    await server.advance(12_000);
    const explanation = await explain(workspace, task);
    expect(explanation).toMatchObject({
      assignment_status: 'pending',
      is_waiting: true,
      reason: 'no-worker-matches',
      workflow_sid: workflowSid,
      task_channel_unique_name: 'default',
      priority: 7,
      age: 12,
      tasks_ahead: 0,
      filter: { index: 1, friendly_name: 'VIP', expression: 'vip == true', is_default: false },
      target: {
        index: 1,
        task_queue_sid: queue.sid,
        task_queue_friendly_name: 'Experts',
        task_queue_expression: 'level > 3',
        expression: 'task.lang == worker.lang',
        order_by: 'worker.level DESC',
        known_worker: null,
        priority: 7,
        timeout: 50,
        deadline: `${new Date(made + 60_000).toISOString().slice(0, 19)}Z`,
        skip_if: {
          expression: 'workers.available > 5',
          value: false,
          workers: { available: 0, unavailable: 0 },
        },
      },
      counts: { workers: 0, in_queue: 0, matching: 0, available: 0, on_channel: 0, ready: 0 },
    });
  });

  it('tells which part of an expression fails with which values, the nearest worker first', async () => {
    const { workspace, queue, addTask } = await queueOf("level > 3 AND (langs HAS 'de' OR langs HAS 'nl')", {
      expression: 'task.city == worker.city',
    });
    await workspace.addWorker('far', { level: 1, langs: ['fr'], city: 'Bonn' });
    await workspace.addWorker('junior', { level: 2, langs: ['de'], city: 'Ulm' });
    await workspace.addWorker('elsewhere', { level: 5, langs: ['nl'], city: 'Bonn' });
    const task = await addTask({ city: 'Ulm' });
    const explanation = await explain(workspace, task);
    expect(explanation.reason).toBe('no-worker-matches');
    expect(explanation.counts).toMatchObject({ workers: 3, in_queue: 1, matching: 0 });
    expect(clausesOf(explanation)).toEqual([
      ['junior', 'queue-expression'],
      ['elsewhere', 'target-expression'],
      ['far', 'queue-expression', 'target-expression'],
    ]);
    const [junior, elsewhere, far] = explanation.workers;
    expect(elsewhere.failing_clauses).toEqual([
      {
        clause: 'target-expression',
        message: 'The worker is not what the target asks for',
        expression: 'task.city == worker.city',
        failures: [{ expression: 'task.city == worker.city', left: 'Ulm', operator: '==', right: 'Bonn' }],
      },
    ]);
    expect(junior.failing_clauses[0]).toMatchObject({
      message: 'The worker is not what the queue Experts asks for',
      failures: [{ expression: 'level > 3', left: 2, operator: '>', right: 3 }],
    });
    expect(far.failing_clauses[0].failures).toEqual([
      { expression: 'level > 3', left: 1, operator: '>', right: 3 },
      {
        expression: "langs HAS 'de' OR langs HAS 'nl'",
        any_of: [
          [{ expression: "langs HAS 'de'", left: ['fr'], operator: 'HAS', right: 'de' }],
          [{ expression: "langs HAS 'nl'", left: ['fr'], operator: 'HAS', right: 'nl' }],
        ],
      },
    ]);
    await workspace.api().taskQueues(queue.sid).update({ targetWorkers: '' });
    const empty = await explain(workspace, task);
    expect(empty.workers[0].failing_clauses[0].failures).toEqual([{ expression: '' }]);
  });

  it('counts the comparisons that would have to change where as many clauses fail', async () => {
    const { workspace, addTask } = await queueOf('a == 1 AND b == 1 AND c == 1 OR vip == true');
    await workspace.addWorker('two', { a: 1, vip: false });
    await workspace.addWorker('three', { b: 2 });
    const task = await addTask();
    expect(clausesOf(await explain(workspace, task)).map(([name]: string[]) => name)).toEqual([
      'two',
      'three',
    ]);
  });

  it('tells matching workers apart who are away, who take other tasks and who are busy', async () => {
    const { workspace, addTask } = await queueOf('level > 3');
    const api = workspace.api();
    await workspace.addWorker('novice', { level: 1 });
    const anna = await workspace.addWorker('anna', { level: 5 });
    await api.workers(anna).update({ activitySid: workspace.activities.Unavailable });
    const task = await addTask();
    const away = await explain(workspace, task);
    expect(away.reason).toBe('matching-workers-unavailable');
    expect(away.counts).toEqual({
      workers: 2,
      in_queue: 1,
      matching: 1,
      available: 0,
      on_channel: 0,
      ready: 0,
    });
    expect(away.workers[0]).toMatchObject({
      worker_sid: anna,
      friendly_name: 'anna',
      available: false,
      failing_clauses: [
        { clause: 'activity', activity_name: 'Unavailable', activity_sid: workspace.activities.Unavailable },
      ],
    });

    await api.workers(anna).workerChannels('default').update({ available: false });
    await api.workers(anna).update({ activitySid: workspace.activities.Available });
    const closed = await explain(workspace, task);
    expect(closed.reason).toBe('matching-workers-off-channel');
    expect(closed.workers[0].failing_clauses).toMatchObject([
      { clause: 'channel', task_channel_unique_name: 'default', available: false },
    ]);
    await api.workers(anna).workerChannels('default').update({ available: true, capacity: 0 });
    const without = await explain(workspace, task);
    expect(without.reason).toBe('matching-workers-off-channel');
    expect(without.workers[0].failing_clauses).toMatchObject([{ clause: 'channel', capacity: 0 }]);

    await api.workers(anna).workerChannels('default').update({ capacity: 1 });
    expect((await explain(workspace, task)).reason).toBe('offered');
    const second = await addTask();
    const busy = await explain(workspace, second);
    expect(busy.reason).toBe('matching-workers-busy');
    expect(busy.tasks_ahead).toBe(0);
    expect(busy.workers[0].failing_clauses).toEqual([
      {
        clause: 'capacity',
        message: 'The worker holds 1 of 1 default tasks',
        task_channel_sid: busy.task_channel_sid,
        task_channel_unique_name: 'default',
        capacity: 1,
        assigned_tasks: 1,
      },
    ]);
    const third = await addTask();
    expect(await explain(workspace, third)).toMatchObject({ reason: 'waiting-behind', tasks_ahead: 1 });
    const urgent = await addTask({}, { priority: 9 });
    expect(await explain(workspace, urgent)).toMatchObject({
      reason: 'matching-workers-busy',
      tasks_ahead: 0,
    });
    expect(await explain(workspace, third)).toMatchObject({ reason: 'waiting-behind', tasks_ahead: 2 });
    const [reservation] = await api.tasks(task).reservations.list();
    await api.tasks(task).reservations(reservation!.sid).update({ reservationStatus: 'accepted' });
    await api.tasks(task).update({ assignmentStatus: 'completed' });
    expect((await explain(workspace, urgent)).reason).toBe('offered');
    expect(await explain(workspace, second)).toMatchObject({
      reason: 'matching-workers-busy',
      tasks_ahead: 0,
    });
  });

  it('counts what comes first in a LIFO queue by age alone', async () => {
    const { workspace, addTask } = await queueOf('level > 3', {}, { taskOrder: 'LIFO' });
    await workspace.addWorker('anna', { level: 5 });
    await addTask();
    const old = await addTask({}, { priority: 9 });
    const young = await addTask();
    expect(await explain(workspace, old)).toMatchObject({ reason: 'waiting-behind', tasks_ahead: 1 });
    expect(await explain(workspace, young)).toMatchObject({ tasks_ahead: 0 });
  });

  it('tells a known worker who is not named, unknown, elsewhere or busy', async () => {
    const { workspace, addTask } = await queueOf('level > 3', { known_worker_sid: 'task.agent_sid' });
    const anna = await workspace.addWorker('anna', { level: 5 });
    const ben = await workspace.addWorker('ben', { level: 1 });
    const carl = await workspace.addWorker('carl', { level: 5 });
    const nobody = await explain(workspace, await addTask());
    expect(nobody).toMatchObject({
      reason: 'known-worker-missing',
      explanation: 'The task names no known worker: task.agent_sid is null.',
      target: { known_worker: { attribute: 'task.agent_sid', names: 'sid' } },
    });
    expect(clausesOf(nobody)[0].slice(1)).toEqual(['known-worker']);
    const unknown = await explain(workspace, await addTask({ agent_sid: 'WK0' }));
    expect(unknown).toMatchObject({
      reason: 'known-worker-missing',
      explanation: 'The known worker "WK0" does not exist (warning 40154).',
    });
    const outside = await explain(workspace, await addTask({ agent_sid: ben }));
    expect(outside.reason).toBe('known-worker-not-in-queue');
    await addTask({ agent_sid: anna });
    const busy = await explain(workspace, await addTask({ agent_sid: anna }));
    expect(busy.counts).toMatchObject({ workers: 3, in_queue: 2, matching: 1, ready: 0 });
    expect(busy.workers.map(({ worker_sid }: Answer) => worker_sid)).toEqual([anna, carl, ben]);
    const known = busy.workers[1].failing_clauses;
    expect(known).toMatchObject([
      {
        clause: 'known-worker',
        failures: [{ expression: 'task.agent_sid == worker.sid', left: anna, operator: '==', right: carl }],
      },
    ]);
  });

  it('tells of a task sent directly to a worker that nobody else is meant', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    await workspace.addWorker('ben');
    await workspace.addTask({ routingTarget: anna, ignoreCapacity: 'false' });
    const task = await workspace.addTask({ routingTarget: anna, ignoreCapacity: 'false' });
    const explanation = await explain(workspace, task);
    expect(explanation).toMatchObject({
      reason: 'matching-workers-busy',
      routing_target: anna,
      filter: null,
      target: { worker_sid: anna },
      counts: { workers: 2, matching: 1 },
    });
    expect(clausesOf(explanation)).toEqual([
      ['anna', 'capacity'],
      ['ben', 'routing-target'],
    ]);
  });

  it('tells of a transfer that whoever has the task is not looked for', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna', {}, 5);
    const task = await workspace.addTask();
    const [reservation] = await workspace.api().tasks(task).reservations.list();
    await workspace
      .api()
      .tasks(task)
      .reservations(reservation!.sid)
      .update({ reservationStatus: 'accepted' });
    await server.context.database.transaction((tx) =>
      initiateTransfer(tx, {
        accountSid: server.account.sid,
        workspaceSid: workspace.sid,
        workerSid: anna,
        reservationSid: reservation!.sid,
        taskSid: task,
        to: workspace.queueSid,
        mode: 'COLD',
      }),
    );
    const explanation = await explain(workspace, task);
    expect(explanation).toMatchObject({ is_waiting: true, reason: 'no-worker-matches' });
    expect(explanation.transfer_sid).toMatch(/^TT/);
    expect(explanation.reservations).toMatchObject([{ reservation_status: 'accepted', worker_sid: anna }]);
    expect(clausesOf(explanation)).toEqual([['anna', 'holder']]);
  });

  it('pages the workers, none twice and none left out', async () => {
    const { workspace, addTask } = await queueOf('level > 9', { order_by: 'worker.level ASC' });
    for (let level = 0; level < 7; level += 1) await workspace.addWorker(`w${level}`, { level });
    const task = await addTask();
    const names: string[][] = [];
    let url: string | null = `${addressOf(workspace, task)}?PageSize=3`;
    const urls: string[] = [];
    while (url !== null) {
      const { body } = await get(url);
      expect(body.meta).toMatchObject({ page: names.length, page_size: 3, key: 'workers' });
      names.push(body.workers.map(({ friendly_name }: Answer) => friendly_name));
      urls.push(body.meta.url);
      url = body.meta.next_page_url;
    }
    expect(names).toEqual([['w0', 'w1', 'w2'], ['w3', 'w4', 'w5'], ['w6']]);
    const last = (await get(urls[2]!)).body;
    expect(last.workers.map(({ friendly_name }: Answer) => friendly_name)).toEqual(['w6']);
    const before = (await get(last.meta.previous_page_url)).body;
    expect(before.workers.map(({ friendly_name }: Answer) => friendly_name)).toEqual(names[1]);
    expect((await get(before.meta.first_page_url)).body.meta.previous_page_url).toBeNull();
    expect((await get(`${addressOf(workspace, task)}?PageToken=x`)).body).toMatchObject({ code: 20001 });
    expect((await get(`${addressOf(workspace, task)}?PageSize=x`)).status).toBe(400);
  });

  it('finds no task of another workspace', async () => {
    const workspace = await makeWorkspace(server);
    const other = await makeWorkspace(server);
    const task = await workspace.addTask();
    const answer = await get(addressOf(other, task));
    expect([answer.status, answer.body.code]).toEqual([404, 20404]);
  });

  it('takes as many statements, however many workers and tasks there are', async () => {
    const { workspace, addTask } = await queueOf('level > 3');
    await workspace.addWorker('anna', { level: 5 });
    await addTask();
    const task = await addTask();
    const statements = async () => {
      await server.settled();
      return fewestStatements(server, () => explain(workspace, task));
    };
    const few = await statements();
    for (let number = 0; number < 20; number += 1) {
      await workspace.api().workers.create({ friendlyName: `w${number}`, attributes: '{"level":4}' });
      await addTask();
    }
    expect(await statements()).toBe(few);
  });
});
