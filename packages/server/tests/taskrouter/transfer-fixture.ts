// A contact centre with a task in the hands of a worker, for tests of transfers.
import {
  cancelTransfer,
  initiateTransfer,
  type NewTransfer,
} from '#products/taskrouter/transfers/commands.ts';
import type { TaskTransferRow } from '#storage/schema/transfers.ts';
import type { TestServer } from '../support/start-server.ts';
import { makeWorkspace, type Workspace } from './workspace-fixture.ts';

/** A task that `anna` has accepted, and what can be done with it. */
export interface AcceptedTask {
  readonly workspace: Workspace;
  readonly anna: string;
  readonly task: string;
  /** The reservation of anna. */
  readonly reservation: string;
  /** An available worker who comes after the task was accepted. */
  addWorker(name: string, attributes?: object, capacity?: number): Promise<string>;
  /** Anna transfers the task; routing has come to rest afterwards. */
  transfer(to: string, options?: Partial<NewTransfer>): Promise<TaskTransferRow>;
  cancel(transfer: TaskTransferRow, workerSid?: string): Promise<TaskTransferRow>;
  /** The transfer as it is now. */
  stored(transfer: TaskTransferRow): Promise<TaskTransferRow | undefined>;
  /** The newest reservation of a worker. */
  offerTo(workerSid: string): Promise<string>;
  /** Looks the newest reservation of a worker up, to accept it in one request later. */
  prepareAccept(workerSid: string): Promise<() => Promise<unknown>>;
  /** Moves the newest reservation of a worker to a status. */
  answer(workerSid: string, status: 'accepted' | 'rejected' | 'wrapping' | 'completed'): Promise<void>;
}

/** Makes a workspace with `anna`, who has accepted a task. */
export async function withAcceptedTask(server: TestServer, options: object = {}): Promise<AcceptedTask> {
  const workspace = await makeWorkspace(server);
  const anna = await workspace.addWorker('anna', { name: 'anna' });
  const task = await workspace.addTask({ priority: 5, ...options });
  const offerTo = async (workerSid: string) =>
    (await workspace.api().workers(workerSid).reservations.list()).at(-1)!.sid;
  const answer = async (workerSid: string, status: string) => {
    const update = { reservationStatus: status } as Parameters<
      ReturnType<ReturnType<ReturnType<Workspace['api']>['workers']>['reservations']>['update']
    >[0];
    await workspace
      .api()
      .workers(workerSid)
      .reservations(await offerTo(workerSid))
      .update(update);
    await server.settled();
  };
  await answer(anna, 'accepted');
  const reservation = await offerTo(anna);
  const place = { accountSid: server.account.sid, workspaceSid: workspace.sid, taskSid: task };
  return {
    workspace,
    anna,
    task,
    reservation,
    addWorker: workspace.addWorker,
    async transfer(to, extra = {}) {
      const given = { ...place, workerSid: anna, reservationSid: reservation, mode: 'WARM' as const };
      const transfer = await server.context.database.transaction((tx) =>
        initiateTransfer(tx, { ...given, to, ...extra }),
      );
      await server.settled();
      return transfer;
    },
    async cancel(transfer, workerSid = anna) {
      const canceled = await server.context.database.transaction((tx) =>
        cancelTransfer(tx, { ...place, workerSid, transferSid: transfer.sid }),
      );
      await server.settled();
      return canceled;
    },
    stored: ({ sid }) =>
      server.context.database.read
        .selectFrom('task_transfers')
        .selectAll()
        .where('sid', '=', sid)
        .executeTakeFirst(),
    offerTo,
    async prepareAccept(workerSid) {
      const offer = workspace
        .api()
        .workers(workerSid)
        .reservations(await offerTo(workerSid));
      return () => offer.update({ reservationStatus: 'accepted' });
    },
    answer,
  };
}

/** Types of the events of these subjects, oldest first. */
export async function eventsOf(server: TestServer, ...subjects: string[]): Promise<string[]> {
  const rows = await server.context.database.read
    .selectFrom('events')
    .select('type')
    .where('subject_sid', 'in', subjects)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.type);
}

/**
 * Channels on which the tasks counted are not those the worker's reservations hold. Empty when the books are right,
 * whatever the tests before have done.
 */
export async function wrongCounts(server: TestServer): Promise<unknown[]> {
  const { read } = server.context.database;
  const channels = await read
    .selectFrom('worker_channels')
    .select((eb) => [
      'worker_sid',
      'task_channel_sid',
      'assigned_tasks',
      eb
        .selectFrom('reservations')
        .select((count) => count.fn.countAll<number>().as('held'))
        .whereRef('reservations.worker_sid', '=', 'worker_channels.worker_sid')
        .whereRef('reservations.task_channel_sid', '=', 'worker_channels.task_channel_sid')
        .where('reservation_status', 'in', ['pending', 'accepted', 'wrapping'])
        .as('held'),
    ])
    .execute();
  return channels.filter((channel) => channel.assigned_tasks !== Number(channel.held));
}
