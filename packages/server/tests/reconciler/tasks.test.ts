// Tasks whose customer is gone, and tasks that are wrapped up for ever.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Centre, openCentre } from '../flex/interactions/interaction-fixture.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { expectFoundAndRepaired, findings } from './reconciler-fixture.ts';

const MINUTE = 60_000;

describe.each(databases())('tasks left behind on $name', ({ create }) => {
  let server: TestServer;
  let centre: Centre;
  useServer(create, (started) => {
    server = started;
  });
  beforeAll(async () => {
    centre = await openCentre(server);
  });

  let number = 0;
  const taskAbout = (attributes: object) =>
    centre.workspace.addTask({ attributes: JSON.stringify(attributes) });
  const conversation = async () => (await centre.v1.conversations.create({})).sid;
  const close = (sid: string) => centre.v1.conversations(sid).update({ state: 'closed' });
  /** A task somebody works on. */
  async function acceptedTask(attributes: object): Promise<string> {
    number += 1;
    const worker = await centre.workspace.addWorker(`worker ${number}`);
    const taskSid = await centre.workspace.addTask({
      attributes: JSON.stringify(attributes),
      routingTarget: worker,
    });
    await centre.accept(taskSid);
    return taskSid;
  }

  describe('task-without-customer', () => {
    const rule = 'task-without-customer';
    const limit = 15 * MINUTE;
    const remedy = 'finish-task';

    it('cancels a task nobody has accepted when its conversation is closed', async () => {
      const threadSid = await conversation();
      const taskSid = await taskAbout({ conversationSid: threadSid });
      await server.advance(limit);
      await close(threadSid);
      await expectFoundAndRepaired(server, centre.account, {
        rule,
        subjectSid: taskSid,
        limit,
        remedy,
        related: { conversation: threadSid },
      });
      const { assignmentStatus, reason } = await centre.workspace.api().tasks(taskSid).fetch();
      expect([assignmentStatus, reason]).toEqual(['canceled', 'The conversation of the task is closed']);
    });

    it('completes a task somebody works on when its chat channel is gone', async () => {
      const service = await centre.client.chat.v2.services.create({ friendlyName: 'Chat' });
      const channels = centre.client.chat.v2.services(service.sid).channels;
      const { sid: channelSid } = await channels.create({});
      await channels(channelSid).remove();
      const taskSid = await acceptedTask({ channelSid });
      await expectFoundAndRepaired(server, centre.account, {
        rule,
        subjectSid: taskSid,
        limit,
        remedy,
        related: { channel: channelSid },
      });
      expect(await centre.workspace.taskStatus(taskSid)).toBe('completed');
    });

    it('leaves tasks with a customer, without one, and those that are being wrapped up', async () => {
      const [open, closed] = [await conversation(), await conversation()];
      await taskAbout({ conversationSid: open, channelSid: closed });
      await taskAbout({ name: 'A call' });
      await taskAbout({ conversationSid: 'not a SID', channelSid: 7 });
      // The chat of another system.
      await taskAbout({ channelSid: `CH${'a'.repeat(32)}` });
      const wrapping = await acceptedTask({ conversationSid: closed });
      await centre.workspace.api().tasks(wrapping).update({ assignmentStatus: 'wrapping', reason: 'bye' });
      await close(closed);
      await server.advance(2 * limit);
      expect(await findings(server, centre.account, rule)).toEqual([]);
    });
  });

  describe('wrapping-too-long', () => {
    const rule = 'wrapping-too-long';
    const limit = 60 * MINUTE;

    it('completes the task and gives its agent the capacity back, whatever was noted meanwhile', async () => {
      const taskSid = await acceptedTask({ name: 'A call' });
      await server.advance(3 * limit);
      const task = centre.workspace.api().tasks(taskSid);
      await task.update({ assignmentStatus: 'wrapping', reason: 'bye' });
      await server.settled();
      const [reservation] = await task.reservations.list();
      const related = { worker: reservation!.workerSid };
      await task.update({ attributes: JSON.stringify({ name: 'A call', noted: true }) });
      await expectFoundAndRepaired(server, centre.account, {
        rule,
        subjectSid: taskSid,
        limit,
        remedy: 'complete-task',
        related,
      });
      expect(await centre.workspace.taskStatus(taskSid)).toBe('completed');
      expect((await task.reservations(reservation!.sid).fetch()).reservationStatus).toBe('completed');
      const held = await centre.workspace
        .api()
        .workers(reservation!.workerSid)
        .workerChannels('default')
        .fetch();
      expect(held.assignedTasks).toBe(0);
    });
  });
});
