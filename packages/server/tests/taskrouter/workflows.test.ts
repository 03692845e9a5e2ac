// The way of tasks through their workflows, through the official SDK.
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { makeWorkspace } from './workspace-fixture.ts';

describe.each(databases())('workflows on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  it('looks at the end of a target only when the offer under way has ended', async () => {
    const workspace = await makeWorkspace(server);
    const workflowSid = await workspace.addWorkflow([{ queue: workspace.queueSid, timeout: 5 }], undefined, {
      taskReservationTimeout: 20,
    });
    await workspace.addWorker('anna');
    const task = await workspace.addTask({ workflowSid });
    await server.advance(19_999);
    expect(await workspace.taskStatus(task)).toBe('reserved');
    await server.advance(1);
    expect(await workspace.taskStatus(task)).toBe('canceled');
  });

  it('evaluates a waiting task anew when its attributes change, a queue opens or a workflow is edited', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const spanish = await api.taskQueues.create({ friendlyName: 'Spanish', targetWorkers: 'lang HAS "es"' });
    const nobody = await api.taskQueues.create({ friendlyName: 'Nobody', targetWorkers: '' });
    const config = (fallback: string) =>
      JSON.stringify({
        task_routing: {
          filters: [{ expression: 'lang == "es"', targets: [{ queue: spanish.sid }] }],
          default_filter: { queue: fallback },
        },
      });
    const workflow = await api.workflows.create({ friendlyName: 'W', configuration: config(nobody.sid) });
    await workspace.addWorker('anna', { lang: ['es'] }, 10);
    const first = await workspace.addTask({ workflowSid: workflow.sid });
    expect(await workspace.taskStatus(first)).toBe('pending');
    await api.tasks(first).update({ attributes: '{"lang":"es"}' });
    await server.settled();
    expect(await workspace.offers(first)).toEqual(['anna: pending']);
    const second = await workspace.addTask({ workflowSid: workflow.sid });
    await api.taskQueues(nobody.sid).update({ targetWorkers: '1==1' });
    await server.settled();
    expect(await workspace.offers(second)).toEqual(['anna: pending']);
    await api.taskQueues(nobody.sid).update({ targetWorkers: 'a == 1' });
    const third = await workspace.addTask({ workflowSid: workflow.sid });
    await api.workflows(workflow.sid).update({ configuration: config(workspace.queueSid) });
    await server.settled();
    expect(await workspace.taskStatus(third)).toBe('pending');
    await api.workflows(workflow.sid).update({ reEvaluateTasks: 'true' });
    await server.settled();
    expect(await workspace.offers(third)).toEqual(['anna: pending']);
  });
});
