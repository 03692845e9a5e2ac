// A workspace for routing tests: from the FIFO template, with helpers that say what a test is about.
import type { Twilio } from 'twilio';
import { sdkClient } from '../support/clients.ts';
import type { TestServer } from '../support/start-server.ts';

/** One target of a workflow, in the keys of its configuration. */
export type Target = Record<string, unknown>;

/** A workspace with the SIDs tests need. */
export interface Workspace {
  readonly sid: string;
  readonly client: Twilio;
  readonly activities: { Offline: string; Available: string; Unavailable: string };
  readonly queueSid: string;
  readonly workflowSid: string;
  api(): ReturnType<Twilio['taskrouter']['v1']['workspaces']>;
  /** An available worker with the capacity for every channel. */
  addWorker(name: string, attributes?: object, capacity?: number): Promise<string>;
  /** A workflow of one filter that every task matches. */
  addWorkflow(targets: readonly Target[], fallback?: string, options?: object): Promise<string>;
  addTask(options?: object): Promise<string>;
  taskStatus(taskSid: string): Promise<string>;
  /** Reservations of a task as `worker name: status`, oldest first. */
  offers(taskSid: string): Promise<string[]>;
  /** Reservations of a worker as `status`, oldest first. */
  offersTo(workerSid: string): Promise<string[]>;
}

/** Makes a workspace. */
export async function makeWorkspace(server: TestServer, options: object = {}): Promise<Workspace> {
  const client = sdkClient(server.url, server.account);
  const { sid } = await client.taskrouter.v1.workspaces.create({
    friendlyName: 'Contact centre',
    template: 'FIFO',
    ...options,
  });
  const api = () => client.taskrouter.v1.workspaces(sid);
  const activities = Object.fromEntries(
    (await api().activities.list()).map((activity) => [activity.friendlyName, activity.sid]),
  ) as Workspace['activities'];
  const [queue] = await api().taskQueues.list();
  const [workflow] = await api().workflows.list();
  return {
    sid,
    client,
    activities,
    queueSid: queue!.sid,
    workflowSid: workflow!.sid,
    api,
    async addWorker(friendlyName, attributes = {}, capacity = 1) {
      const worker = await api().workers.create({
        friendlyName,
        attributes: JSON.stringify(attributes),
        activitySid: activities.Offline,
      });
      if (capacity !== 1) {
        await api().workers(worker.sid).workerChannels('default').update({ capacity });
      }
      await api().workers(worker.sid).update({ activitySid: activities.Available });
      await server.settled();
      return worker.sid;
    },
    async addWorkflow(targets, fallback, extra = {}) {
      const created = await api().workflows.create({
        friendlyName: 'Routing',
        configuration: JSON.stringify({
          task_routing: {
            filters: targets.length === 0 ? [] : [{ expression: '1==1', targets }],
            ...(fallback === undefined ? {} : { default_filter: { queue: fallback } }),
          },
        }),
        ...extra,
      });
      return created.sid;
    },
    async addTask(extra = {}) {
      const task = await api().tasks.create({ workflowSid: workflow!.sid, ...extra });
      await server.settled();
      return task.sid;
    },
    async taskStatus(taskSid) {
      return (await api().tasks(taskSid).fetch()).assignmentStatus;
    },
    async offers(taskSid) {
      const reservations = await api().tasks(taskSid).reservations.list();
      return reservations.map(({ workerName, reservationStatus }) => `${workerName}: ${reservationStatus}`);
    },
    async offersTo(workerSid) {
      const reservations = await api().workers(workerSid).reservations.list();
      return reservations.map(({ reservationStatus }) => reservationStatus as string);
    },
  };
}
