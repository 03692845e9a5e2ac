// Channels and sessions of the legacy generation that were left behind, and those that only look like it.
import { describe, expect, it } from 'vitest';
import { useFlex } from '../flex/flex-fixture.ts';
import { CENTRE, CUSTOMER, connectPhone, openChannel } from '../journey/world.ts';
import { databases } from '../support/databases.ts';
import { expectFoundAndRepaired, findings, reconcile } from './reconciler-fixture.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe.each(databases())('channels and sessions left behind on $name', ({ create }) => {
  const flex = useFlex(create);
  const account = () => flex.server.account;
  const read = () => flex.server.context.database.read;
  const change = <T>(work: Parameters<typeof flex.server.context.database.transaction<T>>[0]) =>
    flex.server.context.database.transaction(work);
  const statusOf = async (sid: string) => (await flex.proxy().sessions(sid).fetch()).status;
  const channelStatus = async (sid: string) =>
    (await read().selectFrom('flex_channels').select('status').where('sid', '=', sid).executeTakeFirst())
      ?.status;
  const taskStatus = async (sid: string) => (await flex.tasks()(sid).fetch()).assignmentStatus;
  const broken = () => findings(flex.server, account());

  /** A channel connected to the customer's phone, with its task. */
  async function connected() {
    const channel = await openChannel(flex.world, await flex.world.flow());
    const sessionSid = await connectPhone(flex.world, channel.sid);
    await flex.settled();
    return { channelSid: channel.sid, taskSid: channel.taskSid, sessionSid };
  }

  /** Takes rows away behind the back of the server, as a crash of something else would. */
  async function lose(taskSid: string): Promise<void> {
    await change(async (tx) => {
      await tx.db.deleteFrom('flex_channel_tasks').where('task_sid', '=', taskSid).execute();
      await tx.db.deleteFrom('reservations').where('task_sid', '=', taskSid).execute();
      await tx.db.deleteFrom('tasks').where('sid', '=', taskSid).execute();
    });
  }

  describe('session-without-channel', () => {
    const rule = 'session-without-channel';

    it('closes the session of a chat channel that was removed, so that its customer can be reached', async () => {
      const chat = await flex.client.chat.v2
        .services(flex.world.chatServiceSid)
        .channels.create({ friendlyName: 'Chat' });
      const sessionSid = await connectPhone(flex.world, chat.sid);
      await flex.chat(chat.sid).remove();
      await flex.settled();
      expect(await statusOf(sessionSid)).toBe('open');
      await expectFoundAndRepaired(flex.server, account(), {
        rule,
        subjectSid: sessionSid,
        limit: MINUTE,
        remedy: 'close-session',
        related: { channel: chat.sid },
      });
      expect(await statusOf(sessionSid)).toBe('closed');
      await flex
        .proxy()
        .sessions.create({ participants: [{ Identifier: CUSTOMER, ProxyIdentifier: CENTRE }] } as never);
    });

    it('closes the session of a channel that is INACTIVE', async () => {
      const { channelSid, sessionSid, taskSid } = await connected();
      await lose(taskSid);
      await change((tx) =>
        tx.db
          .updateTable('flex_channels')
          .set({ status: 'INACTIVE', date_updated: tx.now })
          .where('sid', '=', channelSid)
          .execute(),
      );
      await expectFoundAndRepaired(flex.server, account(), {
        rule,
        subjectSid: sessionSid,
        limit: MINUTE,
        remedy: 'close-session',
        related: { channel: channelSid },
      });
    });

    it('counts from the session when somebody opens one for a channel that was over before', async () => {
      const chat = await flex.client.chat.v2
        .services(flex.world.chatServiceSid)
        .channels.create({ friendlyName: 'Chat', attributes: JSON.stringify({ status: 'INACTIVE' }) });
      await flex.server.advance(HOUR);
      const session = await flex.proxy().sessions.create({
        mode: 'message-only',
        participants: [{ Identifier: chat.sid, ProxyIdentifier: CENTRE }],
      } as never);
      await expectFoundAndRepaired(flex.server, account(), {
        rule,
        subjectSid: session.sid,
        limit: MINUTE,
        remedy: 'close-session',
        related: { channel: chat.sid },
      });
    });
  });

  describe('channel-without-session', () => {
    const rule = 'channel-without-session';

    it('ends a channel whose session could not be made, and takes its task from the agent', async () => {
      const channel = await openChannel(flex.world, await flex.world.flow());
      await flex.settled();
      await expectFoundAndRepaired(flex.server, account(), {
        rule,
        subjectSid: channel.sid,
        limit: HOUR,
        remedy: 'retire-channel',
        related: { task: channel.taskSid },
      });
      expect(await channelStatus(channel.sid)).toBe('INACTIVE');
      expect(await flex.attributes(channel.sid)).toMatchObject({ status: 'INACTIVE' });
      await flex.server.advance(10 * MINUTE);
      expect(await broken()).toEqual([]);
    });

    it('counts from the end of the session, and lets the agent wrap up', async () => {
      const { channelSid, sessionSid, taskSid } = await connected();
      await flex.accept(taskSid);
      await flex.server.advance(3 * HOUR);
      expect(await broken()).toEqual([]);
      await flex
        .proxy()
        .sessions(sessionSid)
        .update({ status: 'closed' } as never);
      await flex.settled();
      await expectFoundAndRepaired(flex.server, account(), {
        rule,
        subjectSid: channelSid,
        limit: HOUR,
        remedy: 'retire-channel',
        related: { task: taskSid },
      });
      expect(await taskStatus(taskSid)).toBe('wrapping');
    });

    it('leaves long-lived channels nobody works in, and channels of other types', async () => {
      const resting = await openChannel(flex.world, await flex.world.flow({ longLived: true }));
      const sessionSid = await connectPhone(flex.world, resting.sid);
      await flex.complete(resting.taskSid);
      await flex
        .proxy()
        .sessions(sessionSid)
        .update({ status: 'closed' } as never);
      const custom = await flex.flow({ ...flex.toTasks(), channelType: 'custom', enabled: false });
      await flex.open(custom, { target: 'somebody' });
      await flex.server.advance(5 * HOUR);
      expect(await findings(flex.server, account(), rule)).toEqual([]);
      expect(await channelStatus(resting.sid)).toBe('ACTIVE');
    });
  });

  describe('channel-without-task', () => {
    const rule = 'channel-without-task';

    it('ends a channel whose task is gone, with its session', async () => {
      const { channelSid, sessionSid, taskSid } = await connected();
      await lose(taskSid);
      await expectFoundAndRepaired(flex.server, account(), {
        rule,
        subjectSid: channelSid,
        limit: HOUR,
        remedy: 'retire-channel',
      });
      expect(await channelStatus(channelSid)).toBe('INACTIVE');
      expect(await statusOf(sessionSid)).toBe('closed');
    });

    it('makes a task where the customer has written and nobody has one', async () => {
      const { channelSid, taskSid } = await connected();
      await lose(taskSid);
      await flex.server.advance(MINUTE);
      await flex.says('Is anybody there?');
      const again = await read()
        .selectFrom('flex_channels')
        .selectAll()
        .where('sid', '=', channelSid)
        .executeTakeFirstOrThrow();
      await lose(again.task_sid!);
      await change((tx) =>
        tx.db
          .updateTable('flex_channels')
          .set({ task_sid: null, date_updated: tx.now - 1 })
          .where('sid', '=', channelSid)
          .execute(),
      );
      await expectFoundAndRepaired(flex.server, account(), {
        rule,
        subjectSid: channelSid,
        limit: HOUR,
        remedy: 'make-task',
      });
      const made = await flex.tasks().list();
      expect(made.map(({ attributes }) => JSON.parse(attributes).channelSid)).toEqual([channelSid]);
      expect(await channelStatus(channelSid)).toBe('ACTIVE');
    });

    it.each([
      ['waits for the customer', { creationOnMessage: true }],
      ['is long-lived', { longLived: true }],
      ['has no janitor', { janitorEnabled: false }],
    ])('leaves a channel whose flow %s', async (_which, settings) => {
      const channel = await openChannel(flex.world, await flex.world.flow(settings), {
        withTask: !('creationOnMessage' in settings),
      });
      await connectPhone(flex.world, channel.sid);
      if (channel.taskSid !== null) await flex.complete(channel.taskSid);
      await flex.server.advance(30 * HOUR);
      expect(await broken()).toEqual([]);
      expect(await reconcile(flex.server, account())).toEqual([]);
      expect(await channelStatus(channel.sid)).toBe('ACTIVE');
    });

    it('leaves a channel that Studio has', async () => {
      const studio = await flex.flow({
        integrationType: 'studio',
        'integration.flowSid': `FW${'0'.repeat(32)}`,
      });
      await flex.says('Hello');
      expect(await flex.channels()).toMatchObject([{ flexFlowSid: studio }]);
      await flex.server.advance(5 * HOUR);
      expect(await broken()).toEqual([]);
    });
  });
});
