// When a task can be transferred, by the status of the reservation under which somebody has it, and when a transfer can
// be taken back, by its own status. What cannot be done is refused and changes nothing.
import { describe, expect, it } from 'vitest';
import { cancelTransfer, initiateTransfer } from '#products/taskrouter/transfers/commands.ts';
import type { ReservationStatus } from '#storage/schema/taskrouter.ts';
import type { TransferStatus } from '#storage/schema/transfers.ts';
import { databases } from '../../support/databases.ts';
import type { TestServer } from '../../support/start-server.ts';
import { useServer } from '../../support/use-server.ts';
import { bringReservation, eventsOf, type Subject, stateOf, updateReservation } from './subject.ts';

const REFUSED = { status: 400, code: 20001 };

const RESERVATIONS: readonly ReservationStatus[] = [
  'pending',
  'accepted',
  'rejected',
  'timeout',
  'canceled',
  'rescinded',
  'wrapping',
  'completed',
];
const TRANSFERS: readonly TransferStatus[] = ['initiated', 'completed', 'failed', 'canceled'];

describe.each(databases())('transfers on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });

  const initiate = async (
    { workspace, task, worker, reservation }: Subject,
    to: string,
    mode: 'WARM' | 'COLD' = 'WARM',
  ) => {
    const { sid } = await server.context.database.transaction((tx) =>
      initiateTransfer(tx, {
        accountSid: server.account.sid,
        workspaceSid: workspace.sid,
        workerSid: worker,
        reservationSid: reservation,
        taskSid: task,
        to,
        mode,
      }),
    );
    await server.settled();
    return sid;
  };
  const takeBack = async ({ workspace, task, worker }: Subject, transferSid: string) => {
    await server.context.database.transaction((tx) =>
      cancelTransfer(tx, {
        accountSid: server.account.sid,
        workspaceSid: workspace.sid,
        workerSid: worker,
        taskSid: task,
        transferSid,
      }),
    );
    await server.settled();
  };
  const transferOf = (sid: string) =>
    server.context.database.read
      .selectFrom('task_transfers')
      .selectAll()
      .where('sid', '=', sid)
      .executeTakeFirstOrThrow();

  it.each(RESERVATIONS.filter((status) => status !== 'accepted'))(
    'cannot be started under a reservation that is %s',
    async (status) => {
      const subject = await bringReservation(server, status);
      const dora = await subject.workspace.addWorker('dora');
      const before = await stateOf(server, subject);
      await expect(initiate(subject, dora)).rejects.toMatchObject({
        ...REFUSED,
        message: expect.stringMatching(new RegExp(`Cannot transfer task WT\\w{32} because .*${status}`)),
      });
      await server.settled();
      expect(await stateOf(server, subject)).toEqual(before);
    },
  );

  it('can be started under an accepted reservation: the task looks for a worker and stays with the present one', async () => {
    const subject = await bringReservation(server, 'accepted');
    const { workspace, task } = subject;
    const dora = await workspace.addWorker('dora');
    const sid = await initiate(subject, dora);
    expect(await workspace.taskStatus(task)).toBe('reserved');
    expect(await workspace.offers(task)).toEqual(['anna: accepted', 'dora: pending']);
    expect(await transferOf(sid)).toMatchObject({ transfer_status: 'initiated', transfer_to: dora });
    expect(await eventsOf(server, sid)).toEqual(['task.transfer-initiated']);
  });

  /** A transfer from anna to dora in the given status. */
  const bringTransfer = async (status: TransferStatus) => {
    const subject = await bringReservation(server, 'accepted');
    const dora = await subject.workspace.addWorker('dora');
    const sid = await initiate(subject, dora);
    const [offer] = await subject.workspace.api().workers(dora).reservations.list();
    const ofDora: Subject = { ...subject, worker: dora, reservation: offer!.sid };
    if (status === 'completed') await updateReservation(ofDora, 'worker', 'accepted');
    if (status === 'failed') await updateReservation(ofDora, 'worker', 'rejected');
    if (status === 'canceled') await takeBack(subject, sid);
    await server.settled();
    expect((await transferOf(sid)).transfer_status).toBe(status);
    return { subject, sid };
  };

  it.each(TRANSFERS.filter((status) => status !== 'initiated'))(
    'cannot be taken back once they are %s',
    async (status) => {
      const { subject, sid } = await bringTransfer(status);
      const before = [await stateOf(server, subject), await transferOf(sid)];
      await expect(takeBack(subject, sid)).rejects.toMatchObject({
        ...REFUSED,
        message: expect.stringContaining(`is already ${status}`),
      });
      await server.settled();
      expect([await stateOf(server, subject), await transferOf(sid)]).toEqual(before);
    },
  );

  it('can be taken back while they are initiated: the offer is canceled and the task assigned as before', async () => {
    const { subject, sid } = await bringTransfer('initiated');
    await takeBack(subject, sid);
    expect((await transferOf(sid)).transfer_status).toBe('canceled');
    expect(await subject.workspace.taskStatus(subject.task)).toBe('assigned');
    expect(await subject.workspace.offers(subject.task)).toEqual(['anna: accepted', 'dora: canceled']);
    expect(await eventsOf(server, sid)).toEqual(['task.transfer-initiated', 'task.transfer-canceled']);
  });

  it('come back to the worker who started one and has finished, when nobody else is there', async () => {
    const subject = await bringReservation(server, 'accepted');
    const { workspace, task } = subject;
    await initiate(subject, workspace.queueSid, 'COLD');
    expect(await workspace.offers(task)).toEqual(['anna: accepted']);
    await updateReservation(subject, 'worker', 'completed');
    await server.settled();
    expect(await workspace.offers(task)).toEqual(['anna: completed', 'anna: pending']);
  });
});
