// TaskRouter: a workspace with its activities, queues, workflows and workers, and tasks on their way through it.

import assert from 'node:assert/strict';
import { type Answer, type Call, type Conformance, NOBODY } from './conformance.ts';

type Place = Readonly<Record<string, string>>;

/** Performs every built operation of TaskRouter. */
export async function taskrouter(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('taskrouter_v1');
  const workspace = await call(
    'CreateWorkspace',
    {},
    { FriendlyName: 'Conformance', Template: 'FIFO', MultiTaskEnabled: true },
  );
  const place = { WorkspaceSid: workspace.sid };
  const activities = await playActivities(call, place);
  await call(
    'UpdateWorkspace',
    { Sid: workspace.sid },
    {
      FriendlyName: 'Front office',
      EventCallbackUrl: `${NOBODY}/events`,
      EventsFilter: 'task.created,task.completed',
      TimeoutActivitySid: activities.offline,
      DefaultActivitySid: activities.offline,
      PrioritizeQueueOrder: 'LIFO',
    },
  );
  await call('UpdateWorkspace', { Sid: workspace.sid }, { EventCallbackUrl: null });
  await call('FetchWorkspace', { Sid: workspace.sid });
  await call('ListWorkspace', {}, { FriendlyName: 'Front office' });
  await playTaskChannels(call, place);
  const queue = await playTaskQueues(call, place, activities);
  const workflow = await playWorkflows(call, place, queue);
  const worker = await playWorkers(call, place, activities);
  await playTasks(conformance, place, { workflow, queue, worker });
  await conformance.server.settled();
  await playStatistics(call, place, { workflow, queue, worker });
  await playEvents(conformance, place, { workflow, queue, worker });
  const spare = await call('CreateWorkspace', {}, { FriendlyName: 'Short-lived' });
  await call('DeleteWorkspace', { Sid: spare.sid });
}

interface Activities {
  readonly available: string;
  readonly offline: string;
}

async function playActivities(call: Call, place: Place): Promise<Activities> {
  const listed = await call('ListActivity', place, { PageSize: 100 });
  const sidOf = (name: string): string =>
    listed.activities.find((activity: Answer) => activity.friendly_name === name).sid;
  const lunch = await call('CreateActivity', place, { FriendlyName: 'Lunch', Available: false });
  const one = { ...place, Sid: lunch.sid };
  await call('FetchActivity', one);
  await call('UpdateActivity', one, { FriendlyName: 'Long lunch' });
  await call('ListActivity', place, { Available: 'false', PageSize: 1 });
  await call('DeleteActivity', one);
  return { available: sidOf('Available'), offline: sidOf('Offline') };
}

async function playTaskChannels(call: Call, place: Place): Promise<void> {
  const letters = await call('CreateTaskChannel', place, {
    FriendlyName: 'Letters',
    UniqueName: 'letters',
    ChannelOptimizedRouting: true,
  });
  const one = { ...place, Sid: letters.sid };
  await call('FetchTaskChannel', { ...place, Sid: 'letters' });
  await call('ListTaskChannel', place);
  await call('UpdateTaskChannel', one, { FriendlyName: 'Post' });
  await call('DeleteTaskChannel', one);
}

async function playTaskQueues(call: Call, place: Place, activities: Activities): Promise<string> {
  const queue = await call('CreateTaskQueue', place, { FriendlyName: 'Everyone', TargetWorkers: '1==1' });
  const spare = await call('CreateTaskQueue', place, {
    FriendlyName: 'German',
    TargetWorkers: "languages HAS 'de'",
    MaxReservedWorkers: 3,
    TaskOrder: 'LIFO',
    ReservationActivitySid: activities.offline,
    AssignmentActivitySid: activities.offline,
  });
  const one = { ...place, Sid: spare.sid };
  await call('FetchTaskQueue', { ...place, Sid: queue.sid });
  await call('ListTaskQueue', place, { FriendlyName: 'German' });
  await call('ListTaskQueue', place, { PageSize: 1 });
  await call('UpdateTaskQueue', one, { FriendlyName: 'Deutsch', MaxReservedWorkers: 1 });
  await call('DeleteTaskQueue', one);
  return queue.sid;
}

async function playWorkflows(call: Call, place: Place, queue: string): Promise<string> {
  const Configuration = JSON.stringify({ task_routing: { filters: [], default_filter: { queue } } });
  const workflow = await call('CreateWorkflow', place, { FriendlyName: 'Everything', Configuration });
  const spare = await call('CreateWorkflow', place, {
    FriendlyName: 'Calls back',
    Configuration,
    AssignmentCallbackUrl: `${NOBODY}/assignment`,
    FallbackAssignmentCallbackUrl: `${NOBODY}/fallback`,
    TaskReservationTimeout: 30,
  });
  const one = { ...place, Sid: spare.sid };
  await call('FetchWorkflow', { ...place, Sid: workflow.sid });
  await call('ListWorkflow', place, { FriendlyName: 'Calls back' });
  await call('UpdateWorkflow', one, { FriendlyName: 'Called back', AssignmentCallbackUrl: null });
  await call('DeleteWorkflow', one);
  return workflow.sid;
}

