// Expressions that ask for the time of day (TaskRouter "Time of Day Routing").
import { describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { makeWorkspace } from './workspace-fixture.ts';

const MINUTE = 60_000;

describe.each(databases())('the time of day on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  /** The time in so many minutes, as HHMM. */
  function timeIn(minutes: number): number {
    const date = new Date(server.clock.now() + minutes * MINUTE);
    return date.getUTCHours() * 100 + date.getUTCMinutes();
  }

  it('decides which filter takes a task when it comes', async () => {
    const workspace = await makeWorkspace(server);
    const night = await workspace.api().taskQueues.create({ friendlyName: 'Night', targetWorkers: '1==2' });
    const workflow = await workspace.api().workflows.create({
      friendlyName: 'Hours',
      configuration: JSON.stringify({
        task_routing: {
          filters: [
            {
              expression: `taskrouter.currentTime = ${timeIn(0)}`,
              targets: [{ queue: workspace.queueSid }],
            },
          ],
          default_filter: { queue: night.sid },
        },
      }),
    });
    const queueOf = async () => {
      const task = await workspace.addTask({ workflowSid: workflow.sid });
      return (await workspace.api().tasks(task).fetch()).taskQueueSid;
    };
    expect(await queueOf()).toBe(workspace.queueSid);
    await server.advance(2 * MINUTE);
    expect(await queueOf()).toBe(night.sid);
  });

  it('lets a waiting task go to a worker when his time comes, though nothing else happens', async () => {
    const workspace = await makeWorkspace(server);
    const workflowSid = await workspace.addWorkflow([
      { queue: workspace.queueSid, expression: 'taskrouter.currentTime == worker.starts' },
    ]);
    await workspace.addWorker('anna', { starts: timeIn(3) });
    await workspace.addWorker('ben', { starts: timeIn(2) });
    const task = await workspace.addTask({ workflowSid });
    await server.advance(MINUTE);
    expect(await workspace.offers(task)).toEqual([]);
    await server.advance(MINUTE);
    expect(await workspace.offers(task)).toEqual(['ben: pending']);
  });
});
