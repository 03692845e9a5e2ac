// What the callback of every documented event carries (TaskRouter "Events reference"), seen from the receiver.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { startServer, type TestServer } from '../support/start-server.ts';
import { type Received, type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { makeWorkspace, type Workspace } from './workspace-fixture.ts';

const DAY = 86_400_000;

const COMMON = [
  'EventType',
  'EventDescription',
  'AccountSid',
  'WorkspaceSid',
  'WorkspaceName',
  'ResourceType',
  'ResourceSid',
  'Timestamp',
  'TimestampMs',
  'Sid',
];
const ACTIVITY = ['ActivitySid', 'ActivityName', 'ActivityAvailable'];
const CHANNEL = ['TaskChannelSid', 'TaskChannelName', 'TaskChannelUniqueName', 'TaskChannelOptimizedRouting'];
const QUEUE = ['TaskQueueSid', 'TaskQueueName', 'TaskQueueTargetExpression'];
const TASK = [
  'TaskSid',
  'TaskAttributes',
  'TaskAge',
  'TaskPriority',
  'TaskDateCreated',
  'TaskAssignmentStatus',
  'WorkflowSid',
  'WorkflowName',
  ...CHANNEL,
];
const QUEUED = [...TASK, ...QUEUE];
const WORKER = [
  'WorkerSid',
  'WorkerName',
  'WorkerAttributes',
  'WorkerActivitySid',
  'WorkerActivityName',
  'WorkerVersion',
];
const WORKER_CHANNEL = [
  ...WORKER,
  'WorkerChannelAvailable',
  'WorkerChannelAvailableCapacity',
  'WorkerChannelPreviousCapacity',
  'WorkerChannelTaskCount',
  'TaskChannelSid',
  'TaskChannelUniqueName',
];
const RESERVATION = [...QUEUED, ...WORKER, 'ReservationSid'];
const WORKFLOW = ['WorkflowSid', 'WorkflowName'];
const ROUTE = [...QUEUED, 'WorkflowFilterName', 'WorkflowFilterTargetName'];

/** The fields of each event, by its type. */
const FIELDS: Record<string, readonly string[]> = {
  'activity.created': ACTIVITY,
  'activity.updated': ACTIVITY,
  'activity.deleted': ACTIVITY,
  'reservation.created': RESERVATION,
  'reservation.accepted': RESERVATION,
  'reservation.rejected': RESERVATION,
  'reservation.timeout': RESERVATION,
  'reservation.canceled': RESERVATION,
  'reservation.rescinded': RESERVATION,
  'reservation.wrapup': RESERVATION,
  'reservation.completed': RESERVATION,
  'task.created': TASK,
  'task.updated': QUEUED,
  'task.canceled': [...QUEUED, 'TaskCanceledReason', 'Reason'],
  'task.wrapup': QUEUED,
  'task.completed': [...QUEUED, 'TaskCompletedReason', 'Reason'],
  'task.deleted': QUEUED,
  'task.system-deleted': QUEUED,
  'task-channel.created': CHANNEL,
  'task-channel.updated': CHANNEL,
  'task-channel.deleted': CHANNEL,
  'task-queue.created': QUEUE,
  'task-queue.deleted': QUEUE,
  'task-queue.expression.updated': QUEUE,
  'task-queue.entered': QUEUED,
  'task-queue.moved': QUEUED,
  'task-queue.timeout': QUEUED,
  'worker.created': WORKER,
  'worker.activity.update': [
    ...WORKER,
    'WorkerTimeInPreviousActivity',
    'WorkerTimeInPreviousActivityMs',
    'WorkerPreviousActivitySid',
    'WorkerPreviousActivityName',
  ],
  'worker.attributes.update': WORKER,
  'worker.capacity.update': WORKER_CHANNEL,
  'worker.channel.availability.update': WORKER_CHANNEL,
  'worker.deleted': WORKER,
  'workflow.created': WORKFLOW,
  'workflow.updated': WORKFLOW,
  'workflow.deleted': WORKFLOW,
  'workflow.entered': TASK,
  'workflow.target-matched': ROUTE,
  'workflow.skipped': TASK,
  'workflow.timeout': TASK,
  'workspace.created': [],
  'workspace.updated': [],
  'workspace.deleted': [],
};

describe.each(databases())('callbacks of events on $name', ({ create }) => {
  let server: TestServer;
  let receiver: Receiver;
  let dispose: () => Promise<void>;
  let requests: readonly Received[];

  beforeAll(async () => {
    const database = await create();
    dispose = database.dispose;
    server = await startServer(database.url);
    receiver = await startReceiver();
    const workspace = await makeWorkspace(server, { eventCallbackUrl: receiver.url });
    await changeObjects(workspace);
    await workTasks(workspace);
    await leaveWorkflows(workspace);
    await workspace.api().remove();
    await server.settled();
    requests = [...receiver.requests];
  });
  afterAll(async () => {
    await server.stop();
    await receiver.close();
    await dispose();
  });

  /** Every object made, changed and removed. */
  async function changeObjects(workspace: Workspace): Promise<void> {
    const api = workspace.api();
    await api.update({ friendlyName: 'Contact centre 2' });
    const activity = await api.activities.create({ friendlyName: 'Lunch', available: false });
    await api.activities(activity.sid).update({ friendlyName: 'Break' });
    await api.activities(activity.sid).remove();
    const channel = await api.taskChannels.create({ friendlyName: 'Fax', uniqueName: 'fax' });
    await api.taskChannels(channel.sid).update({ friendlyName: 'Telefax' });
    await api.taskChannels(channel.sid).remove();
    const queue = await api.taskQueues.create({ friendlyName: 'Gold' });
    await api.taskQueues(queue.sid).update({ targetWorkers: 'level == "gold"' });
    await api.taskQueues(queue.sid).remove();
    const workflow = await workspace.addWorkflow([{ queue: workspace.queueSid }]);
    await api.workflows(workflow).update({ friendlyName: 'Route' });
    await api.workflows(workflow).remove();
    const worker = await workspace.addWorker('zoe', { level: 1 });
    await api.workers(worker).update({ attributes: '{"level":2}' });
    await api.workers(worker).workerChannels('default').update({ capacity: 3 });
    const offered = await workspace.addTask();
    await api.workers(worker).workerChannels('default').update({ available: false });
    await api.workers(worker).remove();
    await api.tasks(offered).remove();
    await server.settled();
  }

  /** Tasks through every end an offer and a task can come to. */
  async function workTasks(workspace: Workspace): Promise<void> {
    const api = workspace.api();
    const anna = await workspace.addWorker('anna', {}, 10);
    const answer = async (task: string, reservationStatus: 'accepted' | 'rejected') => {
      const [reservation] = await api.tasks(task).reservations.list();
      await api.tasks(task).reservations(reservation!.sid).update({ reservationStatus });
      await server.settled();
    };
    const worked = await workspace.addTask({ attributes: '{"n":1}', priority: 4 });
    await answer(worked, 'accepted');
    await api.tasks(worked).update({ attributes: '{"n":2}' });
    await api.tasks(worked).update({ assignmentStatus: 'wrapping', reason: 'talked' });
    await api.tasks(worked).update({ assignmentStatus: 'completed', reason: 'done' });
    const rejected = await workspace.addTask();
    await answer(rejected, 'rejected');
    await api.tasks(rejected).update({ assignmentStatus: 'canceled', reason: 'gone' });
    const removed = await workspace.addTask();
    await api.tasks(removed).remove();
    const left = await workspace.addTask();
    await answer(left, 'accepted');
    const bert = await workspace.addWorker('bert');
    await api.taskQueues(workspace.queueSid).update({ maxReservedWorkers: 2 });
    const raced = await workspace.addTask();
    await answer(raced, 'accepted');
    const missed = await workspace.addTask();
    await server.advance(120_000);
    await api.tasks(missed).remove();
    await server.advance(DAY);
    for (const worker of [anna, bert]) {
      await api.workers(worker).update({ activitySid: workspace.activities.Offline });
    }
    await server.settled();
  }

  /** Tasks that come to the end of their workflow. */
  async function leaveWorkflows(workspace: Workspace): Promise<void> {
    const other = await workspace.api().taskQueues.create({ friendlyName: 'Everyone else' });
    const filter = (targets: object[]) => ({ filter_friendly_name: 'All', expression: '1==1', targets });
    const route = async (targets: object[]) => {
      const configuration = JSON.stringify({ task_routing: { filters: [filter(targets)] } });
      const workflow = await workspace.api().workflows.create({ friendlyName: 'Route', configuration });
      await workspace.addTask({ workflowSid: workflow.sid });
    };
    await route([
      { queue: workspace.queueSid, timeout: 5 },
      { queue: other.sid, timeout: 5 },
    ]);
    await server.advance(5_000);
    await server.advance(5_000);
    await route([{ queue: workspace.queueSid, timeout: 5, skip_if: '1==1' }]);
  }

  const ofType = (type: string) => requests.filter(({ form }) => form['EventType'] === type);

  it.each(Object.entries(FIELDS))('%s carries its fields', (type, fields) => {
    const [...told] = ofType(type);
    expect(told.length).toBeGreaterThan(0);
    for (const { form } of told) {
      const names = [...COMMON, ...fields].filter((field) => field !== 'WorkflowFilterName');
      expect(names.filter((field) => (form[field] ?? '') === '')).toEqual([]);
      expect(form['Timestamp']).toBe(String(Math.floor(Number(form['TimestampMs']) / 1_000)));
    }
    // Filters may have no name; those of this test have one where it matters.
    if (fields.includes('WorkflowFilterName')) {
      expect(told.some(({ form }) => form['WorkflowFilterName'] === 'All')).toBe(true);
    }
  });

  it('no event is told that is not documented', () => {
    const types = new Set(requests.map(({ form }) => form['EventType']));
    expect([...types].filter((type) => !(type! in FIELDS))).toEqual([]);
  });

  it('every callback is signed, has an SID of its own and comes once', () => {
    for (const { headers, url, form } of requests) {
      const signature = headers['x-twilio-signature'] as string;
      expect(validateRequest(server.account.token, signature, url, form)).toBe(true);
    }
    expect(new Set(requests.map(({ form }) => form['Sid'])).size).toBe(requests.length);
  });

  it('facts of objects are those of the moment of the event', () => {
    const facts = (type: string, field: string) => ofType(type).map(({ form }) => form[field]);
    expect(facts('activity.deleted', 'ActivityName')).toEqual(['Break']);
    expect(facts('activity.deleted', 'ActivityAvailable')).toEqual(['false']);
    expect(facts('task-channel.created', 'TaskChannelName')).toEqual(['Fax']);
    expect(facts('task-channel.deleted', 'TaskChannelUniqueName')).toEqual(['fax']);
    expect(facts('task-queue.expression.updated', 'TaskQueueTargetExpression')).toEqual(['level == "gold"']);
    expect(facts('task-queue.deleted', 'TaskQueueTargetExpression')).toEqual(['level == "gold"']);
    expect(facts('worker.capacity.update', 'WorkerChannelPreviousCapacity').slice(0, 1)).toEqual(['1']);
    expect(facts('worker.capacity.update', 'WorkerChannelAvailableCapacity').slice(0, 1)).toEqual(['3']);
    expect(facts('task.completed', 'TaskCompletedReason')).toEqual(['done']);
    expect(facts('task.canceled', 'TaskCanceledReason')).toContain('Task canceled on Workflow timeout');
    expect(facts('workspace.deleted', 'WorkspaceName')).toEqual(['Contact centre 2']);
  });
});
