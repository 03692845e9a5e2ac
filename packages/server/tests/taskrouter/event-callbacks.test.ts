// What a workspace's event callback URL is told.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { listLog } from '../webhooks/log-client.ts';
import { type Receiver, silence, startReceiver, status } from '../webhooks/receiver.ts';
import { makeWorkspace } from './workspace-fixture.ts';

describe.each(databases())('event callbacks on $name', ({ create }) => {
  let server: TestServer;
  let receiver: Receiver;
  let dispose: () => Promise<void>;

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
  });
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(async () => {
    await receiver.close();
  });
  afterAll(async () => {
    await server.stop();
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

  it.each([
    ['empty', '', ['task.created', 'workflow.entered', 'workflow.target-matched', 'task-queue.entered']],
    ['of one event', 'task-queue.entered', ['task-queue.entered']],
    ['with blanks and commas', ' , task.created ,,workflow.entered,', ['task.created', 'workflow.entered']],
    ['of an event that is not there', 'task.painted', []],
    ['of part of a name', 'task', []],
  ])('a filter that is %s', async (_name, eventsFilter, types) => {
    const workspace = await makeWorkspace(server, { eventsFilter });
    await workspace.api().update({ eventCallbackUrl: receiver.url });
    await server.settled();
    const before = receiver.requests.length;
    await workspace.addTask();
    expect(receiver.requests.slice(before).map(({ form }) => form['EventType'])).toEqual(types);
  });

  it('callbacks are signed, tried again until they are taken, and in the log', async () => {
    const workspace = await makeWorkspace(server, {
      eventCallbackUrl: receiver.url,
      eventsFilter: 'task.created,task.updated',
    });
    receiver.answerNext(status(503), status(200));
    const task = await workspace.addTask();
    await workspace.api().tasks(task).update({ attributes: '{"a":"ü"}' });
    await server.settled();
    expect(receiver.requests).toHaveLength(1);
    await server.advance(3_000);
    // The second event of a task does not overtake the first.
    const [first, again, second] = receiver.requests;
    expect(first!.form).toEqual(again!.form);
    expect(first!.form['EventType']).toBe('task.created');
    expect(second!.form).toMatchObject({ EventType: 'task.updated', TaskAttributes: '{"a":"ü"}' });
    for (const { headers, url, form } of receiver.requests) {
      const signature = headers['x-twilio-signature'] as string;
      expect(validateRequest(server.account.token, signature, url, form)).toBe(true);
    }
    expect(await listLog(server, { SubjectSid: task })).toMatchObject([
      { event_type: 'task.updated', status: 'delivered', attempts: 1 },
      { event_type: 'task.created', status: 'delivered', attempts: 2 },
    ]);
  });

  it('a receiver has fifteen seconds to take an event', async () => {
    const workspace = await makeWorkspace(server, {
      eventCallbackUrl: receiver.url,
      eventsFilter: 'task.created',
    });
    receiver.answerNext(silence);
    const { sid } = await workspace.api().tasks.create({ workflowSid: workspace.workflowSid });
    await receiver.arrived(1);
    server.clock.advance(14_999);
    expect(await listLog(server, { SubjectSid: sid })).toMatchObject([{ status: 'pending', attempts: 0 }]);
    await server.advance(1);
    expect(await listLog(server, { SubjectSid: sid })).toMatchObject([
      { status: 'pending', attempts: 1, error: 'No answer within 15 seconds' },
    ]);
    await server.advance(3_000);
    expect(await listLog(server, { SubjectSid: sid })).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  });
});
