// Tasks at the client: what the worker who holds one does with it, and hears of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { protocolDatabases } from '../support/databases.ts';
import { type Desk, openDesk, reported, workerSdksOn } from './desk-fixture.ts';
import { accepted, newAgent, offer } from './working-fixture.ts';

describe.each(protocolDatabases())('tasks on $name', ({ create, name: database }) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(create);
  });
  afterAll(() => desk.close());

  describe.each(workerSdksOn(database))('$name', ({ module }) => {
    const agent = () => newAgent(desk, { module });
    const rest = (sid: string) => desk.workspace.api().tasks(sid);

    it('completes with a reason and hears completed', async () => {
      const { task } = await accepted(desk, await agent());
      const heard = reported(task, 'completed');
      expect(await task.complete('Answered')).toMatchObject({ status: 'completed', reason: 'Answered' });
      expect(await heard).toMatchObject({ status: 'completed', reason: 'Answered' });
      expect(await rest(task.sid).fetch()).toMatchObject({
        assignmentStatus: 'completed',
        reason: 'Answered',
      });
    });

    it('wraps up with a reason and hears wrapup', async () => {
      const { task } = await accepted(desk, await agent());
      const heard = reported(task, 'wrapup');
      expect(await task.wrapUp({ reason: 'Notes' })).toMatchObject({ status: 'wrapping', reason: 'Notes' });
      expect(await heard).toMatchObject({ status: 'wrapping' });
      expect((await rest(task.sid).fetch()).assignmentStatus).toBe('wrapping');
    });

    it('wraps up without a reason', async () => {
      const { task } = await accepted(desk, await agent());
      expect(await task.wrapUp({} as { reason: string })).toMatchObject({ status: 'wrapping', reason: null });
    });

    it('replaces the attributes and hears updated', async () => {
      const { task } = await accepted(desk, await agent());
      const heard = reported(task, 'updated');
      const attributes = { order: 17, tags: ['a', { b: null }] };
      expect((await task.setAttributes(attributes)).attributes).toEqual(attributes);
      expect((await heard).attributes).toEqual(attributes);
      expect(JSON.parse((await rest(task.sid).fetch()).attributes)).toEqual(attributes);
    });

    it('replaces the attributes of a task it is offered', async () => {
      const { task } = await offer(desk, await agent());
      expect((await task.setAttributes({ seen: true })).attributes).toEqual({ seen: true });
    });

    it('hears updated when REST changes the task, and canceled when REST cancels it', async () => {
      const { task } = await offer(desk, await agent());
      const updated = reported(task, 'updated');
      await rest(task.sid).update({ priority: 9 });
      expect(await updated).toMatchObject({ priority: 9 });
      const canceled = reported(task, 'canceled');
      await rest(task.sid).update({ assignmentStatus: 'canceled', reason: 'Gone' });
      expect(await canceled).toMatchObject({ status: 'canceled', reason: 'Gone' });
    });

    it('hears nothing of a task it does not hold', async () => {
      const { workspace } = desk;
      const [holder, other] = [await agent(), await agent()];
      const { task } = await accepted(desk, holder);
      const own = (await offer(desk, other)).task;
      const heard: string[] = [];
      // Whatever arrives at the other client before the update of its own task would be noted first.
      const signaling = (other as unknown as { _signaling: NodeJS.EventEmitter })._signaling;
      signaling.on('task.updated', ({ sid }: { sid: string }) => heard.push(sid));
      const [holders, others] = [reported(task, 'updated'), reported(own, 'updated')];
      await workspace.api().tasks(task.sid).update({ priority: 4 });
      await holders;
      await workspace.api().tasks(own.sid).update({ priority: 5 });
      await others;
      expect(heard).toEqual([own.sid]);
    });

    it.runIf(module === 'twilio-taskrouter')('sets the virtual start time', async () => {
      const { task } = await accepted(desk, await agent());
      const start = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000);
      const changed = await task.setVirtualStartTime(start);
      expect(changed.virtualStartTime.getTime()).toBe(start.getTime());
      expect((await rest(task.sid).fetch()).virtualStartTime.getTime()).toBe(start.getTime());
    });

    it('fetches its latest version', async () => {
      const { task } = await accepted(desk, await agent());
      await rest(task.sid).update({ attributes: '{"changed":true}' });
      expect((await task.fetchLatestVersion()).attributes).toEqual({ changed: true });
    });

    it('creates a task for itself that it is offered', async () => {
      const { workspace } = desk;
      const worker = await agent();
      const created = reported(worker, 'reservationCreated');
      const sid = await worker.createTask(
        '+15005550001',
        '+15005550006',
        workspace.workflowSid,
        workspace.queueSid,
        { attributes: { subject: 'Order' }, taskChannelUniqueName: 'default' },
      );
      const reservation = await created;
      expect(reservation.task).toMatchObject({
        sid,
        attributes: { subject: 'Order', outbound_to: '+15005550001', from: '+15005550006' },
        routingTarget: worker.sid,
        queueSid: workspace.queueSid,
        taskChannelUniqueName: 'default',
      });
    });

    it('answers the parties of a call with a clear refusal', async () => {
      const worker = await agent();
      const { task } = await accepted(desk, worker);
      const refused = module === 'twilio-taskrouter' ? /400.*for calls/ : /400/;
      await expect(task.updateParticipant({ hold: true })).rejects.toThrow(refused);
      await expect(task.kick(worker.sid)).rejects.toThrow(refused);
      await expect(task.hold(worker.sid, true, {})).rejects.toThrow(refused);
    });
  });
});
