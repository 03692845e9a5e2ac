// A worker hands its task over: the client starts, follows and takes back transfers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { type Desk, openDesk, reported, workerSdksOn } from './desk-fixture.ts';
import { accepted, newAgent, someName } from './working-fixture.ts';

describe.each(protocolDatabases())('transfers on $name', ({ create, name: database }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(workerSdksOn(database))('$name', ({ module }) => {
    /** Two agents; the first has accepted a task. */
    const twoAgents = async () => {
      const [from, to] = [await newAgent(desk, { module }), await newAgent(desk, { module })];
      return { from, to, reservation: await accepted(desk, from) };
    };

    it('starts a transfer to a worker, who is offered the task, and hears that it completed', async () => {
      const { from, to, reservation } = await twoAgents();
      const { task } = reservation;
      const offered = reported(to, 'reservationCreated');
      const initiated = reported(task, 'transferInitiated');
      await task.transfer(to.sid, { mode: 'COLD' });
      expect(await initiated).toMatchObject({
        mode: 'COLD',
        type: 'WORKER',
        status: 'initiated',
        to: to.sid,
        workerSid: from.sid,
        reservationSid: reservation.sid,
      });
      const offer = await offered;
      expect(offer.task.sid).toBe(task.sid);
      expect(offer.task.transfers.incoming ?? offer.transfer).toMatchObject({
        sid: task.transfers.outgoing!.sid,
        mode: 'COLD',
        workerSid: from.sid,
      });
      const completed = reported(task.transfers.outgoing, 'completed');
      await offer.accept();
      expect(await completed).toMatchObject({ status: 'complete' });
    });

    it('transfers to a queue with other attributes and priority', async () => {
      const { workspace } = desk;
      const team = someName();
      const queue = await workspace.api().taskQueues.create({
        friendlyName: team,
        targetWorkers: `team == '${team}'`,
      });
      const { task } = (await twoAgents()).reservation;
      const expert = await desk.connect(await workspace.addWorker(someName(), { team }), { module });
      const offered = reported(expert, 'reservationCreated');
      const attributes = JSON.stringify({ reason: 'difficult' });
      await task.transfer(queue.sid, { mode: 'WARM', priority: 12, attributes } as object);
      expect(task.transfers.outgoing).toMatchObject({ mode: 'WARM', type: 'QUEUE', to: queue.sid });
      expect((await offered).task).toMatchObject({ priority: 12, attributes: { reason: 'difficult' } });
    });

    it('takes a transfer back and hears canceled, and so does the other worker', async () => {
      const { to, reservation } = await twoAgents();
      const offered = reported(to, 'reservationCreated');
      await reservation.task.transfer(to.sid, { mode: 'WARM' });
      const ended = reported(await offered, 'canceled');
      const outgoing = reservation.task.transfers.outgoing!;
      const heard = reported(outgoing, 'canceled');
      expect(await outgoing.cancel()).toMatchObject({ status: 'canceled' });
      expect(await heard).toMatchObject({ status: 'canceled' });
      expect(await ended).toMatchObject({ status: 'canceled' });
    });

    it('hears that the other worker did not take the task', async () => {
      const { to, reservation } = await twoAgents();
      const offered = reported(to, 'reservationCreated');
      await reservation.task.transfer(to.sid, { mode: 'COLD' });
      const outgoing = reservation.task.transfers.outgoing!;
      const ended = Promise.race([reported(outgoing, 'failed'), reported(outgoing, 'attemptFailed')]);
      await (await offered).reject();
      expect((await ended).transferFailedReason ?? '').not.toBe('');
    });

    it('finds its transfer again when it connects anew', async () => {
      const { from, to, reservation } = await twoAgents();
      const offered = reported(to, 'reservationCreated');
      await reservation.task.transfer(to.sid, { mode: 'WARM' });
      await offered;
      const again = await desk.connect(from.sid, { module });
      const found = again.reservations.get(reservation.sid)!;
      expect(found.task.transfers.outgoing).toMatchObject({
        sid: reservation.task.transfers.outgoing!.sid,
        status: 'initiated',
      });
      expect(found.task.transfers.incoming).toBeNull();
    });

    it('is refused for a task that is not assigned to it', async () => {
      const { to, reservation } = await twoAgents();
      await reservation.complete();
      await expect(reservation.task.transfer(to.sid, { mode: 'COLD' })).rejects.toThrow(/400/);
    });
  });
});
