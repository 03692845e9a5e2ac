// What a workspace's event callback URL is told.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { makeWorkspace } from './workspace-fixture.ts';

describe.each(databases())('event callbacks on $name', ({ create }) => {
  let server: TestServer;
  let receiver: Receiver;
  let dispose: () => Promise<void>;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    receiver = await startReceiver();
  });
  afterAll(async () => {
    await server.stop();
    await receiver.close();
    await dispose();
  });

  it('tells the life of a task to the URL of its workspace, and only the events of the filter', async () => {
    const workspace = await makeWorkspace(server, {
      eventCallbackUrl: receiver.url,
      eventsFilter: 'task.created, reservation.created,task.completed',
    });
    const worker = await workspace.addWorker('anna', { phone: '1' });
    const task = await workspace.addTask({ attributes: '{"n":1}', priority: 4 });
    const [reservation] = await workspace.api().tasks(task).reservations.list();
    const one = workspace.api().tasks(task).reservations(reservation!.sid);
    await one.update({ reservationStatus: 'accepted' });
    await workspace.api().tasks(task).update({ assignmentStatus: 'completed', reason: 'done' });
    await server.settled();
    const events = receiver.requests;
    expect(events.map((event) => event.form['EventType'])).toEqual([
      'task.created',
      'reservation.created',
      'task.completed',
    ]);
    const common = { AccountSid: server.account.sid, WorkspaceSid: workspace.sid, TaskSid: task };
    expect(events[0]!.form).toMatchObject({
      ...common,
      EventType: 'task.created',
      WorkspaceName: 'Contact centre',
      ResourceType: 'task',
      ResourceSid: task,
      TaskAttributes: '{"n":1}',
      TaskPriority: '4',
      TaskAge: '0',
      TaskAssignmentStatus: 'pending',
      TaskChannelUniqueName: 'default',
      WorkflowName: 'Default Fifo Workflow',
      Timestamp: String(Math.floor(server.clock.now() / 1_000)),
    });
    expect(events[0]!.form['Sid']).toMatch(/^EV[0-9a-f]{32}$/);
    expect(events[1]!.form).toMatchObject({
      ...common,
      ReservationSid: reservation!.sid,
      WorkerSid: worker,
      WorkerName: 'anna',
      WorkerAttributes: '{"phone":"1"}',
      TaskQueueName: 'Sample Queue',
    });
    expect(events[2]!.form).toMatchObject({ ...common, TaskCompletedReason: 'done' });
  });
});
