// The statistics through the official SDK in the majors people run: every operation each of them has.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SDKS, sdkClient } from '../../support/clients.ts';
import { databases } from '../../support/databases.ts';
import { startServer, type TestServer } from '../../support/start-server.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';
import { acceptAfter } from './scene.ts';

const MAJORS = SDKS.filter(({ name }) => name === 'twilio 6' || name === 'twilio 3.84.1');

describe.each(databases())('statistics through the SDK on $name', ({ create }) => {
  let server: TestServer;
  let dispose: () => Promise<void>;
  let workspace: Workspace;
  let workerSid: string;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    workspace = await makeWorkspace(server);
    workerSid = await workspace.addWorker('anna');
    await acceptAfter(server, workspace, 6);
    await workspace.addTask();
  });
  afterAll(async () => {
    await server.stop();
    await dispose();
  });

  describe.each(MAJORS)('$name', ({ name, module }) => {
    const api = () => sdkClient(server.url, server.account, module).taskrouter.v1.workspaces(workspace.sid);
    const window = { minutes: 60, taskChannel: 'default', splitByWaitTime: '5' };
    const split = {
      5: {
        below: { reservations_accepted: 0, tasks_canceled: 0 },
        above: { reservations_accepted: 1, tasks_canceled: 0 },
      },
    };

    it('reads those of a workspace', async () => {
      const cumulative = await api().cumulativeStatistics().fetch(window);
      expect(cumulative).toMatchObject({ tasksCreated: 2, avgTaskAcceptanceTime: 6, splitByWaitTime: split });
      expect(cumulative.startTime).toEqual(new Date(server.clock.now() - 60 * 60_000 - 6_000));
      const present = await api().realTimeStatistics().fetch();
      expect(present).toMatchObject({ totalTasks: 2, totalWorkers: 1 });
      const both = await api().statistics().fetch(window);
      expect([both.realtime.total_tasks, both.cumulative.tasks_created]).toEqual([2, 2]);
    });

    it('reads those of a workflow', async () => {
      const workflow = () => api().workflows(workspace.workflowSid);
      expect(await workflow().cumulativeStatistics().fetch(window)).toMatchObject({ tasksEntered: 2 });
      expect(await workflow().realTimeStatistics().fetch()).toMatchObject({ totalTasks: 2 });
      expect((await workflow().statistics().fetch(window)).cumulative.tasks_entered).toBe(2);
    });

    it('reads those of a queue and of the queues of a workspace', async () => {
      const queue = () => api().taskQueues(workspace.queueSid);
      expect(await queue().cumulativeStatistics().fetch(window)).toMatchObject({
        tasksEntered: 2,
        waitDurationInQueueUntilAccepted: { avg: 6, min: 6, max: 6, total: 6 },
      });
      expect(await queue().realTimeStatistics().fetch()).toMatchObject({
        totalTasks: 2,
        totalEligibleWorkers: 1,
      });
      expect((await queue().statistics().fetch(window)).realtime.total_tasks).toBe(2);
      const [listed] = await api().taskQueues.statistics.list(window);
      expect(listed!.cumulative.split_by_wait_time).toEqual(split);
    });

    /** In 3.x the statistics of all workers are found below one of them. */
    const placeOfWorkers = (workspaces: ReturnType<typeof api>) =>
      (name === 'twilio 6'
        ? workspaces.workers
        : workspaces.workers(workerSid)) as unknown as typeof workspaces.workers;

    it('reads those of a worker and of the workers of a workspace', async () => {
      const one = await api().workers(workerSid).statistics().fetch({ minutes: 60 });
      expect(one.cumulative.reservations_accepted).toBe(1);
      const all = await api().workers.statistics().fetch({ minutes: 60 });
      expect(all.cumulative.reservations_accepted).toBe(1);
      expect(all.realtime.total_workers).toBe(1);
      const workers = placeOfWorkers(api());
      expect(await workers.realTimeStatistics().fetch()).toMatchObject({ totalWorkers: 1 });
      expect(await workers.cumulativeStatistics().fetch({ minutes: 60 })).toMatchObject({
        reservationsAccepted: 1,
      });
    });

    it.runIf(name === 'twilio 6')('reads those of several queues at once', async () => {
      const body = { QueueSids: [workspace.queueSid] } as never;
      const bulk = await api().taskQueues.bulkRealTimeStatistics.create(body);
      expect(bulk.taskQueueResponseCount).toBe(1);
    });
  });
});