async function playWorkers(call: Call, place: Place, activities: Activities): Promise<string> {
  const worker = await call('CreateWorker', place, {
    FriendlyName: 'anna',
    Attributes: '{"phone":"+15550100001","languages":["en","de"]}',
    ActivitySid: activities.available,
  });
  const spare = await call('CreateWorker', place, { FriendlyName: 'ben' });
  const one = { ...place, Sid: spare.sid };
  await call('FetchWorker', { ...place, Sid: worker.sid });
  await call('ListWorker', place, { TargetWorkersExpression: "languages HAS 'de'" });
  await call('ListWorker', place, { Available: 'false', PageSize: 1 });
  await call('UpdateWorker', one, { Attributes: '{"languages":["fr"]}', FriendlyName: 'benoit' });
  await call('DeleteWorker', one);
  const channels = { ...place, WorkerSid: worker.sid };
  await call('ListWorkerChannel', channels);
  await call('FetchWorkerChannel', { ...channels, Sid: 'default' });
  await call('UpdateWorkerChannel', { ...channels, Sid: 'default' }, { Capacity: 3, Available: true });
  return worker.sid;
}

async function playTasks(
  conformance: Conformance,
  place: Place,
  { workflow, queue, worker }: { workflow: string; queue: string; worker: string },
): Promise<void> {
  const call = conformance.callerOf('taskrouter_v1');
  const create = () =>
    call('CreateTask', place, {
      WorkflowSid: workflow,
      Attributes: '{"name":"John"}',
      TaskChannel: 'default',
      Timeout: 3_600,
      Priority: 5,
    });
  const first = await create();
  const second = await create();
  await conformance.server.settled();
  const { reservations } = await call('ListTaskReservation', { ...place, TaskSid: first.sid });
  assert.equal(reservations.length, 1, 'the task was offered to the worker');
  const ofTask = { ...place, TaskSid: first.sid, Sid: reservations[0].sid };
  await call('FetchTaskReservation', ofTask);
  await call('UpdateTaskReservation', ofTask, { ReservationStatus: 'accepted' });
  const ofWorker = { ...place, WorkerSid: worker };
  const offered = await call('ListWorkerReservation', ofWorker, { ReservationStatus: 'pending' });
  assert.equal(offered.reservations.length, 1, 'the second task was offered as well');
  const pending = { ...ofWorker, Sid: offered.reservations[0].sid };
  await call('FetchWorkerReservation', pending);
  await call('UpdateWorkerReservation', pending, { ReservationStatus: 'rejected' });
  await call('FetchTask', { ...place, Sid: first.sid });
  await call('ListTask', place, { AssignmentStatus: ['assigned', 'reserved', 'pending'] });
  await call('ListTask', place, { TaskQueueSid: queue, PageSize: 1 });
  await call('UpdateTask', { ...place, Sid: first.sid }, { Attributes: '{"name":"Jane"}', Priority: 7 });
  await call(
    'UpdateTask',
    { ...place, Sid: first.sid },
    { AssignmentStatus: 'completed', Reason: 'All is said' },
  );
  await call('DeleteTask', { ...place, Sid: second.sid });
}

async function playEvents(
  conformance: Conformance,
  place: Place,
  { workflow, queue, worker }: { workflow: string; queue: string; worker: string },
): Promise<void> {
  const call = conformance.callerOf('taskrouter_v1');
  await conformance.server.settled();
  const { events } = await call('ListEvent', place, { EventType: 'reservation.accepted', Minutes: 5 });
  assert.equal(events.length, 1, 'the accepted reservation is among the events');
  const [event] = events;
  await call('FetchEvent', { ...place, Sid: event.sid });
  await call('ListEvent', place, { TaskSid: event.event_data.task_sid, PageSize: 2 });
  await call('ListEvent', place, { ReservationSid: event.event_data.reservation_sid });
  await call('ListEvent', place, { WorkflowSid: workflow, TaskQueueSid: queue, WorkerSid: worker });
  await call('ListEvent', place, { TaskChannel: 'default', Sid: event.sid });
  await call('ListEvent', place, { StartDate: event.event_date, EndDate: event.event_date });
}

async function playStatistics(
  call: Call,
  place: Place,
  { workflow, queue, worker }: { workflow: string; queue: string; worker: string },
): Promise<void> {
  const window = { Minutes: 60, TaskChannel: 'default' };
  const split = { ...window, SplitByWaitTime: '5,10' };
  await call('FetchWorkspaceStatistics', place, split);
  await call('FetchWorkspaceRealTimeStatistics', place, { TaskChannel: 'default' });
  const happened = await call('FetchWorkspaceCumulativeStatistics', place, split);
  assert.equal(happened.tasks_completed, 1, 'the completed task is counted');
  const flow = { ...place, WorkflowSid: workflow };
  await call('FetchWorkflowStatistics', flow);
  await call('FetchWorkflowRealTimeStatistics', flow);
  await call('FetchWorkflowCumulativeStatistics', flow, split);
  const line = { ...place, TaskQueueSid: queue };
  await call('FetchTaskQueueStatistics', line, split);
  await call('FetchTaskQueueRealTimeStatistics', line);
  await call('FetchTaskQueueCumulativeStatistics', line);
  const listed = await call('ListTaskQueuesStatistics', place, { ...window, FriendlyName: 'Everyone' });
  assert.equal(listed.task_queues_statistics.length, 1, 'the queue is found by its name');
  await call('CreateTaskQueueBulkRealTimeStatistics', place, { QueueSids: [queue] });
  await call('FetchWorkerInstanceStatistics', { ...place, WorkerSid: worker }, window);
  await call('FetchWorkerStatistics', place, { FriendlyName: 'anna', TaskQueueSid: queue });
  await call('FetchWorkersCumulativeStatistics', place, window);
  await call('FetchWorkersRealTimeStatistics', place);
}
