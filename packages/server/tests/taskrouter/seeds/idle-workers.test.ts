// Channels with `ChannelOptimizedRouting`: the worker who has been idle longest is asked first.
import { describe, expect, it } from 'vitest';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { makeWorkspace, type Workspace } from '../workspace-fixture.ts';

const MINUTE = 60_000;

describe.each(databases())('channels routed by idle time on $name', (database) => {
  let server: TestServer;
  useServer(database.create, (started) => {
    server = started;
  });

  /** Takes and finishes a task as the worker who is offered it; resolves with the worker's name. */
  const work = async (workspace: Workspace, minutes: number) => {
    const task = await workspace.addTask();
    const [offer] = await workspace.api().tasks(task).reservations.list();
    await workspace.api().tasks(task).reservations(offer!.sid).update({ reservationStatus: 'accepted' });
    await server.advance(minutes * MINUTE);
    await workspace.api().tasks(task).update({ assignmentStatus: 'completed' });
    await server.settled();
    return offer!.workerName;
  };
  const optimize = (workspace: Workspace, channelOptimizedRouting: boolean) =>
    workspace.api().taskChannels('default').update({ channelOptimizedRouting });
  const nextOf = async (workspace: Workspace) => (await workspace.offers(await workspace.addTask()))[0];

  it('ask the one whose last task ended earliest, not the one who was asked longest ago', async () => {
    for (const isOptimized of [true, false]) {
      const workspace = await makeWorkspace(server);
      await optimize(workspace, isOptimized);
      await workspace.addWorker('anna');
      await server.advance(MINUTE);
      await workspace.addWorker('ben');
      const long = await workspace.addTask();
      const [offer] = await workspace.api().tasks(long).reservations.list();
      expect(offer!.workerName).toBe('anna');
      await workspace.api().tasks(long).reservations(offer!.sid).update({ reservationStatus: 'accepted' });
      expect(await work(workspace, 1)).toBe('ben');
      await server.advance(MINUTE);
      await workspace.api().tasks(long).update({ assignmentStatus: 'completed' });
      await server.settled();
      expect(await nextOf(workspace)).toBe(isOptimized ? 'ben: pending' : 'anna: pending');
    }
  });

  it('ask the one who has been available longest when nobody has worked yet', async () => {
    const workspace = await makeWorkspace(server);
    await optimize(workspace, true);
    const anna = await workspace.addWorker('anna');
    await server.advance(MINUTE);
    await workspace.addWorker('ben');
    await server.advance(MINUTE);
    await workspace.api().workers(anna).update({ activitySid: workspace.activities.Offline });
    await workspace.api().workers(anna).update({ activitySid: workspace.activities.Available });
    await server.settled();
    expect(await nextOf(workspace)).toBe('ben: pending');
  });

  it('are routed so from the moment it is switched on', async () => {
    const workspace = await makeWorkspace(server);
    for (const name of ['anna', 'ben']) await workspace.addWorker(name);
    expect(await work(workspace, 1)).toBe('anna');
    await server.advance(MINUTE);
    expect(await work(workspace, 1)).toBe('ben');
    await server.advance(MINUTE);
    expect(await work(workspace, 0)).toBe('anna');
    await workspace.addWorker('cleo');
    await optimize(workspace, true);
    await server.settled();
    expect(await nextOf(workspace)).toBe('ben: pending');
  });

  it('still follow the order a target asks for', async () => {
    const workspace = await makeWorkspace(server);
    await optimize(workspace, true);
    await workspace.addWorker('novice', { level: 1 });
    await server.advance(MINUTE);
    await workspace.addWorker('expert', { level: 9 });
    const workflowSid = await workspace.addWorkflow([
      { queue: workspace.queueSid, order_by: 'worker.level DESC' },
    ]);
    expect(await workspace.offers(await workspace.addTask({ workflowSid }))).toEqual(['expert: pending']);
  });
});
