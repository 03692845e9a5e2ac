// Statistics of workers: the time they spent in each activity, their reservations, and which workers are meant.
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';
import { acceptAfter, advanceToNext, ask, DAY, HOUR, MINUTE, moveTo } from './scene.ts';

interface Duration {
  readonly friendly_name: string;
  readonly avg: number;
  readonly min: number;
  readonly max: number;
  readonly total: number;
}

/** The times that are not zero, as `[avg, min, max, total]` by the name of the activity. */
function timesOf(durations: readonly Duration[]): Record<string, number[]> {
  return Object.fromEntries(
    durations
      .filter(({ total }) => total > 0)
      .map(({ friendly_name: name, avg, min, max, total }) => [name, [avg, min, max, total]]),
  );
}

describe.each(databases())('statistics of workers on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  const timesOfWorker = async (workspace: Workspace, workerSid: string, options: object = {}) => {
    const { cumulative } = await workspace.api().workers(workerSid).statistics().fetch(options);
    return timesOf(cumulative.activity_durations);
  };
  const timesOfAll = async (workspace: Workspace, query: Record<string, string> = {}) => {
    const { body } = await ask(server, `/Workspaces/${workspace.sid}/Workers/CumulativeStatistics`, query);
    return timesOf(body['activity_durations'] as never);
  };

  it('tell the times in activities, of which the present one is still running', async () => {
    const workspace = await makeWorkspace(server);
    await advanceToNext(server, MINUTE);
    const anna = await workspace.addWorker('anna');
    await server.advance(4 * MINUTE);
    await moveTo(server, workspace, anna, 'Unavailable');
    await server.advance(90_000);
    await moveTo(server, workspace, anna, 'Available');
    await server.advance(2 * MINUTE);
    expect(await timesOfWorker(workspace, anna)).toEqual({
      Available: [360, 360, 360, 360],
      Unavailable: [90, 90, 90, 90],
    });
  });

  it('list every activity of the workspace, with zeros where nobody was', async () => {
    const workspace = await makeWorkspace(server);
    const anna = await workspace.addWorker('anna');
    const { cumulative } = await workspace.api().workers(anna).statistics().fetch();
    expect(cumulative.activity_durations.map((duration: Duration) => duration.friendly_name).sort()).toEqual([
      'Available',
      'Offline',
      'Unavailable',
    ]);
  });

  it('cut times off at the edges of the window', async () => {
    const workspace = await makeWorkspace(server);
    await advanceToNext(server, HOUR);
    const start = server.clock.now();
    const anna = await workspace.addWorker('anna');
    await server.advance(2 * HOUR);
    await moveTo(server, workspace, anna, 'Unavailable');
    await server.advance(HOUR);
    await moveTo(server, workspace, anna, 'Offline');
    await server.advance(3 * DAY);
    const within = (from: number, to: number) =>
      timesOfWorker(workspace, anna, { startDate: new Date(from), endDate: new Date(to) });
    expect(await within(start + HOUR, start + 2 * HOUR + 30 * MINUTE)).toEqual({
      Available: [3_600, 3_600, 3_600, 3_600],
      Unavailable: [1_800, 1_800, 1_800, 1_800],
    });
    expect(await within(start, start + HOUR)).toEqual({ Available: [3_600, 3_600, 3_600, 3_600] });
    expect(await within(start + DAY, start + 2 * DAY)).toEqual({
      Offline: [86_400, 86_400, 86_400, 86_400],
    });
    const whole = await timesOfWorker(workspace, anna, { startDate: new Date(start - DAY) });
    expect(whole['Available']![3]).toBe(7_200);
    expect(whole['Offline']![3]).toBe(3 * 86_400);
  });

  it('tell the average, least and most over the workers who were in the activity', async () => {
    const workspace = await makeWorkspace(server);
    await advanceToNext(server, MINUTE);
    const anna = await workspace.addWorker('anna');
    await workspace.addWorker('ben');
    await server.advance(MINUTE);
    await moveTo(server, workspace, anna, 'Unavailable');
    await server.advance(MINUTE);
    expect(await timesOfAll(workspace)).toEqual({
      Available: [90, 60, 120, 180],
      Unavailable: [60, 60, 60, 60],
    });
  });

  it('keep the times of workers who are gone, up to their end', async () => {
    const workspace = await makeWorkspace(server);
    await advanceToNext(server, MINUTE);
    const anna = await workspace.addWorker('anna');
    await server.advance(2 * MINUTE);
    await workspace.api().workers(anna).remove();
    await server.settled();
    await server.advance(5 * MINUTE);
    expect(await timesOfAll(workspace)).toEqual({ Available: [120, 120, 120, 120] });
  });

  it('hold the workers meant: of a name, or eligible for a queue by its SID or name', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    const german = await api.taskQueues.create({
      friendlyName: 'German',
      targetWorkers: "languages HAS 'de'",
    });
    const anna = await workspace.addWorker('anna', { languages: ['de'] });
    const workflow = await workspace.addWorkflow([{ queue: german.sid }]);
    await acceptAfter(server, workspace, 5, { workflowSid: workflow });
    const ben = await workspace.addWorker('ben', {});
    await moveTo(server, workspace, ben, 'Unavailable');
    await server.advance(MINUTE);
    const ask = (options: object) => api.workers.statistics().fetch(options);
    const all = await ask({});
    expect(all.realtime.total_workers).toBe(2);
    expect(all.cumulative.reservations_accepted).toBe(1);
    for (const choice of [
      { taskQueueSid: german.sid },
      { taskQueueName: 'German' },
      { friendlyName: 'anna' },
    ]) {
      const { realtime, cumulative } = await ask(choice);
      expect(realtime.total_workers).toBe(1);
      expect(realtime.activity_statistics).toContainEqual({
        sid: workspace.activities.Available,
        friendly_name: 'Available',
        workers: 1,
      });
      expect(cumulative).toMatchObject({ reservations_created: 1, reservations_accepted: 1 });
      expect(Object.keys(timesOf(cumulative.activity_durations))).toEqual(['Available']);
    }
    const bens = await ask({ friendlyName: 'ben' });
    expect(bens.cumulative.reservations_created).toBe(0);
    expect(Object.keys(timesOf(bens.cumulative.activity_durations))).toEqual(['Unavailable']);
    expect((await ask({ friendlyName: 'ben', taskQueueSid: german.sid })).realtime.total_workers).toBe(0);
    expect((await ask({ taskQueueName: 'Nobody' })).realtime.total_workers).toBe(0);
    const one = await api.workers(anna).statistics().fetch();
    expect(one.cumulative).toMatchObject({ reservations_created: 1, reservations_accepted: 1 });
  });

  it('of one task channel hold its reservations alone', async () => {
    const workspace = await makeWorkspace(server);
    const api = workspace.api();
    await api.taskChannels.create({ friendlyName: 'Letters', uniqueName: 'letters' });
    const anna = await workspace.addWorker('anna');
    await acceptAfter(server, workspace, 1);
    await acceptAfter(server, workspace, 1, { taskChannel: 'letters' });
    await acceptAfter(server, workspace, 1, { taskChannel: 'letters' });
    const accepted = async (options: object) =>
      (await api.workers(anna).statistics().fetch(options)).cumulative.reservations_accepted;
    expect(await accepted({ taskChannel: 'letters' })).toBe(2);
    expect(await accepted({ taskChannel: 'default' })).toBe(1);
    expect(await accepted({})).toBe(3);
    const all = await api.workers.statistics().fetch({ taskChannel: 'letters' });
    expect(all.cumulative.reservations_accepted).toBe(2);
  });

  it('count the present workers by activity', async () => {
    const workspace = await makeWorkspace(server);
    await workspace.addWorker('anna');
    const { body } = await ask(server, `/Workspaces/${workspace.sid}/Workers/RealTimeStatistics`);
    expect(body['total_workers']).toBe(1);
    expect(body['activity_statistics']).toContainEqual({
      sid: workspace.activities.Offline,
      friendly_name: 'Offline',
      workers: 0,
    });
  });
});
